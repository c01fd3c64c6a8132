/** What a tab of the playground starts with. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** The tabs, in the order in which somebody new tries them. The operation's name is the tab's title. */
export const examples: Example[] = [
  {
    query: `# 1. Ask for a code. Put a mobile (or an email)
# and the birth date of somebody from the list
# that npm start prints into the variables.
# The answer is the same whether or not there is
# such a person. Copy the challenge.
mutation RequestCode($input: RequestCodeInput!) {
  requestCode(input: $input) {
    challenge
    expiresAt
    userErrors {
      message
      field
    }
  }
}
`,
    variables: json({ input: { mobile: '', birthDate: '' } }),
  },
  {
    query: `# 2. Sign in: the challenge of step 1, and the
# code from the inbox (link above), within two
# minutes. The session comes as a cookie.
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    me {
      name
    }
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { challenge: '', code: '', delivery: 'COOKIE' } }),
  },
  {
    query: `# 3. One query, every hospital. Each record is
# fetched from its own trust, side by side. Stop
# one trust and run it again: the others stand.
# With the header {"x-explain": "1"} the answer
# shows the plan and each trust's time.
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
        nodes {
          title
          writtenAt
        }
      }
      testResults(first: 5) {
        totalCount
        nodes {
          name
          takenAt
        }
      }
      dischargeSummaries(first: 5) {
        totalCount
        nodes {
          title
          dischargedAt
        }
      }
    }
  }
}
`,
  },
  {
    query: `# Coming appointments, the next one first. For
# more, put the endCursor of pageInfo of a trust
# into "after".
query Appointments($from: DateTime, $after: String) {
  me {
    records {
      trust {
        name
      }
      appointments(first: 10, from: $from, after: $after, order: OLDEST_FIRST) {
        nodes {
          id
          startsAt
          status
          mode
          specialty
          preparation
          clinician {
            name
          }
          location {
            name
            address
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
`,
    variables: json({ from: new Date().toISOString().slice(0, 10).concat('T00:00:00Z'), after: null }),
  },
  {
    query: `# Letters, as text or as a file. Open a file's
# url in a new tab of the browser: it works for a
# few minutes, under your session only.
query Letters {
  me {
    records {
      trust {
        name
      }
      letters(first: 10) {
        nodes {
          title
          kind
          writtenAt
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
          observations {
            name
            text
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
    query: `# Which hospitals you are linked with, which you
# can link, and how. Without "me" it needs no
# sign-in.
query Hospitals {
  trusts {
    key
    name
    odsCodes
  }
  me {
    trusts {
      trust {
        name
      }
      state
      minimumAge
      how
    }
  }
}
`,
  },
  {
    query: `mutation SignOut {
  signOut {
    userErrors {
      message
    }
  }
}
`,
  },
];
