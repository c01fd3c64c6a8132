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
    'This hospital does not let its patients share their record in this way.',
    'The trust’s policy refuses this kind of sharing, or for so long; `rule` says why.',
  ),
  GRANT_EXPIRED: entry(
    'The time for which this record was shared with you is over. Ask the patient to share it again.',
    'The grant’s end has passed.',
  ),
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
  LEDGER_UNAVAILABLE: entry(
    'We could not note that this was looked at, so it is not shown. Try again in a few minutes.',
    'A row of the trust’s ledger of who looked was not written in time; nothing of the record leaves without one.',
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
    'We cannot find this any more. Go back and look again.',
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
  // sharing
  CARER_MAY_NOT_CHANGE: entry(
    'At this hospital, the people you share with can read your record but change nothing. Let them read only.',
    'The trust’s policy lets carers read only; `trust` and `rule` say which.',
  ),
  SHARE_TOO_LONG: entry(
    'This hospital lets you share your record for a shorter time only. Choose a shorter time.',
    'The minutes of a share by code are more than the trust’s policy allows.',
  ),
  SHARE_WITH_YOURSELF: entry(
    'This is your own email address. Enter the address of the person you want to share with.',
    'A share names the patient’s own email address.',
  ),
  SHARE_EXISTS: entry(
    'This is shared already. Change what you share, or end it first.',
    'The patient already has a share with this person that has not ended.',
  ),
  TOO_MANY_SHARES: entry(
    'You have as many shares as you can have. End one to begin another.',
    'Twenty shares of the patient, or ten records shared with one person, have not ended.',
  ),
  SHARE_INVITATION_INVALID: entry(
    'This invitation cannot be accepted: it was used, taken back or is out of time, or it was sent to an email address that is not yours. Ask whoever shares with you for a new one.',
    'The secret is unknown, used or expired, or the account does not hold the email address of the share as a verified one; which it is is told to nobody.',
  ),
  // the way in
  CODE_WRONG: entry(
    'That code is not right, or its time is over. Check it, or ask for a new code.',
    'The code is wrong, used, expired, out of tries, or belongs to another request.',
  ),
  PASSKEY_REFUSED: entry(
    'That passkey did not work. Try it again, or sign in another way.',
    'An authenticator’s answer is to another challenge, of another page, unknown, forged, used before, or its user was not verified.',
  ),
  TOO_MANY_PASSKEYS: entry(
    'You have as many passkeys as you can have. Remove one to add another.',
    'The account has twenty passkeys.',
  ),
  DETAILS_DO_NOT_MATCH: entry(
    'The details do not match those the hospital holds. Check with your GP practice or the hospital department that they are up to date.',
    'A trust does not hold a patient with these details; which one differs is told to nobody (K6).',
  ),
  INVITATION_INVALID: entry(
    'This invitation cannot be used. Check what you entered with the letter or text that it came in. If its time is over, the next invitation gives you another chance.',
    'A link or the codes of a letter are unknown, expired, used, out of tries, or do not fit the details that came with the codes; which it is is told to nobody (D17).',
  ),
  INVITATION_NEEDED: entry(
    'At this hospital you register with an invitation. Until one comes, letters go on coming by post.',
    'The trust’s policy lets nobody register by their details alone.',
  ),
  NO_UPCOMING_APPOINTMENT: entry(
    'You can register with this hospital once an appointment is coming up. Until then letters and calls go on as they are.',
    'The trust’s policy asks for an upcoming appointment (K1 W2). Told only to who has given every detail rightly.',
  ),
  CARER_CANNOT_REGISTER: entry(
    'At this hospital patients register themselves: nobody else can do it for them. You can be with them and help while they do.',
    'The trust’s policy refuses registration by a carer (W4).',
  ),
  CARERS_EMAIL: entry(
    'The patient needs an email address of their own: it cannot be the carer’s.',
    'A carer registers a patient with the carer’s own email address (D11).',
  ),
  EMAIL_TAKEN: entry(
    'This email address already has an account, and every patient needs their own. If it is yours, sign in with it; if not, use another.',
    'Email addresses are unique (K14).',
  ),
  ACCOUNT_EXISTS: entry(
    'You already have an account. Sign in instead.',
    'The person, known by NHS number or by the trust’s record, has an account.',
  ),
  NHS_LOGIN_UNAVAILABLE: entry(
    'NHS login cannot be used right now. Sign in another way, or try again in a few minutes.',
    'NHS login is switched off here, did not answer in time, or answered what does not hold.',
  ),
  NHS_LOGIN_FAILED: entry(
    'NHS login could not be finished. Start again from the sign-in page.',
    'The state is unknown, used, older than ten minutes or of another browser, or a token of NHS login does not hold.',
  ),
  NHS_LOGIN_NOT_SHARED: entry(
    'You chose not to share your NHS login details with us, so we cannot sign you in with it. Sign in another way, or try again and agree to share them.',
    'NHS login answered access_denied.',
  ),
  NHS_LOGIN_NOT_PROVEN: entry(
    'Your NHS login has not yet proved who you are. Prove your identity at NHS login, or sign in another way.',
    'The vector of trust is not one that was asked for: P9 with two factors.',
  ),
  NHS_LOGIN_MISMATCH: entry(
    'This NHS login does not go with the account. Sign in another way; if it is yours, ask the helpdesk.',
    'The NHS number, or at the first use the date of birth, is not the account’s.',
  ),
  NHS_LOGIN_ALREADY_LINKED: entry(
    'Your account is linked with another NHS login. Use that one, or sign in another way and remove it first.',
    'The account has an identity with another subject.',
  ),
  NHS_LOGIN_TAKEN_AWAY: entry(
    'You took NHS login away from your account. Sign in another way, then add it again in your security settings.',
    'After `unlinkNhsLogin` an identity is linked from a session alone.',
  ),
  NHS_LOGIN_DETAILS_MISSING: entry(
    'We need a mobile number and an email address that you have proved at NHS login. Add them in your NHS login settings, then try again.',
    'To open an account the claims must hold a verified phone number that is a mobile, and an email address.',
  ),
  SIGN_IN_FAILED: entry(
    'This email address and password do not go together. Check both, or sign in with a code to your mobile instead.',
    'The email is nobody’s verified one, the account has no password, or the password is wrong; which it is is told to nobody.',
  ),
  SIGN_IN_EXPIRED: entry(
    'This took too long. Start again with your email address and password.',
    'A sign-in by password that waits for its second factor is unknown, finished, or ten minutes old.',
  ),
  PASSWORD_WRONG: entry(
    'That is not your password. Check it and try again.',
    'Somebody who is signed in gave another password than the account’s.',
  ),
  PASSWORD_TOO_SHORT: entry(
    'Choose a longer password: 8 characters or more. Three words in a row are easy to remember.',
    'Fewer than 8 characters.',
  ),
  PASSWORD_TOO_LONG: entry('Choose a shorter password: 256 characters at most.', 'More than 256 characters.'),
  PASSWORD_COMMON: entry(
    'Many people use this password, so it is tried first. Choose another: three words in a row are easy to remember.',
    'The password is on the list of common ones, or repeats a few characters.',
  ),
  PASSWORD_PERSONAL: entry(
    'This password is your own name, email address, date of birth or NHS number, or the name of this service, with little beside it. Choose another: three words in a row are easy to remember.',
    'Without what others know or can find out about the person, under 8 characters are left or a common password.',
  ),
  TRUST_UNKNOWN: entry(
    'We do not know this hospital. Choose one from the list.',
    'The key is not on the list of trusts.',
  ),
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
