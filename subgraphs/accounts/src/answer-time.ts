import type { Core } from './core.ts';

/**
 * Does the work and answers, whatever came out, a fixed time after it was begun: so the time tells nothing of the work.
 * Work that took longer is answered at the next multiple.
 * @param ms milliseconds
 */
export async function answerAfter<Value>(
  { clock, sleep }: Pick<Core, 'clock' | 'sleep'>,
  ms: number,
  work: () => Promise<Value>,
): Promise<Value> {
  const begun = clock().getTime();
  const due = sleep(ms); // begun before the work, or the timer's rounding would tell of the work again
  try {
    return await work();
  } finally {
    const passed = clock().getTime() - begun;
    await (passed < ms ? due : sleep(ms - (passed % ms)));
  }
}
