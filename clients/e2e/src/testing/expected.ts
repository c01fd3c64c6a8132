import { type ErrorCode, errorRegistry } from '@crosstrust/contract';
import { expect } from 'vitest';
import { verbsFieldOf } from './verbs.ts';
import type { Slot, Visit } from './visit.ts';

/** A preview of what cannot be done: why, and nothing else. */
export const obstacle = (code: string, rule: string | null = null) => ({
  possible: false,
  token: null,
  expiresAt: null,
  facts: [{ code, kind: 'OBSTACLE', words: expect.any(String), rule, count: null, date: null, contact: null }],
});

/** The answer that a change was made, and how the appointment stands now. */
export const done = (appointment: object) => ({ appointment, userErrors: [], preview: null, nextFree: null });

/** The answer that a change cannot be made. `fact`: the obstacle. */
export const refused = (appointment: object, code: string, fact: string, more: object = {}) => ({
  appointment,
  userErrors: [{ code, field: fact.startsWith('SLOT') ? 'slot' : 'appointment' }],
  preview: { possible: false, facts: [expect.objectContaining({ code: fact, kind: 'OBSTACLE' })] },
  nextFree: null,
  ...more,
});

/** The whole answer to a verb that is not allowed. */
export const denial = (trust: string, verb: string, code: ErrorCode, details: object = {}) => ({
  data: { [verbsFieldOf(trust)]: { [verb]: null } },
  errors: [
    {
      message: errorRegistry[code].message,
      path: [verbsFieldOf(trust), verb],
      extensions: { code, trust, ...details },
    },
  ],
});

/** An appointment at another time: nothing else is different, and it keeps its length. */
export function movedTo(visit: Visit, { startsAt }: Slot): Visit {
  const length = Date.parse(visit.endsAt) - Date.parse(visit.startsAt);
  return { ...visit, startsAt, endsAt: new Date(Date.parse(startsAt) + length).toISOString() };
}

/** The first of a list that must hold something. @throws Error when it is empty */
export const first = <Value>([value]: readonly Value[]): Value => {
  if (value === undefined) throw new Error('there is none');
  return value;
};
