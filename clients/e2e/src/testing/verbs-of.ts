import { randomUUID } from 'node:crypto';
import type { GraphqlAnswer } from '@crosstrust/stack';
import type { System } from './system.ts';
import { mutationOf, verbsFieldOf } from './verbs.ts';

/** The verbs of one trust in one patient's hand, by their names; `selection`: fields of the payload. */
export interface Verbs {
  /** The whole answer of the gateway. `input` may name another record, or a key that was used before. */
  send(verb: string, input: object, selection: string): Promise<GraphqlAnswer>;
  /** The payload. @throws Error when the answer is an error */
  act<Payload = unknown>(verb: string, input: object, selection: string): Promise<Payload>;
}

/** Verbs on a patient's own record, each call with a key of its own. */
export function verbsOf(system: System, trust: string, by: { session: string; record: string }): Verbs {
  const field = verbsFieldOf(trust);
  const send: Verbs['send'] = (verb, input, selection) =>
    system.portal.ask(mutationOf(trust, verb, selection), {
      session: by.session,
      variables: { input: { record: by.record, idempotencyKey: randomUUID(), ...input } },
    });
  return {
    send,
    act: async <Payload>(verb: string, input: object, selection: string) => {
      const { data, errors } = await send(verb, input, selection);
      if (errors)
        throw new Error(`${verb}: ${errors.map(({ extensions, message }) => `${extensions.code} ${message}`)}`);
      return (data as Record<string, Record<string, Payload>>)[field]?.[verb] as Payload;
    },
  };
}
