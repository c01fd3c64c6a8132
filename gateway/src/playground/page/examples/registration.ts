import { type Example, json } from './example.ts';

/** How patients register with a trust: for everybody, signed in or not. */
export const registration: readonly Example[] = [
  {
    query: `# How patients register with each trust, and that it
# is their choice. For everybody.
query Registration {
  registration {
    trust {
      name
    }
    minimumAge
    optional {
      words
    }
    before {
      words
    }
    needs {
      words
    }
    ways {
      kind
      compares
      needsAppointment
      days
      words
      rule
    }
    carer {
      allowed
      words
    }
    asksPaperless
  }
}
`,
  },
  {
    query: `# Register by an invitation. The trust's staff make
# one: npm run -s staff -- --trust <key> invite <NHS
# number>. \`trust\` is the trust's key. Of its link
# give what follows "#<key>/" as \`invitation\`. For the
# two codes of a letter put "codes": ["", ""] in the
# place of "invitation", and "nhsNumber" beside it.
# Birth date (YYYY-MM-DD), mobile and email are those
# that the trust holds. The code then goes to the
# mobile: SignIn takes it with the challenge.
mutation RegisterByInvitation($input: OpenAccountInput!) {
  openAccount(input: $input) {
    challenge
    expiresAt
    userErrors {
      code
      message
      field
    }
  }
}
`,
    variables: json({
      input: {
        trust: '',
        invitation: '',
        birthDate: '',
        mobile: '',
        email: '',
        idempotencyKey: 'change-me-each-time',
      },
    }),
  },
];
