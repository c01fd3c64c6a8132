import type { ApolloServer } from '@apollo/server';
import type { ErrorCode } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import type { OperationContext } from '../execution/operation.ts';

/** Seconds for which a calendar keeps what it got, and after which it tries again when it got nothing. */
const keptSeconds = 900;

const calendarHeaders = {
  'content-type': 'text/calendar; charset=utf-8',
  'content-disposition': 'inline; filename="hospital-appointments.ics"',
  'cache-control': `private, max-age=${keptSeconds}`,
};

/** A trust that will say the same the next time: its part is left out, and the calendar stands without it. */
const lasting = new Set<ErrorCode>(['NOT_YOURS', 'AGE_BLOCKED', 'GRANT_EXPIRED', 'RECORD_CLOSED', 'RECORD_RESTRICTED']);

/**
 * GET /calendar/:secret.ics: all appointments of whoever's link it is. A calendar takes away what is not in its feed any
 * more; so when a trust does not answer now, there is no feed now (503), and the calendar keeps what it has.
 */
export function serveCalendar(server: ApolloServer<OperationContext>) {
  return async ({ operation }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const answer = await server.executeOperation(
      { query: 'query calendar { me { calendar } }' },
      { contextValue: { operation } },
    );
    if (answer.body.kind !== 'single') throw new Error('an answer comes in one piece');
    const { me } = (answer.body.singleResult.data ?? {}) as { me?: { calendar?: string | null } | null };
    const passing = operation.codes.find((code) => !lasting.has(code));
    if (passing || typeof me?.calendar !== 'string') {
      reply.header('retry-after', keptSeconds);
      throw refuse(passing ?? 'TIMELINE_UNAVAILABLE', 503);
    }
    return reply.headers(calendarHeaders).send(me.calendar);
  };
}
