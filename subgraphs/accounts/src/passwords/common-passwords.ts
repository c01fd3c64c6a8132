import { dictionary } from '@zxcvbn-ts/language-common';

/** About fifty thousand passwords that are tried first, in lower case. */
const common: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** Whether a password is among those that are tried first: on the list, or a few characters over and over. */
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase()) || /^(.{1,4})\1+$/su.test(password);
}
