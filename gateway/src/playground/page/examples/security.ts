import { type Example, json } from './example.ts';

/** How one’s login is got into, and how to make that stronger. */
export const security: readonly Example[] = [
  {
    query: `# How your login is got into: what it has, where you
# are signed in, which devices need no code.
query Security {
  waysIn {
    kind
    state
  }
  me {
    security {
      changesNeed
      hasPassword
      passkeys {
        name
        lastUsedAt
      }
      totp {
        since
      }
      recoveryCodesLeft
      sessions {
        id
        current
        level
        factors
        lastSeenAt
        agent
        network
      }
      savedDevices {
        id
        current
        expiresAt
      }
    }
  }
}
`,
  },
  {
    query: `# Set a password: within ten minutes of signing in
# by a code to the mobile. Every other session ends,
# and both addresses are told (see the inbox).
mutation SetPassword($input: SetPasswordInput!) {
  setPassword(input: $input) {
    me {
      security {
        hasPassword
        changesNeed
      }
    }
    userErrors {
      message
      field
    }
  }
}
`,
    variables: json({ input: { password: 'a rather long sentence of mine', idempotencyKey: 'password-1' } }),
  },
  {
    query: `# Sign in by it: a second factor is asked for.
mutation SignInWithPassword(
  $input: SignInWithPasswordInput!
) {
  signInWithPassword(input: $input) {
    me {
      name
    }
    secondFactor {
      challenge
      kinds
      expiresAt
    }
    userErrors {
      message
    }
  }
}
`,
    variables: json({
      input: { email: '', password: 'a rather long sentence of mine', delivery: 'COOKIE' },
    }),
  },
  {
    query: `# The second factor: have a code texted with the
# challenge, read it in the inbox, and send it by the
# next tab.
mutation SecondFactorCode(
  $input: RequestSecondFactorCodeInput!
) {
  requestSecondFactorCode(input: $input) {
    expiresAt
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { challenge: '' } }),
  },
  {
    query: `# saveDevice: for 30 days the password alone will do
# on this device.
mutation CompleteSignIn($input: CompleteSignInInput!) {
  completeSignIn(input: $input) {
    me {
      name
    }
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { challenge: '', code: '', saveDevice: true, delivery: 'COOKIE' } }),
  },
];

/** Who looked at a record, and leaving. */
export const lookingAndLeaving: readonly Example[] = [
  {
    query: `# Who looked at your records: you, a calendar, whom
# you shared with, the hospital's staff. A share's name
# stands under "shares".
query WhoLooked {
  me {
    shares {
      id
      name
    }
    records {
      trust {
        name
      }
      accessLog(first: 10) {
        nodes {
          at
          by
          share
          action
          kinds
          change
          outcome
          code
        }
      }
    }
  }
}
`,
  },
  {
    query: `# What leaving a hospital or deleting your login
# brings with it. deleteAccount names each trust.
query Leaving {
  me {
    deletion {
      consequences
      trusts {
        trust {
          key
          name
        }
        words
      }
    }
  }
}
`,
  },
  {
    query: `# Leave one hospital's portal. stopTexts: no more
# texts of theirs either; letters go by post.
mutation LeaveTrust($input: LeaveTrustInput!) {
  leaveTrust(input: $input) {
    me {
      records {
        trust {
          name
        }
      }
    }
    userErrors {
      message
    }
  }
}
`,
    variables: json({ input: { trust: '', stopTexts: false, idempotencyKey: 'leave-1' } }),
  },
];
