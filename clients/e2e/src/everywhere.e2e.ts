import { beforeAll, describe, expect, it } from 'vitest';
import { openPatient, type Patient } from './testing/patient.ts';
import { openSystem, type System } from './testing/system.ts';
import { verbsOf } from './testing/verbs-of.ts';

const keys = ['kingston', 'st-georges', 'kings-guys', 'west-herts-royal-free', 'southampton', 'derby-burton'] as const;
type Key = (typeof keys)[number];

let system: System;
/** Somebody who is a patient of all six, by the trust. */
let at: Readonly<Record<string, Patient>>;
beforeAll(async () => {
  system = await openSystem();
  const opened: Record<string, Patient> = {};
  for (const key of keys) opened[key] = await openPatient(system, 'six-trusts', key);
  at = opened;
});
const patientAt = (key: Key): Patient => at[key] ?? expect.fail(`nobody at ${key}`);

interface Section {
  section: string;
  state: string;
  words: string;
  sources: { key: string }[];
}
const sectionsAt = async (key: Key): Promise<Section[]> =>
  (await patientAt(key).read<{ sections: Section[] }>('sections { section state words sources { key } }')).sections;

describe('what each trust shows, and what it says of what it does not', () => {
  const [shown, notYet, never, future] = ['OFFERED', 'NOT_YET', 'NOT_OFFERED', 'FUTURE_ONLY'];
  const names = [
    ['OUTPATIENT_APPOINTMENTS', 'ADMISSIONS', 'PROCEDURES', 'RADIOLOGY_APPOINTMENTS'],
    ['APPOINTMENT_LETTERS', 'CLINIC_LETTERS'],
    ['TEST_RESULTS'],
    ['DISCHARGE_SUMMARIES'],
    ['PATIENT_ENTRIES'],
  ];
  const lists = ['appointments', 'letters', 'testResults', 'dischargeSummaries', 'entries'];

  it.each([
    ['K7 K8', 'kingston', [[shown, notYet, notYet, notYet], [shown, shown], [never], [shown], [never]]],
    [
      'as Kingston (assumed)',
      'st-georges',
      [[shown, notYet, notYet, notYet], [shown, shown], [never], [shown], [never]],
    ],
    ['M12', 'kings-guys', [[shown, shown, shown, shown], [shown, shown], [shown], [never], [never]]],
    ['W5 W13', 'west-herts-royal-free', [[shown, shown, shown, shown], [shown, shown], [shown], [shown], [never]]],
    ['U1 U2', 'southampton', [[shown, never, never, never], [shown, never], [never], [never], [never]]],
    ['D2 D8 D18', 'derby-burton', [[future, never, never, never], [future, future], [notYet], [future], [shown]]],
  ] as const)('%s at %s', async (_rows, key, expected) => {
    const sections = await sectionsAt(key);
    const states = new Map(sections.map(({ section, state }) => [section, state]));
    expect([sections.length, names.map((group) => group.map((name) => states.get(name)))]).toEqual([9, expected]);
    // a list is there exactly where the trust shows something of its kind, and nothing is silently absent
    const found = await patientAt(key).read<Record<string, object | null>>(
      lists.map((list) => `${list} { totalCount }`).join(' '),
    );
    const isShown = (group: readonly (string | undefined)[]) =>
      group.some((state) => state === shown || state === future);
    expect(lists.map((list) => found[list] !== null)).toEqual(expected.map(isShown));
    expect(sections.filter(({ words }) => words.length < 15)).toEqual([]);
  });

  it('K8 in Kingston’s own words', async () => {
    const told = (await sectionsAt('kingston')).filter(({ state }) => state === 'NOT_YET');
    expect(told.map(({ section, words }) => [section, words])).toEqual([
      ['ADMISSIONS', 'Stays in hospital are not shown yet. They will come as the portal develops.'],
      ['PROCEDURES', 'Surgical procedures are not shown yet. They will come as the portal develops.'],
      ['RADIOLOGY_APPOINTMENTS', 'Radiology appointments are not shown yet. They will come as the portal develops.'],
    ]);
  });

  it('M5 names both King’s and Guy’s for what shows of them', async () => {
    const offered = (await sectionsAt('kings-guys')).filter(({ state }) => state === shown);
    expect(new Set(offered.map(({ sources }) => sources.map(({ key }) => key).join(' ')))).toEqual(
      new Set(['kings guys']),
    );
  });
});

describe('how old one has to be, and how one joins', () => {
  const ages = {
    kingston: 16,
    'st-georges': 16,
    'kings-guys': 16,
    'west-herts-royal-free': 18,
    southampton: 16,
    'derby-burton': 16,
  };
  const statusesOf = async (person: string) => {
    const { data } = await system.portal.ask('{ me { trusts { trust { key } state minimumAge how } } }', {
      session: await system.signIn(person),
    });
    const { trusts } = (data as { me: { trusts: { trust: { key: string } }[] } }).me;
    // a trust that joins says so in a test of its own
    return trusts.filter(({ trust: { key } }) => keys.some((one) => one === key));
  };

  it('K13 W1 tells at each of the six its minimum age to who is linked there', async () => {
    expect(await statusesOf('six-trusts')).toEqual(
      keys.map((key) => ({ trust: { key }, state: 'LINKED', minimumAge: ages[key], how: null })),
    );
  });

  it('K13 W1 tells a 17-year-old where they are too young, and how they join the others', async () => {
    const how = {
      'st-georges':
        'Your NHS number, date of birth, mobile number and email address must be those that your GP practice or the hospital holds.',
      'kings-guys':
        'Your NHS number, date of birth and mobile number must be those that the hospital holds. King’s and Guy’s share one system: linking one links both.',
      southampton:
        'Your mobile number or email address, and your date of birth, must be those that the hospital holds.',
      'derby-burton':
        'Your NHS number, date of birth and an email address of your own must be those that the hospital holds. The invitation comes in your appointment letter.',
    };
    const canLink = (key: keyof typeof how) => ({
      trust: { key },
      state: 'CAN_BE_LINKED',
      minimumAge: 16,
      how: how[key],
    });
    expect(await statusesOf('seventeen')).toEqual([
      { trust: { key: 'kingston' }, state: 'LINKED', minimumAge: 16, how: null },
      canLink('st-georges'),
      canLink('kings-guys'),
      { trust: { key: 'west-herts-royal-free' }, state: 'TOO_YOUNG', minimumAge: 18, how: null },
      canLink('southampton'),
      canLink('derby-burton'),
    ]);
  });
});

describe('details and choices', () => {
  const atReception = {
    words: 'Your GP practice or the hospital’s reception can change your details.',
    url: null,
    rule: 'assumed',
  };
  it.each([
    [
      'K6',
      'kingston',
      { words: 'Your GP practice or the hospital department can change your details.', url: null, rule: 'K6' },
    ],
    ['assumed', 'st-georges', atReception],
    ['assumed', 'kings-guys', atReception],
    ['assumed', 'west-herts-royal-free', atReception],
    [
      'U7',
      'southampton',
      {
        words: 'The hospital needs your current contact details. Update them on its website.',
        url: 'https://www.uhs.nhs.uk/',
        rule: 'U7',
      },
    ],
    [
      'D15',
      'derby-burton',
      {
        words:
          'Personal details can only be changed at the source: tell your GP practice. They are updated here when you are next booked an appointment.',
        url: null,
        rule: 'D15',
      },
    ],
  ] as const)(
    '%s at %s: the contact details that it holds, and where they are changed',
    async (_rows, key, changeAt) => {
      const { mobile, email } = system.person('six-trusts');
      expect(await patientAt(key).read('details { mobile email changeAt { words url rule } }')).toEqual({
        details: { mobile: mobile.replaceAll(' ', '').replace(/^0/, '+44'), email, changeAt },
      });
    },
  );

  const onPaper = { offered: false, value: null, words: 'Letters come on paper as well.', rule: 'assumed' };
  const byAsking = {
    offered: false,
    value: null,
    words: 'Tell the hospital if you want no text messages.',
    rule: 'assumed',
  };
  const texted = { offered: true, value: true, words: 'Without texts, letters and reminders go by post.' };
  const inHand = {
    offered: true,
    value: false,
    words: 'Go paperless, or back to paper, whenever you like.',
    rule: 'W6',
  };
  const choices = 'paperless { offered value words rule } texts { offered value words rule }';

  it.each([
    ['K10', 'kingston', { paperless: onPaper, texts: { ...texted, rule: 'K10' } }, { texts: false }, ['paperless']],
    [
      'K10 (assumed)',
      'st-georges',
      { paperless: onPaper, texts: { ...texted, rule: 'assumed' } },
      { texts: false },
      ['paperless'],
    ],
    ['W6', 'west-herts-royal-free', { paperless: inHand, texts: byAsking }, { paperless: true }, ['texts']],
  ] as const)(
    '%s at %s: what is offered is chosen, either way, and what is not is refused',
    async (_rows, key, before, choice, others) => {
      const patient = patientAt(key);
      const verbs = verbsOf(system, key, patient);
      const choose = (input: object) =>
        verbs.act('setPreferences', input, `preferences { ${choices} } userErrors { code field }`);
      expect(await patient.read(`preferences { ${choices} }`)).toEqual({ preferences: before });
      const [[name, value] = ['', false]] = Object.entries(choice);
      const after = { ...before, [name]: { ...before[name as 'texts'], value } };
      expect(await choose(choice)).toEqual({ preferences: after, userErrors: [] });
      expect(await patient.read(`preferences { ${choices} }`)).toEqual({ preferences: after });
      expect(await choose({ [name]: !value })).toEqual({ preferences: before, userErrors: [] });
      for (const field of others)
        expect(await choose({ [field]: true })).toEqual({
          preferences: null,
          userErrors: [{ code: 'BAD_INPUT', field }],
        });
    },
  );

  it.each(['kings-guys', 'southampton', 'derby-burton'] as const)(
    'W6 K10 at %s: nothing is offered, and there is no verb for it',
    async (key) => {
      const patient = patientAt(key);
      expect(await patient.read(`preferences { ${choices} }`)).toEqual({
        preferences: { paperless: onPaper, texts: byAsking },
      });
      const answer = await verbsOf(system, key, patient).send(
        'setPreferences',
        { texts: false },
        'userErrors { code }',
      );
      expect([answer.data, answer.errors?.map(({ extensions }) => extensions.code)]).toEqual([
        undefined,
        ['GRAPHQL_VALIDATION_FAILED'],
      ]);
    },
  );
});
