import { type Example, json } from './example.ts';

/** What the hospitals hold: everything at once, then letters and results by themselves. */
export const everyHospital: Example = {
  query: `# 3. One query, every hospital. Each record is
# fetched from its own trust, side by side. Stop
# one trust and run it again: the others stand.
# Where a list is null, sections say why; where it
# is empty, whyEmpty does; setAside counts what is
# damaged. With the header {"x-explain": "1"} the
# answer shows the plan and each trust's time.
query EveryHospital {
  me {
    name
    records {
      trust {
        name
      }
      sections {
        section
        state
        words
      }
      appointments(first: 5) {
        totalCount
        setAside
        whyEmpty
        nodes {
          startsAt
          status
          kind
          specialty
          location {
            name
          }
          source {
            name
          }
        }
      }
      letters(first: 5) {
        totalCount
        whyEmpty
        nodes {
          title
          writtenAt
        }
      }
      testResults(first: 5) {
        totalCount
        whyEmpty
        nodes {
          name
          takenAt
        }
      }
      dischargeSummaries(first: 5) {
        totalCount
        whyEmpty
        nodes {
          title
          dischargedAt
        }
      }
    }
  }
}
`,
};

/** Letters, and what the patient has read of them. */
export const letters: readonly Example[] = [
  {
    query: `# Letters, as text or as a file. Open a file's
# url in a new tab of the browser: it works for a
# few minutes, under your session only. What a
# letter took the place of stands under it.
query Letters {
  me {
    records {
      id
      trust {
        key
      }
      letters(first: 10) {
        nodes {
          id
          title
          kind
          department
          writtenAt
          reading {
            state
            readAt
          }
          byPost
          enclosures
          supersedes {
            title
            writtenAt
          }
          text
          document {
            url
            contentType
          }
        }
      }
    }
  }
}
`,
  },
  {
    verb: 'markLetters',
    query: `# Mark letters as seen in a list, or as read.
# Record and letters: ids of the tab Letters.
mutation MarkLetters($input: MarkLettersInput!) {
  TRUST {
    markLetters(input: $input) {
      letters {
        title
        reading {
          state
          seenAt
          readAt
        }
      }
      userErrors {
        message
        field
      }
    }
  }
}
`,
    variables: json({ input: { record: '', letters: [''], as: 'READ', idempotencyKey: 'playground-1' } }),
  },
];

/** Results by hospital, and one test over all of them. */
export const results: readonly Example[] = [
  {
    query: `# Test results with their reference ranges.
query TestResults {
  me {
    records {
      trust {
        name
      }
      testResults(first: 10) {
        nodes {
          name
          takenAt
          abnormal
          observations {
            name
            text
            flag
            interpretation
            referenceRange {
              text
              low
              high
              unit
            }
          }
          conclusion
        }
      }
    }
  }
}
`,
  },
  {
    query: `# One test over time and over hospitals, by its
# code (this one is HbA1c); each point says where
# it comes from. Another unit is another series.
query TestHistory($code: String!, $system: String) {
  me {
    testHistory(code: $code, system: $system) {
      series {
        name
        unit
        points {
          number
          low
          high
          takenAt
          source {
            name
          }
        }
      }
      missing {
        name
      }
      notShown {
        name
      }
    }
  }
}
`,
    variables: json({ code: '59261-8', system: 'http://loinc.org' }),
  },
];

/** What patients add themselves. */
export const entries: readonly Example[] = [
  {
    verb: 'addEntry',
    query: `# Add a symptom, a measurement, a medicine or a
# note to a record of yours, where the hospital
# lets patients do so. Record: from AddedByYou.
mutation AddEntry($input: AddEntryInput!) {
  TRUST {
    addEntry(input: $input) {
      entry {
        id
        at
        kind
        words
        severity
      }
      userErrors {
        message
        field
      }
    }
  }
}
`,
    variables: json({
      input: {
        record: '',
        kind: 'SYMPTOM',
        at: new Date().toISOString(),
        words: 'A headache since the morning',
        severity: 4,
        idempotencyKey: 'playground-1',
      },
    }),
  },
  {
    query: `# What you added. Nobody else sees it.
query AddedByYou {
  me {
    records {
      id
      trust {
        key
      }
      entries(first: 10) {
        whyEmpty
        nodes {
          id
          at
          kind
          words
          severity
          measurement {
            what
            number
            unit
          }
          medication {
            name
            dose
          }
        }
      }
    }
  }
}
`,
  },
];
