/** The text that carries a code. The code stands alone, so that a phone offers to fill it in. */
export function codeText(code: string): string {
  return `${code} is your Crosstrust code. It works for 2 minutes. Never share it: nobody from the NHS will ask for it.`;
}

/** Told after a trust was linked, so that a person notices what was not their doing. */
export function linkedNotice(trustName: string): string {
  return `Your record at ${trustName} is now linked to your Crosstrust login. If this was not you, sign in, leave that hospital, and tell the helpdesk.`;
}

/** Told to the patient at every address after a carer has opened the account. Nothing that the carer wrote is in it. */
export function carerRegisteredNotice(): string {
  return 'A Crosstrust login was opened for you by somebody who cares for you and who says that you agreed. Sign in to see who. If you did not agree, sign in and delete the account, or tell the helpdesk.';
}

/** Told after a person reported a linked record as somebody else's. */
export function notMineNotice(trustName: string): string {
  return `You reported the record at ${trustName} as not yours. It is no longer linked to your Crosstrust login, and the hospital has been asked to look into it. If this was not you, tell the helpdesk.`;
}

/** Told after NHS login was linked to an account, or has opened one. */
export function nhsLoginLinkedNotice(): string {
  return 'Your NHS login can now be used to sign in to Crosstrust. If this was not you, sign in, remove it in your security settings, and tell the helpdesk.';
}

/** Told after NHS login was taken away from an account. */
export function nhsLoginUnlinkedNotice(): string {
  return 'NHS login can no longer be used to sign in to Crosstrust. If this was not you, tell the helpdesk.';
}

/** Told after somebody left a trust's portal. What becomes of its texts, the trust itself confirms (K11). */
export function leftNotice(trustName: string, stopTexts: boolean): string {
  const texts = stopTexts ? ' The hospital has been asked to stop its text messages.' : '';
  return `Your record at ${trustName} is no longer linked to your Crosstrust login.${texts} The hospital keeps its own record, and letters come by post. If this was not you, sign in, link it again, and tell the helpdesk.`;
}

/** Told after an account was deleted, and how to come back (K1). */
export function deletedNotice(): string {
  return 'Your Crosstrust login has been deleted, as you asked. Your hospitals keep their own records of your care, and write to you by post. To come back, register again as you did the first time. If this was not you, tell the helpdesk.';
}

/** Told after a password was set or changed. */
export function passwordSetNotice(): string {
  return 'A new password was set for your Crosstrust login. You were signed out everywhere else, and saved devices ask for a code again. If this was not you, tell the helpdesk at once.';
}

/** Told after a password was taken away. */
export function passwordRemovedNotice(): string {
  return 'The password of your Crosstrust login was removed, and you were signed out everywhere else. If this was not you, tell the helpdesk at once.';
}

/** Told after a device was saved. */
export function deviceSavedNotice(): string {
  return 'A device was saved for your Crosstrust login: for 30 days it asks for your password only, and for no code. If this was not you, sign in, forget that device in your security settings, change your password, and tell the helpdesk.';
}

/** Told after a passkey was added. */
export function passkeyAddedNotice(): string {
  return 'A passkey was added to your Crosstrust login, and can be used to sign in. If this was not you, sign in, remove it in your security settings, and tell the helpdesk.';
}

/** Told after a passkey was given another name. */
export function passkeyRenamedNotice(): string {
  return 'A passkey of your Crosstrust login was given another name. If this was not you, tell the helpdesk.';
}

/**
 * Told after a passkey was removed.
 * @param wasLast whether nothing is left that proves two things at once
 */
export function passkeyRemovedNotice(wasLast: boolean): string {
  const weaker = wasLast ? ' A code alone opens it now; add a passkey or a password to be safer.' : '';
  return `A passkey was removed from your Crosstrust login and can no longer open it.${weaker} If this was not you, tell the helpdesk.`;
}

/** Told when a passkey answers that has counted less than it had: its key is in two places. */
export function passkeyClonedNotice(): string {
  return 'We refused a sign-in with a passkey of your Crosstrust login, because there seems to be a copy of it. Sign in another way, remove that passkey in your security settings, and tell the helpdesk.';
}

/** Told after an authenticator app was taken into use. */
export function totpAddedNotice(): string {
  return 'An authenticator app now gives codes for your Crosstrust login. If this was not you, sign in, remove it in your security settings, and tell the helpdesk.';
}

/** Told after an authenticator app was taken out of use. */
export function totpRemovedNotice(): string {
  return 'Your authenticator app was removed from your Crosstrust login: its codes no longer work. If this was not you, tell the helpdesk.';
}

/** Told after recovery codes were made. */
export function recoveryCodesNotice(): string {
  return 'New recovery codes were made for your Crosstrust login; older ones no longer work. If this was not you, sign in, make new ones, and tell the helpdesk.';
}

/** Told after a recovery code was used. */
export function recoveryCodeUsedNotice(left: number): string {
  return `A recovery code was used for your Crosstrust login. Recovery codes left: ${left}. If this was not you, sign in, change your password, make new codes, and tell the helpdesk.`;
}

/** Told after a link for a calendar was made: whoever has it can read when and where. */
export function feedNotice(): string {
  return 'A private calendar link to your hospital appointments was made in your Crosstrust login. If this was not you, sign in, remove it, and tell the helpdesk.';
}

/** The text that carries a code to an address that is about to become somebody's: theirs, or a stranger's by mistake. */
export function newAddressCodeText(code: string): string {
  return `${code} is your Crosstrust code. With it, this phone number or email becomes the one for your Crosstrust login. It works for 2 minutes. If you did not ask for it, do nothing. Never share it: nobody from the NHS will ask for it.`;
}

/** Told to the old and the new mobile. */
export function mobileChangedNotice(): string {
  return 'The mobile number of your Crosstrust login was changed, and saved devices ask for a code again. If this was not you, sign in by email, check your security settings, and tell the helpdesk.';
}

/** Told to the old and the new email. */
export function emailChangedNotice(): string {
  return 'The email address of your Crosstrust login was changed. If this was not you, sign in with your mobile, check your security settings, and tell the helpdesk.';
}

/** The text that carries one of the two codes of a recovery. */
export function recoveryCodeText(code: string): string {
  return `${code} is your Crosstrust code to recover your login. It works for 2 minutes, together with a second code: one goes to your mobile, the other to your email. If you did not ask for it, sign in and tell the helpdesk. Never share it: nobody from the NHS will ask for it.`;
}

/** Told to the addresses until now when a trust has vouched for who recovers the account. */
export function recoveryBegunNotice(): string {
  return 'Somebody has begun to recover your Crosstrust login with details that your hospital holds. If it is you, carry on. If this was not you, sign in, stop it in your security settings, and tell the helpdesk and the hospital.';
}

/** Told to the addresses until now, and to the new mobile, when both codes came back. */
export function recoveryConfirmedNotice(takesEffectAt: Date): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'full', timeStyle: 'short' });
  return `Your Crosstrust login will be recovered on ${time.format(takesEffectAt)}. Then you are signed out on every device, your password, passkeys and saved devices are removed, and you sign in with the new mobile. If this was not you, sign in before then, stop it in your security settings, and tell the helpdesk.`;
}

/** Told when somebody who was signed in has stopped a recovery. */
export function recoveryStoppedNotice(): string {
  return 'The recovery of your Crosstrust login was stopped by somebody who was signed in. If this was not you, tell the helpdesk.';
}

/** Told to the old and the new mobile and the email after an account was recovered. */
export function recoveredNotice(): string {
  return 'Your Crosstrust login was recovered. Everybody was signed out; your password, passkeys, authenticator app, recovery codes, saved devices and calendar links were removed, and nobody sees any more what you shared. Sign in with your new mobile, and share again with whom you trust. If this was not you, tell the helpdesk.';
}
