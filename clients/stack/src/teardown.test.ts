import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Teardown } from './teardown.ts';

it('ends what was started in the opposite order, and goes on when one fails', async () => {
  const teardown = new Teardown();
  const ended: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    await teardown.add(Promise.resolve(name), async (made) => {
      ended.push(made);
      if (made === 'second') throw new Error('does not want to');
    });
  }
  await Promise.all([teardown.run(), teardown.run()]);
  expect(ended).toEqual(['third', 'second', 'first']);
});

it('ends what was still on its way when the end came, and what came later', async () => {
  const teardown = new Teardown();
  const ended: string[] = [];
  const note = async (made: string) => void ended.push(made);
  const slow = expect(teardown.add(pause(20, 'slow'), note)).rejects.toThrow('stopped');
  const end = teardown.run();
  const late = expect(teardown.add(pause(40, 'late'), note)).rejects.toThrow('stopped');
  await Promise.all([slow, late, end]);
  expect(ended).toEqual(['slow', 'late']);
});
