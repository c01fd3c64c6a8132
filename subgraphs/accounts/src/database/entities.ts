import { LedgerAnchor } from '../anchors/entities.ts';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { nhsLoginEntities } from '../nhs-login/entities.ts';
import { FailingChannel } from '../ways-in/entities.ts';
import { Passkey, PasskeyChallenge, PasskeyUser } from '../passkeys/entities.ts';
import { RecoveryCode } from '../recovery-codes/entities.ts';
import { SavedDevice } from '../devices/entities.ts';
import { Password } from '../passwords/entities.ts';
import { HalfSignIn } from '../second-factors/entities.ts';
import { CarerRegistration } from '../registration/entities.ts';
import { ContactChange } from '../contacts/entities.ts';
import { Recovery } from '../recovery/entities.ts';
import type { Factor } from '../sessions/factors.ts';
import { GuestSession, Share, ShareTrust } from '../sharing/entities.ts';
import { Totp } from '../totp/entities.ts';

const instant = () => p.datetime().columnType('timestamptz');
const bytes = () => p.blob().$type<Buffer>();

/** A person with one login. What says who they are is sealed; it is found again by keyed hashes. */
export const Account = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    /** Sealed `Details`. */
    details: bytes(),
    /** Of mobile and birth date together: families share a mobile (not unique). */
    mobileWay: bytes(),
    /** Of email and birth date together; null until the email is verified, and so is the next. */
    emailWay: bytes().nullable(),
    /** Unique (K14): an address is held by who has shown that it is theirs. */
    emailHash: bytes().nullable(),
    /** Unique: one person, one account. */
    nhsNumberHash: bytes(),
    /** Goes up whenever what this person may see changes. */
    accessVersion: p.integer(),
    createdAt: instant(),
  },
});
export type Account = InferEntity<typeof Account>;

/** That a person is the patient of one record at one trust, vouched for by that trust. */
export const Link = defineEntity({
  name: 'Link',
  tableName: 'link',
  properties: {
    accountId: p.uuid().primary(),
    trust: p.text().primary(),
    recordId: p.uuid(),
    /** Who the person is in this trust's tokens: no two trusts see the same value. */
    subject: p.text(),
    linkedAt: instant(),
  },
});
export type Link = InferEntity<typeof Link>;

/** A record that was reported as somebody else's, until a day after its trust was told. */
export const DisputedRecord = defineEntity({
  name: 'DisputedRecord',
  tableName: 'disputed_record',
  properties: {
    id: p.uuid().primary(),
    trust: p.text(),
    recordId: p.uuid(),
    reportedAt: instant(),
    toldAt: instant().nullable(),
  },
});

/** A signed-in device. Its token is held by the device alone; here is the token's hash. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    tokenHash: bytes(),
    accountId: p.uuid(),
    /** What the person has proven themselves by in this session. */
    factors: p.array().columnType('text[]').$type<Factor[]>(),
    /** Follows from the factors. */
    level: p.text(),
    /** When they last proved themselves. */
    provenAt: instant(),
    /** Sealed `SeenClient`. */
    client: bytes(),
    createdAt: instant(),
    lastSeenAt: instant(),
    revokedAt: instant().nullable(),
  },
});
export type Session = InferEntity<typeof Session>;

/** A private link that a calendar follows. Its secret is held by the calendar alone; here is the secret's hash. */
export const CalendarFeed = defineEntity({
  name: 'CalendarFeed',
  tableName: 'calendar_feed',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    secretHash: bytes(),
    /** Sealed. */
    name: bytes().nullable(),
    createdAt: instant(),
    lastReadAt: instant().nullable(),
    revokedAt: instant().nullable(),
  },
});
export type CalendarFeed = InferEntity<typeof CalendarFeed>;

/** What the code of a challenge is good for. */
export type Purpose = 'sign-in' | 'verify-email' | 'proof' | 'change-contact' | 'recovery';

/** One request for a code, and the one answer it allows. */
export const Challenge = defineEntity({
  name: 'Challenge',
  tableName: 'challenge',
  properties: {
    id: p.uuid().primary(),
    codeHash: bytes(),
    purpose: p.text().$type<Purpose>(),
    /** Where the code went. */
    channel: p.text().$type<'mobile' | 'email'>(),
    /** Whose it is: for a sign-in set by the worker, for nobody is looked up while the request is answered. */
    accountId: p.uuid().nullable(),
    /** Sealed `Opening`, when the right code opens a new account. */
    opening: bytes().nullable(),
    /** What wrong guesses are counted against beside the challenge itself; the challenge when nobody is behind it. */
    subject: p.text(),
    tries: p.integer(),
    createdAt: instant(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
  },
});
export type Challenge = InferEntity<typeof Challenge>;

/** A wrong code, counted for 24 hours. */
export const WrongGuess = defineEntity({
  name: 'WrongGuess',
  tableName: 'wrong_guess',
  properties: { id: p.uuid().primary(), subject: p.text(), at: instant() },
});

/** A code that was asked for and allowed, counted for an hour. */
export const SentCode = defineEntity({
  name: 'SentCode',
  tableName: 'sent_code',
  properties: { id: p.uuid().primary(), subject: p.text(), at: instant() },
});

/** A mutation that was carried out, so that asking again with its key gives its answer again. */
export const Idempotency = defineEntity({
  name: 'Idempotency',
  tableName: 'idempotency',
  properties: {
    id: p.text().primary(),
    /** Sealed input and answer. */
    content: bytes().nullable(),
    createdAt: instant(),
  },
});

/** Work owed, written in the transaction that owes it. Any worker may take it. */
export const OutboxJob = defineEntity({
  name: 'OutboxJob',
  tableName: 'outbox',
  properties: {
    id: p.uuid().primary(),
    /** Sealed `Job`. */
    payload: bytes(),
    /** Jobs of a lower rank are done first. */
    rank: p.smallint(),
    attempts: p.integer(),
    createdAt: instant(),
    notBefore: instant(),
    /** From then on the job is worth nothing and is dropped. */
    expiresAt: instant(),
  },
});
export type OutboxJob = InferEntity<typeof OutboxJob>;

/** A message as the development inbox shows it. */
export const InboxMessage = defineEntity({
  name: 'InboxMessage',
  tableName: 'inbox',
  properties: { id: p.uuid().primary(), message: bytes(), createdAt: instant() },
});

/** Who did what, for ever: the application can add a line, and neither read nor change one. */
export const AuditEntry = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    action: p.text(),
    trust: p.text().nullable(),
    correlation: p.text(),
    at: instant(),
  },
});

export const entities = [
  Account,
  Link,
  DisputedRecord,
  Session,
  CalendarFeed,
  Challenge,
  WrongGuess,
  SentCode,
  Idempotency,
  OutboxJob,
  InboxMessage,
  AuditEntry,
  LedgerAnchor,
  ContactChange,
  Recovery,
  Share,
  ShareTrust,
  GuestSession,
  CarerRegistration,
  ...nhsLoginEntities,
  FailingChannel,
  Passkey,
  PasskeyUser,
  PasskeyChallenge,
  Totp,
  RecoveryCode,
  Password,
  HalfSignIn,
  SavedDevice,
];
