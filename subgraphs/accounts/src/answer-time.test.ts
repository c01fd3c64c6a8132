import { expect, it } from 'vitest';
import { answerAfter } from './answer-time.ts';
import { manualClock } from './testing/manual-clock.ts';

/** How long an answer waits after work that takes so many milliseconds. */
async function waitsAfter(took: number): Promise<number[]> {
  const { clock, advance } = manualClock();
  const waits: number[] = [];
  await answerAfter({ clock, sleep: async (ms) => void waits.push(ms) }, 300, async () => advance(took));
  return waits;
}

it.each([
  [0, [300]],
  [299, [300]],
  [300, [300, 300]],
  [450, [300, 150]],
  [3_001, [300, 299]],
])('work of %i ms is answered at a multiple of the time', async (took, waits) => {
  expect(await waitsAfter(took)).toEqual(waits);
});

it('failed work fails at its time too', async () => {
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  let failed = false;
  const work = async () => Promise.reject(new Error('not done'));
  const answer = answerAfter({ clock: () => new Date(0), sleep: () => asleep }, 300, work).catch(() => (failed = true));
  await new Promise(setImmediate);
  expect(failed).toBe(false);
  wake();
  await answer;
  expect(failed).toBe(true);
});
