import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPolicy } from '../testing/builders.ts';
import { people, type RecordBed, refusal, startRecordBed } from '../testing/record-bed.ts';

const now = '2026-06-15T12:00:00Z';
let bed: RecordBed;
beforeAll(async () => {
  bed = await startRecordBed({ policies: { example: aPolicy() }, now });
});
afterAll(() => bed?.close());

const addNote = (key: string) =>
  `addEntry(input: { record: "${people.patient}", idempotencyKey: "${key}", kind: NOTE, at: "${now}", words: "Well." }) { userErrors { code } }`;
const askStaff = (key: string) =>
  `requestSupport(input: { record: "${people.patient}", idempotencyKey: "${key}", topic: TECHNICAL, words: "It fails." }) { userErrors { code } }`;
const many = (verb: (key: string) => string, word: string, count: number) =>
  `mutation { example { ${Array.from({ length: count }, (_, n) => `v${n}: ${verb(`${word}-key-${n}`)}`).join(' ')} } }`;
const tooMany = (path: readonly string[]) => refusal('TOO_MANY_REQUESTS', path, { retryAfterSeconds: 3_600 });

it('files twenty tasks an hour for one record and no more, also when thirty come in one operation', async () => {
  const { data, errors } = await bed.ask(many(askStaff, 'flood', 30));
  expect(Object.values(data.example).filter((answer) => answer !== null)).toHaveLength(20);
  expect(errors).toEqual(Array.from({ length: 10 }, (_, n) => tooMany(['example', `v${n + 20}`])));
  expect(await bed.rows('select count(*)::int as number from task')).toEqual([{ number: 20 }]);
  expect(await bed.rows('select count(*)::int as number from outbox')).toEqual([{ number: 20 }]);
});

it('takes three hundred changes of one record an hour, and more in the next', async () => {
  for (let round = 0; round < 10; round += 1) await bed.ask(many(addNote, `round-${round}`, 30));
  expect(await bed.ask(many(addNote, 'beyond', 1))).toEqual({
    data: { example: { v0: null } },
    errors: [tooMany(['example', 'v0'])],
  });
  const again = await bed.ask(many(addNote, 'round-0', 1));
  expect(again).toEqual({ data: { example: { v0: { userErrors: [] } } } });
  bed.setClock('2026-06-15T13:00:01Z');
  expect(await bed.ask(many(addNote, 'beyond', 1))).toEqual({ data: { example: { v0: { userErrors: [] } } } });
});
