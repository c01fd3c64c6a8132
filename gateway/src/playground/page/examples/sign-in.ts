import { type Example, json } from './example.ts';

/** The way in, in two steps. */
export const signingIn: readonly Example[] = [
  {
    query: `# 1. Ask for a code. Put a mobile (or an email)
# and the birth date (YYYY-MM-DD) of somebody
# from the list that npm start prints into the
# variables.
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
    variables: json({ input: { mobile: '07700 900116', birthDate: '' } }),
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
];

/** Which hospitals there are, and the way out. */
export const hospitalsAndSigningOut: readonly Example[] = [
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
