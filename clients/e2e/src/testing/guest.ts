import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { System } from './system.ts';

/** Shares one record of a person's for a short time, and signs in with the code that was emailed. */
export async function openAsGuest(system: System, key: string, trust: string): Promise<string> {
  const email = 'doctor.export@example.net';
  const ask = async (query: string, input: object, of?: string) => {
    const { data, errors } = await system.portal.ask(query, { ...(of ? { session: of } : {}), variables: { input } });
    expect(errors).toBeUndefined();
    return (data as { answer: { share?: { id: string }; session?: string } }).answer;
  };
  const { share } = await ask(
    'mutation ($input: ShareForShortTimeInput!) { answer: shareForShortTime(input: $input) { share { id } userErrors { code } } }',
    {
      name: 'Dr Lee',
      email,
      trusts: [{ trust, sections: [], allSections: true }],
      minutes: 15,
      idempotencyKey: randomUUID(),
    },
    await system.signIn(key),
  );
  const code = await vi.waitUntil(
    async () => {
      const sent = (await system.inbox.read()).find(({ to, text }) => to === email && text.includes(share?.id ?? ''));
      return /code (\d{6})\./.exec(sent?.text ?? '')?.[1];
    },
    { timeout: 10_000, interval: 100 },
  );
  const { session: opened } = await ask(
    'mutation ($input: OpenSharedRecordInput!) { answer: openSharedRecord(input: $input) { session userErrors { code } } }',
    { reference: share?.id, email, code, delivery: 'BEARER' },
  );
  return opened ?? expect.fail('the code opened nothing');
}
