import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { GraphqlAnswer, Portal } from '@crosstrust/stack';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freePort, type SecondProcess, startProcess } from './testing/second-process.ts';
import { type SecondGateway, startSecondGateway } from './testing/second-gateway.ts';
import { openSystem, type System } from './testing/system.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const all = { sections: [] as string[], allSections: true };
const at = (trust: string, more: object = {}) => ({ trust, ...all, may: 'READ', ...more });
const [stGeorges, derby, westHerts] = ['st-georges', 'derby-burton', 'west-herts-royal-free'] as const;
const errors = 'userErrors { code field trust rule }';
const verbs = {
  shareRecord: `mutation ($input: ShareRecordInput!) { answer: shareRecord(input: $input) { share { id state } ${errors} } }`,
  shareForShortTime: `mutation ($input: ShareForShortTimeInput!) { answer: shareForShortTime(input: $input) { share { id state until } ${errors} } }`,
  changeShare: `mutation ($input: ChangeShareInput!) { answer: changeShare(input: $input) { share { id state } ${errors} } }`,
  acceptShare:
    'mutation ($input: AcceptShareInput!) { answer: acceptShare(input: $input) { shared { id patientName } userErrors { code field } } }',
  endShare: 'mutation ($input: EndShareInput!) { answer: endShare(input: $input) { userErrors { code field } } }',
  openSharedRecord:
    'mutation ($input: OpenSharedRecordInput!) { answer: openSharedRecord(input: $input) { session shared { patientName } userErrors { code field } } }',
};
const page = `{ me { name
  records { trust { key } letters(first: 1) { totalCount } }
  sharedWithMe { patientName relation may access { trust { key } } records {
    id trust { key } sections { section } appointments(first: 3) { totalCount } letters(first: 3) { totalCount } } }
} }`;
interface Shown {
  readonly name: string;
  readonly records: readonly { trust: { key: string }; letters: { totalCount: number } | null }[];
  readonly sharedWithMe: readonly {
    patientName: string;
    records: readonly {
      id: string;
      trust: { key: string };
      sections: readonly object[] | null;
      appointments: { totalCount: number } | null;
      letters: { totalCount: number } | null;
    }[];
  }[];
}

let system: System;
/** A second gateway before the same services. */
let second: SecondGateway;
beforeAll(async () => {
  system = await openSystem();
  second = await startSecondGateway(system.urls);
});
afterAll(() => second?.stop());

const call = async (session: string, verb: keyof typeof verbs, input: object, portal: Portal = system.portal) => {
  const variables = {
    input: verb === 'openSharedRecord' ? input : { idempotencyKey: randomUUID(), ...input },
  };
  const { data, errors: refused } = await portal.ask(verbs[verb], { ...(session ? { session } : {}), variables });
  if (refused) return refused.map(({ extensions }) => extensions.code);
  // biome-ignore lint/suspicious/noExplicitAny: each test asserts what it asked for
  return (data as { answer: any }).answer;
};
const newest = async (address: string, form: RegExp) => {
  for (let tries = 0; tries < 100; tries += 1) {
    const texts = (await system.inbox.read()).filter(({ to }) => to === address).map(({ text }) => text);
    const found = texts.map((text) => form.exec(text)).find(Boolean);
    if (found) return found;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  throw new Error('no such message came');
};
const secretFor = async (address: string) => (await newest(address, /code: ([\w-]{43}) /))[1] ?? '';
const shownTo = async (session: string, portal: Portal = system.portal) => {
  const { data, errors: refused } = await portal.ask(page, { session });
  return { me: (data as { me: Shown }).me, refused: refused ?? [] };
};
const codesOf = ({ errors: refused }: GraphqlAnswer) => [...new Set(refused?.map(({ extensions }) => extensions.code))];

describe('a daughter who cares for her father', () => {
  let [father, daughter, share] = ['', '', ''];
  const input = () => ({ name: 'My daughter', email: system.person('carer').email, relationship: 'CHILD' });
  const seen = async (portal?: Portal) =>
    (await shownTo(daughter, portal)).me.sharedWithMe.flatMap(({ records }) => records);

  beforeAll(async () => {
    father = await system.signIn('eighty-one');
    daughter = await system.signIn('carer');
  });

  it('D12 W4 M6 M8 tells him before he shares which hospital refuses, by which rule, and what to be careful of', async () => {
    const { data } = await system.portal.ask(
      `query ($input: PreviewShareInput!) { me { sharingOptions { trust { key } carer { allowed mayChange rule } clinician { allowed rule } }
        previewShare(input: $input) { possible trusts { trust { key } allowed rule } warnings { rule words } } } }`,
      {
        session: father,
        variables: { input: { kind: 'CARER', relationship: 'CHILD', trusts: [at(derby), at(westHerts)] } },
      },
    );
    const { sharingOptions, previewShare } = (data as { me: Record<string, object[]> }).me;
    expect(sharingOptions).toHaveLength(3);
    expect(sharingOptions).toEqual(
      expect.arrayContaining([
        {
          trust: { key: derby },
          carer: { allowed: true, mayChange: true, rule: 'D12' },
          clinician: { allowed: true, rule: 'D4' },
        },
        {
          trust: { key: westHerts },
          carer: { allowed: false, mayChange: false, rule: 'W4' },
          clinician: { allowed: false, rule: 'W4' },
        },
      ]),
    );
    expect(previewShare).toEqual({
      possible: false,
      trusts: [
        { trust: { key: derby }, allowed: true, rule: 'D12' },
        { trust: { key: westHerts }, allowed: false, rule: 'W4' },
      ],
      warnings: [
        { rule: 'M8', words: expect.stringMatching(/^Be careful who you share with\./) },
        { rule: 'M6', words: expect.stringMatching(/personal email address, not one that they share/) },
        { rule: 'M6', words: expect.stringMatching(/^Do not give anybody your login details/) },
      ],
    });
  });

  it('W4 refuses the share while West Herts is in it, and D4 D12 sends it without', async () => {
    const refused = await call(father, 'shareRecord', {
      ...input(),
      trusts: [at(derby), at(stGeorges), at(westHerts)],
    });
    expect(refused).toEqual({
      share: null,
      userErrors: [{ code: 'CARER_REFUSED', field: 'trusts', trust: westHerts, rule: 'W4' }],
    });
    const made = await call(father, 'shareRecord', { ...input(), trusts: [at(derby), at(stGeorges)] });
    expect(made).toEqual({ share: { id: expect.any(String), state: 'PENDING' }, userErrors: [] });
    share = made.share.id;
    expect(await seen()).toEqual([]);
  });

  it('D12 is accepted by her login alone, and once', async () => {
    const secret = await secretFor(system.person('carer').email);
    const invalid = { shared: null, userErrors: [{ code: 'SHARE_INVITATION_INVALID', field: 'secret' }] };
    expect(await call(await system.signIn('mother'), 'acceptShare', { secret })).toEqual(invalid);
    expect(await call(father, 'acceptShare', { secret }, second.portal)).toEqual(invalid);
    const { given, family } = system.person('eighty-one');
    expect(await call(daughter, 'acceptShare', { secret })).toEqual({
      shared: { id: share, patientName: `${given} ${family}` },
      userErrors: [],
    });
    expect(await call(daughter, 'acceptShare', { secret }, second.portal)).toEqual(invalid);
  });

  it('D4 D12 reads his records at both hospitals and her own by one query, each with its name', async () => {
    const { me, refused } = await shownTo(daughter);
    expect(refused).toEqual([]);
    expect(me.records.map(({ trust }) => trust.key)).toEqual([derby]);
    const [his] = me.sharedWithMe;
    expect(his).toMatchObject({
      patientName: `${system.person('eighty-one').given} ${system.person('eighty-one').family}`,
      relation: 'CARER',
      may: 'READ',
    });
    expect(his?.records.map(({ trust }) => trust.key).toSorted()).toEqual([derby, stGeorges]);
    const own = await shownTo(father);
    for (const { trust, letters } of his?.records ?? [])
      expect(letters).toEqual(own.me.records.find((record) => record.trust.key === trust.key)?.letters);
    expect(his?.records.find(({ trust }) => trust.key === stGeorges)?.appointments?.totalCount).toBeGreaterThan(0);
  });

  it('changes nothing of his, reads nothing that is his alone, and passes nothing on', async () => {
    const record = (await seen()).find(({ trust }) => trust.key === derby)?.id ?? '';
    const ask = (query: string, variables: object = {}) => system.portal.ask(query, { session: daughter, variables });
    const entry = `mutation { derbyBurton { addEntry(input: { record: "${record}", idempotencyKey: "${randomUUID()}", kind: NOTE, at: "2025-01-01T09:00:00Z", words: "No." }) { userErrors { code } } } }`;
    expect(codesOf(await ask(entry))).toEqual(['READ_ONLY']);
    const mistake = `mutation { derbyBurton { reportMistake(input: { record: "${record}", idempotencyKey: "${randomUUID()}", about: NOT_URGENT, words: "No." }) { userErrors { code } } } }`;
    expect(codesOf(await ask(mistake))).toEqual(['READ_ONLY']);
    const hisAlone = await ask(
      `{ derbyBurtonRecord(id: "${record}") { details { nhsNumber } preferences { texts { value } } reports { totalCount } supportRequests { totalCount } entries { totalCount } } }`,
    );
    expect(codesOf(hisAlone)).toEqual(['SECTION_NOT_SHARED']);
    expect(hisAlone.errors).toHaveLength(5);
    const other = system.person('mother').email;
    expect(
      (await call(daughter, 'shareRecord', { ...input(), email: other, trusts: [at(stGeorges)] })).userErrors,
    ).toEqual([{ code: 'NOT_FOUND', field: 'trusts', trust: stGeorges, rule: null }]);
    expect((await call(daughter, 'changeShare', { share, trusts: [at(derby)] })).userErrors).toMatchObject([
      { code: 'NOT_FOUND', field: 'share' },
    ]);
  });

  it('D12 W4 is let in at Derby and Burton and refused at West Herts, by its own rule, in the same query, whatever accounts believe', async () => {
    const trusting = await startTrustingAccounts(system);
    try {
      const trusts = [at(derby), at(stGeorges), at(westHerts)];
      expect((await call(father, 'changeShare', { share, trusts }, trusting.portal)).userErrors).toEqual([]);
    } finally {
      await trusting.stop();
    }
    for (const portal of [system.portal, second.portal]) {
      const { me, refused } = await shownTo(daughter, portal);
      const records = me.sharedWithMe.flatMap((shared) => shared.records);
      expect(records.map(({ trust, letters }) => [trust.key, letters !== null]).toSorted()).toEqual([
        [derby, true],
        [stGeorges, true],
        [westHerts, false],
      ]);
      expect(new Set(refused.map(({ extensions: { code, trust, rule } }) => `${code} ${trust} ${rule}`))).toEqual(
        new Set([`CARER_REFUSED ${westHerts} W4`]),
      );
    }
    const { data } = await system.portal.ask('{ me { shares { trusts { trust { key } standing rule } } } }', {
      session: father,
    });
    const [grid] = (data as { me: { shares: { trusts: object[] }[] } }).me.shares;
    expect(grid?.trusts).toContainEqual({ trust: { key: westHerts }, standing: 'REFUSED', rule: 'W4' });
    expect((await call(father, 'changeShare', { share, trusts: [at(derby), at(stGeorges)] })).userErrors).toEqual([]);
    expect((await seen()).map(({ trust }) => trust.key).toSorted()).toEqual([derby, stGeorges]);
  });

  it('D12 has fewer sections from her very next request on, at every gateway', async () => {
    await seen(second.portal);
    const trusts = [at(stGeorges, { allSections: false, sections: ['CLINIC_LETTERS', 'APPOINTMENT_LETTERS'] })];
    expect((await call(father, 'changeShare', { share, trusts })).userErrors).toEqual([]);
    for (const portal of [second.portal, system.portal]) {
      const { me, refused } = await shownTo(daughter, portal);
      const records = me.sharedWithMe.flatMap((shared) => shared.records);
      expect(records.map(({ trust, letters, appointments }) => [trust.key, letters !== null, appointments])).toEqual([
        [stGeorges, true, null],
      ]);
      expect(refused.map(({ extensions: { code, trust } }) => [code, trust])).toEqual([
        ['SECTION_NOT_SHARED', stGeorges],
      ]);
    }
  });

  it('D12 sees nothing from her very next request on, at every gateway, when he ends it', async () => {
    const [{ id } = { id: '' }] = await seen(second.portal);
    const read = `{ stGeorgesRecord(id: "${id}") { letters { totalCount } } }`;
    expect(codesOf(await second.portal.ask(read, { session: daughter }))).toEqual([]);
    expect((await call(father, 'endShare', { share })).userErrors).toEqual([]);
    for (const portal of [second.portal, system.portal]) {
      expect(codesOf(await portal.ask(read, { session: daughter }))).toEqual(['NOT_YOURS']);
      expect(await seen(portal)).toEqual([]);
    }
  });
});

describe('somebody with a code', () => {
  let [patient, other] = ['', ''];
  const trust = 'kings-guys';
  const [doctor, nurse] = ['doctor@example.net', 'nurse@example.net'] as const;
  const grid = { trust, ...all };
  const wrong = { session: null, shared: null, userErrors: [{ code: 'CODE_WRONG', field: 'code' }] };
  const invite = async (session: string, email: string) => {
    const { share } = await call(session, 'shareForShortTime', { name: 'Dr Lee', email, trusts: [grid], minutes: 15 });
    const [, reference = '', code = ''] = await newest(
      email,
      new RegExp(`reference (${share.id}), .* code (\\d{6})\\.`),
    );
    return { share: share.id as string, sent: { reference, code, email, delivery: 'BEARER' } };
  };
  const read = '{ sharedWithMe { patientName relation records { trust { key } letters(first: 1) { totalCount } } } }';

  beforeAll(async () => {
    patient = await system.signIn('leap-day');
    other = await system.signIn('four-trusts');
  });

  it('M9 is refused by the hospitals that do not offer it, and named', async () => {
    const trusts = [grid, { trust: 'kingston', ...all }];
    const answer = await call(patient, 'shareForShortTime', { name: 'Dr Lee', email: doctor, trusts });
    expect(answer.userErrors).toEqual([{ code: 'CARER_REFUSED', field: 'trusts', trust: 'kingston', rule: 'assumed' }]);
  });

  it('M9 reads in one session without an account, until the patient ends it; every other code is refused alike', async () => {
    const [one, two] = [await invite(patient, doctor), await invite(other, nurse)];
    const differing = two.sent.code === one.sent.code ? '000000' : two.sent.code;
    for (const attempt of [
      { ...one.sent, code: differing },
      { ...one.sent, email: nurse },
      { ...one.sent, reference: randomUUID() },
    ])
      expect(await call('', 'openSharedRecord', attempt, second.portal)).toEqual(wrong);
    const { session, shared } = await call('', 'openSharedRecord', one.sent);
    const { given, family } = system.person('leap-day');
    expect(shared).toEqual({ patientName: `${given} ${family}` });
    expect(await call('', 'openSharedRecord', one.sent, second.portal)).toEqual(wrong);

    for (const portal of [system.portal, second.portal]) {
      const { data, errors: refused } = await portal.ask(read, { session });
      expect(refused).toBeUndefined();
      expect(data).toEqual({
        sharedWithMe: [
          {
            patientName: `${given} ${family}`,
            relation: 'CLINICIAN',
            records: [{ trust: { key: trust }, letters: { totalCount: expect.any(Number) } }],
          },
        ],
      });
    }
    for (const query of ['{ me { name } }', '{ me { timeline { totalCount } } }', '{ session { level } }'])
      expect(codesOf(await system.portal.ask(query, { session }))).toEqual(['NOT_YOURS']);
    expect(
      await call(session, 'shareRecord', { name: 'a', email: nurse, relationship: 'OTHER', trusts: [at(trust)] }),
    ).toEqual(['NOT_YOURS']);

    expect((await call(patient, 'endShare', { share: one.share })).userErrors).toEqual([]);
    for (const portal of [second.portal, system.portal])
      expect(codesOf(await portal.ask(read, { session }))).toEqual(['SESSION_ENDED']);
    await call(other, 'endShare', { share: two.share });
    expect(await call('', 'openSharedRecord', two.sent)).toEqual(wrong);
  });

  it('M9 loses the share after five wrong codes, ten of them in one request', async () => {
    const { sent } = await invite(patient, doctor);
    const guess = String((Number(sent.code) + 1) % 1_000_000).padStart(6, '0');
    const one = (n: number) =>
      `g${n}: openSharedRecord(input: { reference: "${sent.reference}", email: "${doctor}", code: "${guess}" }) { userErrors { code } }`;
    const tries = await system.portal.ask(`mutation { ${Array.from({ length: 10 }, (_, n) => one(n)).join(' ')} }`);
    expect(Object.values(tries.data ?? {})).toEqual(Array(10).fill({ userErrors: [{ code: 'CODE_WRONG' }] }));
    expect(await call('', 'openSharedRecord', sent)).toEqual(wrong);
  });
});

/** An accounts service whose table of policies is wrong about West Herts, as it is when a trust has changed its mind since, and a gateway before it. */
async function startTrustingAccounts({ accountsSettings, urls }: System) {
  const policies = JSON.parse(
    await readFile(resolve(import.meta.dirname, '../../../schema/generated/policies.json'), 'utf8'),
  );
  policies[westHerts].sharing.carer = { allowed: true, mayChange: false, words: 'Yes.', rule: 'assumed' };
  const file = join(tmpdir(), `policies-${randomUUID()}.json`);
  await writeFile(file, JSON.stringify(policies));
  const port = String(await freePort());
  const url = `http://localhost:${port}`;
  const settings = { ...accountsSettings, PORT: port, POLICIES: file };
  const accounts: SecondProcess = await startProcess('subgraphs/accounts/dist/main.js', settings, url);
  const gateway = await startSecondGateway({ ...urls, accounts: url });
  const stop = async () => {
    await Promise.all([gateway.stop(), accounts.stop()]);
    await rm(file);
  };
  return { portal: gateway.portal, stop };
}
