import type { Person } from './sample/people.ts';
import type { Stack } from './stack.ts';

/** What `npm start` prints when everything is ready: where to go, whom to sign in as, how to stop. */
export function welcome({ urls, people }: Stack): string {
  return [
    '',
    `  Playground  ${urls.gateway}/playground`,
    `  Inbox       ${urls.accounts.replace('127.0.0.1', 'localhost')}/inbox   (texts and emails arrive here)`,
    ...signInList(people),
    ...(people.length > 0 ? ['', '  What to try as whom: README.md, “Whom to sign in as”.'] : []),
    '',
    '  Stop with Ctrl-C.',
    '',
  ].join('\n');
}

function signInList(people: readonly Person[]): string[] {
  if (people.length === 0) return [];
  const width = Math.max(...people.map(({ given, family }) => given.length + family.length + 1));
  const emailWidth = Math.max(...people.map(({ email }) => email.length));
  const rows = people.map(
    ({ given, family, birthDate, mobile, email, about }) =>
      `    ${`${given} ${family}`.padEnd(width)}  ${birthDate}  ${mobile}  ${email.padEnd(emailWidth)}  ${about}`,
  );
  return ['', '  Sign in with a birth date and a mobile or email; the code comes to the inbox:', ...rows];
}
