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
# one: npm run staff -- --trust <key> invite <NHS
# number>. Give what follows the trust's key in its
# link as \`invitation\`, or both codes as \`codes\`. The
# code then goes to the mobile: SignIn takes it with
# the challenge.
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
