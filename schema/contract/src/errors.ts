import { GraphQLError, type GraphQLFormattedError } from 'graphql';

interface ErrorEntry {
  /** What the patient reads: what happened and what to do next. Never holds data of the request. */
  readonly message: string;
  /** For the developer: when it is answered. */
  readonly meaning: string;
}

const entry = (message: string, meaning: string): ErrorEntry => ({ message, meaning });

/** Every error that a client may see. `schema/generated/errors.md` is made from this; everything else is masked. */
export const errorRegistry = {
  // who asks
  UNAUTHENTICATED: entry('Sign in to see this.', 'No session or token came with a request that needs one.'),
  SESSION_ENDED: entry(
    'You have been signed out. Sign in again.',
    'The session is unknown, revoked, idle for 10 minutes or 12 hours old.',
  ),
  TOKEN_INVALID: entry(
    'Something went wrong with your sign-in. Sign in again.',
    'An access token is forged, expired, or made for another audience.',
  ),
  // what they may see
  NOT_YOURS: entry(
    'This record is not yours and has not been shared with you.',
    'No grant of the viewer names the record; absent and forbidden look the same.',
  ),
  AGE_BLOCKED: entry(
    'You are not old enough yet to use this hospital’s portal.',
    'The record’s owner is younger than the policy’s minimum age on this day in Europe/London.',
  ),
  CARER_REFUSED: entry(
    'This hospital lets patients see only their own record.',
    'The grant is a carer’s and the trust’s policy refuses carers.',
  ),
  GRANT_EXPIRED: entry('The time for which this record was shared with you is over.', 'The grant’s end has passed.'),
  SECTION_NOT_SHARED: entry(
    'This part of the record was not shared with you.',
    'The grant does not include the section.',
  ),
  RECORD_CLOSED: entry(
    'This record is closed. Contact the hospital.',
    'The patient has died, or the record was merged into another.',
  ),
  RECORD_RESTRICTED: entry(
    'This record cannot be shown online. Contact the hospital.',
    'The record is marked restricted at its source.',
  ),
  RECORD_DISPUTED: entry(
    'This record was reported as somebody else’s. It can be linked again once the hospital has looked into it.',
    'A trust does not vouch for a record while a report that it is not the person’s waits for its staff or is on its way there.',
  ),
  READ_ONLY: entry(
    'This record was shared with you to read. Only the patient can change it.',
    'A verb was called under a grant that is not the patient’s own.',
  ),
  STEP_UP_REQUIRED: entry(
    'Prove once more that it is you, then try again.',
    'The session’s level is below the one that the trust’s policy names for the verb.',
  ),
  FRESH_SIGN_IN_REQUIRED: entry(
    'To change this, prove once more that it is you.',
    'What changes how an account is got into needs a proof of the last ten minutes.',
  ),
  // trusts
  TRUST_UNAVAILABLE: entry(
    'This hospital’s system did not answer. The rest of the page is complete; try again in a few minutes.',
    'A subgraph refused the connection, broke off, or answered something that is not GraphQL.',
  ),
  TRUST_TIMEOUT: entry(
    'This hospital’s system took too long to answer. The rest of the page is complete; try again in a few minutes.',
    'A subgraph did not answer in the time that the operation had left.',
  ),
  ACCOUNTS_UNAVAILABLE: entry(
    'We cannot check who you are right now, so nothing can be shown. Try again in a few minutes.',
    'The service of sign-in and sessions did not answer, or not in time.',
  ),
  TIMELINE_UNAVAILABLE: entry(
    'Your hospitals’ appointments and results cannot be put together right now. Look at each hospital by itself, or try again in a few minutes.',
    'The service over all trusts did not answer, or not in time. Each trust’s own lists stand.',
  ),
  OUTCOME_UNKNOWN: entry(
    'We could not tell whether your change was made. Send it again with the same key to find out.',
    'A mutation ran out of time after it was sent; ask again with the same idempotency key.',
  ),
  // input
  BAD_INPUT: entry(
    'Something you entered is not right. Check it and try again.',
    'An argument is out of its range; `field` names it.',
  ),
  CURSOR_INVALID: entry(
    'This page of the list can no longer be found. Start again from the first page.',
    'A cursor was not made by this list.',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    'This request was already used for something else. Make a new request.',
    'The same idempotency key came with another input.',
  ),
  NOT_FOUND: entry(
    'This is not in your record any more. Go back and look again.',
    'No item with this id shows in the record; absent and forbidden look the same.',
  ),
  REQUEST_NOT_FOUND: entry(
    'We cannot find a request with this number and key. Check both.',
    'A number and follow key do not belong together at this trust.',
  ),
  NOT_POSSIBLE: entry(
    'This cannot be done with this appointment. The reasons are listed with it.',
    'A verb’s preview holds an obstacle; the payload carries it.',
  ),
  PREVIEW_OUTDATED: entry(
    'Something has changed since you looked. Nothing was done: look at what would happen now, and decide again.',
    'What a preview’s token rests on has changed, or the token is older than its time or of another verb.',
  ),
  SLOT_TAKEN: entry(
    'Somebody else has just taken this time. You keep the appointment that you have; choose another time.',
    'The slot has no place left; the payload carries the next free ones.',
  ),
  UNDONE_SINCE: entry(
    'What you asked for was done and has been undone since. Make a new request to do it again.',
    'The idempotency key belongs to a change that was made and no longer stands.',
  ),
  TOO_MANY_FEEDS: entry(
    'You have as many calendar links as you can have. Take one away to make another.',
    'Five calendar feeds of the account are not revoked.',
  ),
  // the way in
  CODE_WRONG: entry(
    'That code is not right, or its time is over. Check it, or ask for a new code.',
    'The code is wrong, used, expired, out of tries, or belongs to another request.',
  ),
  DETAILS_DO_NOT_MATCH: entry(
    'The details do not match those the hospital holds. Check with your GP practice or the hospital department that they are up to date.',
    'A trust does not hold a patient with these details; which one differs is told to nobody (K6).',
  ),
  EMAIL_TAKEN: entry(
    'This email address already has an account. Every patient needs their own email address.',
    'Email addresses are unique (K14).',
  ),
  ACCOUNT_EXISTS: entry(
    'You already have an account. Sign in instead.',
    'The person, known by NHS number or by the trust’s record, has an account.',
  ),
  TRUST_UNKNOWN: entry('We do not know this hospital.', 'The key is not on the list of trusts.'),
  TOO_MANY_REQUESTS: entry('Too many tries. Wait a while and try again.', 'A limit on tries was reached.'),
  // the request itself
  GRAPHQL_PARSE_FAILED: entry('The query could not be read.', 'The document is not GraphQL.'),
  GRAPHQL_VALIDATION_FAILED: entry(
    'The query does not fit the schema.',
    'The document, its variables or its operation name do not fit the schema.',
  ),
  QUERY_TOO_LARGE: entry(
    'The query is too large.',
    'A limit on body size, tokens, depth, aliases or root fields was passed.',
  ),
  ORIGIN_REFUSED: entry(
    'This page may not send requests here.',
    'The Origin or content type is not one that this gateway accepts.',
  ),
  BATCHING_REFUSED: entry('Send one operation a request.', 'The body was a list of operations.'),
  INTROSPECTION_REFUSED: entry('The schema is not served here.', 'Introspection outside development.'),
  METHOD_NOT_ALLOWED: entry('Send operations by POST.', 'Another HTTP method was used.'),
  LINK_EXPIRED: entry(
    'This link has expired. Open the document again from its page.',
    'A document’s link is old, or not this viewer’s.',
  ),
  INTERNAL: entry(
    'Something went wrong on our side. Try again; if it goes on, give the helpdesk the reference.',
    'Everything that is not in this registry.',
  ),
} as const satisfies Record<string, ErrorEntry>;

/** The code of an error in the registry. */
export type ErrorCode = keyof typeof errorRegistry;

/** What an error may carry beside its code. Nothing else reaches a client. */
export interface ErrorDetails {
  /** Key of the trust that the error is about. */
  readonly trust?: string;
  /** Number of the requirement behind a refusal. */
  readonly rule?: string;
  /** The input field that is wrong. */
  readonly field?: string;
  /** Years; with AGE_BLOCKED. */
  readonly minimumAge?: number;
  readonly retryAfterSeconds?: number;
  /** The correlation id, to quote to the helpdesk. */
  readonly reference?: string;
}
const detailKeys = ['trust', 'rule', 'field', 'minimumAge', 'retryAfterSeconds', 'reference'] as const;

/** Whether a code is in the registry. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorRegistry, code);
}

/** An error that a client may see, with its message from the registry. */
export class RegistryError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(errorRegistry[code].message, { extensions: { code, ...pickDetails(details) } });
    this.name = 'RegistryError';
    this.code = code;
  }
}

const aliases: Record<string, ErrorCode> = {
  BAD_USER_INPUT: 'GRAPHQL_VALIDATION_FAILED',
  OPERATION_RESOLUTION_FAILURE: 'GRAPHQL_VALIDATION_FAILED',
  BAD_REQUEST: 'GRAPHQL_VALIDATION_FAILED',
};

/**
 * The only form in which an error leaves a service: code, the registry's message, path, and the details above.
 * What is not in the registry becomes INTERNAL with the reference. A parse or validation message is kept, because it
 * speaks of the client's own document.
 */
export function maskError(error: GraphQLFormattedError, reference: string): GraphQLFormattedError {
  const given = error.extensions?.['code'];
  const code = isErrorCode(given) ? given : (aliases[String(given)] ?? 'INTERNAL');
  const ofTheDocument = code === 'GRAPHQL_PARSE_FAILED' || code === 'GRAPHQL_VALIDATION_FAILED';
  const details = pickDetails(error.extensions ?? {});
  return {
    message: ofTheDocument ? error.message : errorRegistry[code].message,
    ...(error.locations && ofTheDocument ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
    extensions: { code, ...details, ...(code === 'INTERNAL' ? { reference } : {}) },
  };
}

function pickDetails(details: object): ErrorDetails {
  return Object.fromEntries(
    detailKeys.flatMap((key) => {
      const value = (details as Record<string, unknown>)[key];
      return typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [];
    }),
  );
}
