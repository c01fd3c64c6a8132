const londonTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'long',
  timeStyle: 'short',
});

/**
 * Invites somebody to accept a share. Of the patient it says the name that a trust has vouched for, and nothing that the
 * sender wrote, so that it cannot be made to say anything else; and not at which hospitals they are treated.
 */
export function invitationText(patientName: string, secret: string, expiresAt: Date): string {
  return `${patientName} would like to share their hospital record with you in Crosstrust. Sign in to your own account, which must have this email address, and under Sharing accept with this code: ${secret} It works once, until ${londonTime.format(expiresAt)}. If you do not know ${patientName}, do nothing. Never share your login.`;
}

/** The code with which a clinician or other person opens a record for a short time (M9). */
export function shareCodeText(patientName: string, reference: string, code: string, until: Date): string {
  return `${patientName} has shared their hospital record with you in Crosstrust until ${londonTime.format(until)}. Open it once with reference ${reference}, this email address and the code ${code}. Nothing else is needed. Do not pass this message on.`;
}

/** Told to the patient after a share was made, so that they notice what was not their doing. */
export const sharedNotice = (): string =>
  'You shared your hospital record with somebody in your Crosstrust login. Be careful who you share with. If this was not you, sign in and end it under Sharing, and tell the helpdesk.';

/** Told to the patient once somebody can read. */
export const openedNotice = (): string =>
  'Somebody with whom you shared your hospital record has accepted, and can see it from now on. You can end this at any time under Sharing in your Crosstrust login.';

/** Told to the patient when what they shared was made wider. */
export const changedNotice = (): string =>
  'You changed what somebody can see or do in your hospital record in Crosstrust. If this was not you, sign in and end it under Sharing, and tell the helpdesk.';

/** Told to the patient when the other side has ended it. */
export const leftNotice = (): string =>
  'Somebody with whom you shared your hospital record has stopped it. They can no longer see it.';

/** Told to the holder when the patient has ended it. */
export const takenBackNotice = (): string =>
  'A hospital record that was shared with you in Crosstrust is no longer shared with you. You can no longer see it.';

/** Told to the patient when a code was guessed at too often. */
export const lockedNotice = (): string =>
  'A wrong code for the record that you shared for a short time was entered five times, so we ended this share. Share it again if you still want to.';

/** What a patient reads before they share with anybody. */
export const warnings = [
  {
    code: 'BE_CAREFUL_WHOM',
    rule: 'M8',
    words:
      'Be careful who you share with. They will see everything of the kinds that you choose, including what you have not read yourself.',
  },
  {
    code: 'PERSONAL_EMAIL',
    rule: 'M6',
    words: 'Use their personal email address, not one that they share with others.',
  },
  {
    code: 'KEEP_YOUR_LOGIN',
    rule: 'M6',
    words: 'Do not give anybody your login details: whoever you share with signs in as themselves.',
  },
] as const;
