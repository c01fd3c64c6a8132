import { type Example, json } from './example.ts';

/** Sharing with family or a carer, as the patient and as the other. */
export const sharing: readonly Example[] = [
  {
    query: `# Which of your hospitals let you share, with
# whom, and by which rule the others refuse.
query WhatCanBeShared {
  me {
    sharingOptions {
      trust {
        key
        name
      }
      carer {
        allowed
        mayChange
        words
        rule
      }
      clinician {
        allowed
        longestMinutes
        words
        rule
      }
      sections
    }
    shares {
      id
      name
      state
      until
    }
  }
}
`,
  },
  {
    query: `# Share with somebody who has an account: give their
# verified email, and the key of a trust that lets
# carers in. What they accept with comes to the
# inbox (link above).
mutation ShareRecord($input: ShareRecordInput!) {
  shareRecord(input: $input) {
    share {
      id
      state
    }
    userErrors {
      message
      trust
      rule
    }
  }
}
`,
    variables: json({
      input: {
        name: 'My daughter',
        email: '',
        relationship: 'CHILD',
        trusts: [{ trust: '', sections: [], allSections: true, may: 'READ' }],
        idempotencyKey: 'share-1',
      },
    }),
  },
  {
    query: `# As the other: sign in, and accept with the code of
# the email. Then read in the next tab: a record
# opens from the operation after this one on.
mutation AcceptShare($input: AcceptShareInput!) {
  acceptShare(input: $input) {
    shared {
      patientName
      until
    }
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { secret: '', idempotencyKey: 'accept-1' } }),
  },
  {
    query: `# What others share with you. What they left out, or
# their hospital refuses, is an error with its reason.
query SharedWithMe {
  sharedWithMe {
    id
    patientName
    may
    until
    records {
      trust {
        name
      }
      appointments(first: 5) {
        totalCount
        nodes {
          startsAt
          specialty
        }
      }
      letters(first: 5) {
        totalCount
      }
    }
  }
}
`,
  },
];
