/** Names of the HTTP headers between the services, lower case. */
export const headers = {
  /** One id from the browser to the SQL comment: 8 to 64 of [A-Za-z0-9-]. */
  correlation: 'x-correlation-id',
  /** Milliseconds that are left of the operation's time when the request is sent. */
  budget: 'x-budget-ms',
  /** Sent by a client whose request is a retry in the background: it does not keep the session alive. */
  background: 'x-background',
  /** Accounts to gateway: the session that a sign-in opened (the token), or `none` after signing out. */
  session: 'x-session',
  /** Gateway to accounts: the token of the device that the client has saved (K12). Accounts to gateway: one to save, or `none`. */
  savedDevice: 'x-saved-device',
  /** Gateway to accounts: the client's network address, by which tries are limited. */
  clientAddress: 'x-client-address',
} as const;
