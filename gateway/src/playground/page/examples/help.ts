import { type Example, json } from './example.ts';

/** Help for everybody, and what one tells the staff. */
export const help: readonly Example[] = [
  {
    query: `# Help, for everybody: sign out and run it. Which
# desk answers now, where a kind of question goes,
# known faults, and articles that hold a word. Open
# a guide's url in the browser.
query Help($search: String, $topic: HelpTopic!) {
  help {
    trust {
      name
    }
    emergencies {
      words
    }
    contacts {
      name
      phone
      email
      open
      opensNext
    }
    route(topic: $topic) {
      to
      words
    }
    notices {
      words
      advice
    }
    articleKinds {
      kind
      state
      words
    }
    articles(search: $search, first: 3) {
      totalCount
      nodes {
        kind
        title
        document {
          url
        }
      }
    }
  }
}
`,
    variables: json({ search: null, topic: 'TECHNICAL' }),
  },
  {
    verb: 'reportMistake',
    query: `# Report a mistake in a record (or in an item of
# it, by its id). The hospital's rule says who
# corrects it. The staff see the number: npm run
# staff.
mutation ReportMistake($input: ReportMistakeInput!) {
  TRUST {
    reportMistake(input: $input) {
      report {
        number
        state
      }
      route {
        to
        words
        rule
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
      input: { record: '', about: 'PERSONAL_DETAILS', words: 'My address is wrong.', idempotencyKey: 'playground-1' },
    }),
  },
  {
    query: `# Your details as each hospital holds them, what
# you chose there, what you reported, and what the
# staff answered.
query DetailsAndReports {
  me {
    records {
      id
      trust {
        key
      }
      details {
        name
        address
        changeAt {
          words
          url
        }
      }
      preferences {
        paperless {
          offered
          value
          words
        }
        texts {
          offered
          value
          words
        }
      }
      reports(first: 10) {
        nodes {
          number
          kind
          words
          state
          reply
        }
      }
    }
  }
}
`,
  },
];
