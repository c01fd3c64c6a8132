import { Readable } from 'node:stream';
import { type AccessKind, RegistryError, sections } from '@crosstrust/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TrustContext } from '../graph/context.ts';
import { shownSections } from '../policy/policy.ts';
import type { ExportEntry } from './fhir.ts';
import { type Manifest, readRecord } from './read-record.ts';

/** Characters that are gathered before they are sent on. */
const chunkSize = 64_000;

/** GET /export/:record: everything that the policy shows of the viewer's own record (`exportPartSchema` of the contract). */
export function serveExport(
  http: FastifyInstance,
  contextOf: (request: FastifyRequest) => Promise<TrustContext>,
): void {
  http.get<{ Params: { record: string } }>('/export/:record', async (request, reply) => {
    const { record } = request.params;
    const context = await contextOf(request);
    try {
      await mustBeExportable(context, record);
      // one row for the whole, and it is written before anything leaves
      context.ledger.note(record, 'EXPORT', ...kindsOf(context));
      const entries = readRecord(context, record);
      // what refuses the whole does so at the first entry, while the answer can still say it
      const first = await entries.next();
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(
          Readable.from(inChunks(write(context, record, first, entries)), {
            objectMode: false,
            highWaterMark: chunkSize,
          }),
        );
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const status = error.code === 'UNAUTHENTICATED' || error.code === 'TOKEN_INVALID' ? 401 : 403;
      return reply.status(status).send({ errors: [error.toJSON()] });
    }
  });
}

/** All that an export looks at, whether there is something of it or not; files are noted as they are read. */
const kindsOf = ({ policy }: TrustContext): AccessKind[] => [
  ...new Set(shownSections(policy, sections).map(({ section }) => section)),
  ...(['DETAILS', 'PREFERENCES', 'REPORTS', 'SUPPORT_REQUESTS'] as const),
];

/** @throws RegistryError why the viewer may not take this record along */
async function mustBeExportable({ signedIn, judge, mayChange, policy }: TrustContext, record: string): Promise<void> {
  if (signedIn !== true) throw signedIn;
  const verdict = await judge(record);
  if (verdict !== true) throw verdict;
  const own = await mayChange(record, 'one-factor');
  if (own === true) return;
  throw own.code === 'READ_ONLY' ? new RegistryError('SECTION_NOT_SHARED', { trust: policy.trust.key }) : own;
}

/** The answer's JSON, entry by entry; how complete it was is known at its end. */
async function* write(
  { policy, clock }: TrustContext,
  record: string,
  first: IteratorResult<ExportEntry, Manifest>,
  rest: AsyncGenerator<ExportEntry, Manifest>,
): AsyncGenerator<string> {
  const timestamp = clock().toISOString();
  const head = JSON.stringify({ trust: policy.trust.key, record });
  yield `${head.slice(0, -1)},"bundle":{"resourceType":"Bundle","type":"collection","timestamp":"${timestamp}","entry":[`;
  let next = first;
  for (let separator = ''; !next.done; separator = ',') {
    yield separator + JSON.stringify(next.value);
    next = await rest.next();
  }
  yield `]},${JSON.stringify(next.value).slice(1)}`;
}

async function* inChunks(texts: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length < chunkSize) continue;
    yield Buffer.from(gathered);
    gathered = '';
  }
  if (gathered) yield Buffer.from(gathered);
}
