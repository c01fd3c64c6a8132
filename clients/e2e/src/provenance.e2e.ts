import { beforeAll, expect, it } from 'vitest';
import { openSystem, type System } from './testing/system.ts';

interface Said {
  readonly value: string;
  readonly source: { readonly key: string };
  readonly at: string;
}
interface Item {
  readonly id: string;
  readonly startsAt: string;
  readonly sources: readonly { readonly source: { readonly key: string }; readonly changedAt: string | null }[];
  readonly disagreements: readonly { readonly field: string; readonly values: readonly Said[] }[];
}
interface Appointments {
  readonly totalCount: number;
  readonly setAside: number;
  readonly nodes: readonly Item[];
}

const question = `{ me { records { trust { key } appointments(first: 100) {
  totalCount setAside
  nodes { id startsAt sources { source { key } changedAt } disagreements { field values { value source { key } at } } }
} } } }`;

let system: System;
let records: ReadonlyMap<string, Appointments>;
beforeAll(async () => {
  system = await openSystem();
  const { data, errors } = await system.portal.ask(question, { session: await system.signIn('six-trusts') });
  expect(errors).toBeUndefined();
  const found = (data as { me: { records: { trust: { key: string }; appointments: Appointments }[] } }).me.records;
  records = new Map(found.map(({ trust, appointments }) => [trust.key, appointments]));
});
const at = (trust: string) => records.get(trust) ?? expect.fail(`no record at ${trust}`);

it('M5 shows once what came by two routes, and where they disagree both values with their source and time', () => {
  const [twice, ...others] = at('kings-guys').nodes.filter(({ sources }) => sources.length > 1);
  expect(others).toEqual([]);
  const [later, earlier] = twice?.sources ?? [];
  expect(twice?.sources.map(({ source }) => source.key)).toEqual(['kings', 'kings']);
  expect(Date.parse(later?.changedAt ?? '')).toBeGreaterThan(Date.parse(earlier?.changedAt ?? ''));
  const [start] = twice?.disagreements ?? [];
  const said = (value: string, changed = '') => ({ value, source: { key: 'kings' }, at: changed });
  const halfAnHourBefore = new Date(Date.parse(twice?.startsAt ?? '') - 30 * 60_000).toISOString();
  expect(start).toEqual({
    field: 'time',
    values: [said(twice?.startsAt ?? '', later?.changedAt ?? ''), said(halfAnHourBefore, earlier?.changedAt ?? '')],
  });
  expect(twice?.disagreements.map(({ field }) => field)).toEqual(['time', 'end', 'place']);
});

it('tells of every other item its one source, and no disagreement', () => {
  const single = [...records.values()].flatMap(({ nodes }) => nodes).filter(({ sources }) => sources.length === 1);
  expect(single.length).toBeGreaterThan(20);
  expect(single.filter(({ disagreements }) => disagreements.length > 0)).toEqual([]);
});

it('K7 shows the other appointments when one is damaged, counts it, and tells the staff why', async () => {
  const { nodes, totalCount, setAside } = at('kingston');
  expect([nodes.length, setAside]).toEqual([totalCount, 1]);
  expect(totalCount).toBeGreaterThan(3);
  expect([...records].filter(([, appointments]) => appointments.setAside > 0).map(([trust]) => trust)).toEqual([
    'kingston',
  ]);
  const told = JSON.parse(await system.tool('staff', ['--trust', 'kingston', 'set-aside', '--json'])) as object[];
  expect(told).toEqual([
    expect.objectContaining({
      reason: 'no date to list it by',
      resourceType: 'Appointment',
      section: 'OUTPATIENT_APPOINTMENTS',
    }),
  ]);
});
