import { Writable } from 'node:stream';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '@crosstrust/contract';
import type { Policy } from '../policy/policy.ts';
import type { Published } from '../help/publish/write-publication.ts';
import { runPublish } from '../help/publish/run-publish.ts';

/** Publishes entries as a trust does, from a file, for tests. */
export async function publishEntries(
  entries: readonly object[] | string,
  given: { policy: Policy; ownerUrl: string; clock?: Clock; replace?: boolean; name?: string },
): Promise<{ told: string; published: Published }> {
  const folder = await mkdtemp(join(tmpdir(), 'publish-'));
  let told = '';
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      told += String(chunk);
      done();
    },
  });
  try {
    const path = join(folder, given.name ?? 'entries.json');
    await writeFile(path, typeof entries === 'string' ? entries : JSON.stringify(entries));
    const published = await runPublish(['--data', path, ...(given.replace ? ['--replace'] : [])], {
      policy: given.policy,
      env: { NODE_ENV: 'test', MIGRATION_DATABASE_URL: given.ownerUrl },
      out,
      ...(given.clock ? { clock: given.clock } : {}),
    });
    return { told, published };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An article as a trust hands it in; give what the test is about. */
export const anArticle = (given: object = {}): object => ({
  type: 'article',
  id: 'sleep',
  kind: 'LIBRARY',
  topic: 'Wellbeing',
  title: 'Sleeping well',
  body: ['Go to bed at the same time.', 'Keep the room dark.'],
  publishedAt: '2026-01-01T00:00:00Z',
  ...given,
});

/** A notice as a trust hands it in. */
export const aNotice = (given: object = {}): object => ({
  type: 'notice',
  id: 'codes',
  topic: 'TECHNICAL',
  words: 'Some authentication codes do not arrive by text.',
  advice: ['Restart your device and try again.', 'If that does not help, report it with the technical support form.'],
  from: '2026-03-01T09:00:00Z',
  until: '2026-03-08T09:00:00Z',
  ...given,
});
