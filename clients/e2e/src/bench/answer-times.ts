import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openPortal, type Portal, startStack } from '@crosstrust/stack';
import { compareTimes } from './compare-times.ts';

/** Pairs of tries of each kind. */
const pairs = Number(process.argv[2] ?? 200);

/**
 * Do answer times tell whether somebody has an account? Asks in turn for a person who has one and for one who does not,
 * over HTTP, on a stack of its own, and prints how far the two sets of times can be told apart:
 * `npm run bench:answer-times [-- <pairs>]`. An advantage of 50 % is a coin's.
 */
async function main(): Promise<void> {
  const stack = await startStack({
    temporary: true,
    freePorts: true,
    samples: 'accounts',
    environment: { NODE_ENV: 'development', CODES_PER_HOUR: '100000', TRIES_PER_ADDRESS: '1000000' },
    tell: (line) => console.log(line),
  });
  try {
    const [person] = stack.people;
    if (!person) throw new Error('no sample person');
    const kinds = kindsOf(openPortal(stack.urls.gateway), person);
    console.log(`${pairs} pairs of each kind; milliseconds`);
    for (const [name, { prepare, ask }] of Object.entries(kinds)) {
      const known: number[] = [];
      const unknown: number[] = [];
      for (let pair = 0; pair < pairs; pair += 1) {
        // which comes first is the toss of a coin, or the order would be measured
        const order = randomInt(2) === 0 ? [true, false] : [false, true];
        for (const isKnown of order) {
          const prepared = (await prepare?.(isKnown)) ?? '';
          (isKnown ? known : unknown).push(await timeOf(() => ask(isKnown, prepared)));
        }
      }
      console.log(compareTimes(name, known, unknown));
    }
  } finally {
    await stack.stop();
  }
}

interface Known {
  readonly mobile: string;
  readonly email: string;
  readonly birthDate: string;
  readonly nhsNumber: string;
  readonly trusts: readonly string[];
}

interface Kind {
  /** What comes before, and is not timed. */
  readonly prepare?: (isKnown: boolean) => Promise<string>;
  readonly ask: (isKnown: boolean, prepared: string) => Promise<unknown>;
}

/** What a stranger can ask, of who has an account and of who has none. */
function kindsOf(portal: Portal, person: Known): Record<string, Kind> {
  const stranger = { ...person, mobile: '07700 900987', email: 'nobody-has-this@example.org', nhsNumber: '9990548609' };
  const of = (isKnown: boolean) => (isKnown ? person : stranger);
  const act = (verb: string, type: string, input: object) =>
    portal.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { userErrors { code } } }`, {
      variables: { input },
    });
  const challengeOf = async (isKnown: boolean) => {
    const { mobile, birthDate } = of(isKnown);
    const { data } = await portal.ask(
      'mutation ($input: RequestCodeInput!) { requestCode(input: $input) { challenge } }',
      { variables: { input: { mobile, birthDate } } },
    );
    await pause(60); // until the worker has found out whose it is
    return (data as { requestCode: { challenge: string } }).requestCode.challenge;
  };
  return {
    'a code asked for by mobile': {
      ask: (isKnown) => {
        const { mobile, birthDate } = of(isKnown);
        return act('requestCode', 'RequestCodeInput', { mobile, birthDate });
      },
    },
    'a wrong code': {
      prepare: challengeOf,
      ask: (_isKnown, challenge) => act('signIn', 'SignInInput', { challenge, code: '000000', delivery: 'BEARER' }),
    },
    'a wrong password': {
      ask: (isKnown) =>
        act('signInWithPassword', 'SignInWithPasswordInput', {
          email: of(isKnown).email,
          password: 'not the password of anybody',
          delivery: 'BEARER',
        }),
    },
    'an account opened with a wrong birth date': {
      ask: (isKnown) =>
        act('openAccount', 'OpenAccountInput', {
          trust: person.trusts[0],
          nhsNumber: of(isKnown).nhsNumber,
          birthDate: '1951-07-09',
          mobile: '07700 900986',
          email: 'nobody-has-this@example.org',
          idempotencyKey: randomUUID(),
        }),
    },
  };
}

async function timeOf(ask: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await ask();
  return performance.now() - begun;
}

await main();
