import { headers, packMyData } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refuse.ts';
import type { Operation } from '../execution/operation.ts';
import { tokenFor } from '../session/session.ts';
import type { Tuning } from '../tuning.ts';
import { timelineName } from '../upstream/create-subgraph-source.ts';
import type { Upstream, UpstreamStream } from '../upstream/create-upstream.ts';
import { UpstreamFault } from '../upstream/upstream-fault.ts';
import { gatherParts } from './gather-parts.ts';
import { readAccount } from './read-account.ts';

/** The forms in which a person takes their data along. */
const forms = {
  json: { contentType: 'application/fhir+json; charset=utf-8', fileName: 'my-hospital-data.json' },
  pdf: { contentType: 'application/pdf', fileName: 'my-hospital-data.pdf' },
} as const;
/** As what a person takes their data along. */
export type Form = keyof typeof forms;

/** Seconds after which it is worth trying again. */
const retryAfter = 30;

/** What the stage works with. */
export interface MyDataParts {
  readonly accounts: Upstream;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly tuning: Tuning;
}

/**
 * GET /my-data.json and /my-data.pdf: everything of the signed-in person's at every linked trust, as one file. The gateway
 * asks and passes on, and reads none of it: the service over all trusts puts it together and writes it.
 */
export function createMyData({ accounts, upstreams, tuning }: MyDataParts) {
  const underWay = new Set<string>();
  return (form: Form) =>
    async ({ operation }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      operation.name = 'my-data';
      if (operation.session.state === 'none') throw refuse('UNAUTHENTICATED', 401);
      if (operation.session.state === 'ended') throw refuse('SESSION_ENDED', 401);
      const timeline = upstreams.get(timelineName);
      if (!timeline) throw refuse('TIMELINE_UNAVAILABLE', 503);
      const account = await readAccount(accounts, operation);
      if (underWay.has(account.id) || underWay.size >= tuning.myDataAtOnce) {
        reply.header('retry-after', retryAfter);
        throw refuse('TOO_MANY_REQUESTS', 429, { retryAfterSeconds: retryAfter });
      }
      underWay.add(account.id);
      try {
        const parts = await gatherParts(upstreams, account.links, operation, tuning);
        const file = await putTogether(timeline, form, packMyData(account, parts), operation);
        const { contentType, fileName } = forms[form];
        return reply
          .headers({ 'content-type': contentType, 'content-disposition': `attachment; filename="${fileName}"` })
          .send(file.body);
      } finally {
        underWay.delete(account.id);
      }
    };
}

/** @throws Refusal TIMELINE_UNAVAILABLE */
async function putTogether(
  timeline: Upstream,
  form: Form,
  body: Buffer,
  operation: Operation,
): Promise<UpstreamStream> {
  const report = operation.startFetch(timelineName);
  try {
    const file = await timeline.open({
      method: 'POST',
      path: `/my-data.${form}`,
      headers: {
        'content-type': 'application/octet-stream',
        authorization: `Bearer ${tokenFor(operation.session, timelineName) ?? ''}`,
        [headers.correlation]: operation.correlation,
      },
      body,
      deadline: operation.deadline,
    });
    report(file.status === 200 ? 'ok' : 'errors');
    if (file.status === 200) return file;
    file.body.on('error', () => {}).destroy();
  } catch (fault) {
    if (!(fault instanceof UpstreamFault)) throw fault;
    report(fault.kind);
  }
  throw refuse('TIMELINE_UNAVAILABLE', 503);
}
