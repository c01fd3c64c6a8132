import { Readable } from 'node:stream';
import { type Clock, RegistryError, unpackMyData } from '@crosstrust/contract';
import { isViewer, type ViewerOrError, writePdf } from '@crosstrust/kit';
import type { createHttp } from '@crosstrust/service';
import { pagesOf } from './pages.ts';
import { readParts, type TrustPart } from './read-parts.ts';
import { writeBundle } from './write-bundle.ts';

/** Bytes: the parts of every trust on the list, each as large as the gateway takes it. */
const bodyLimit = 250_000_000;

interface Parts {
  readonly clock: Clock;
  readonly authenticate: (authorization: string | undefined) => Promise<ViewerOrError>;
}

type Question = ReturnType<typeof unpackMyData>;
type Write = (question: Question, parts: readonly TrustPart[], madeAt: Date) => Promise<Readable | Buffer>;

const forms: Readonly<Record<string, { readonly contentType: string; readonly write: Write }>> = {
  json: {
    contentType: 'application/fhir+json; charset=utf-8',
    write: async ({ account }, parts, madeAt) =>
      Readable.from(writeBundle(account, parts, madeAt), { objectMode: false }),
  },
  pdf: {
    contentType: 'application/pdf',
    write: ({ account }, parts, madeAt) =>
      writePdf({
        title: 'My hospital data',
        author: 'Crosstrust',
        date: madeAt,
        blocks: pagesOf(account, parts, madeAt),
      }),
  },
};

/**
 * POST /my-data.json and /my-data.pdf: one person's parts of every trust, as the gateway packs them, put together as one file.
 * Whose token does not hold is refused before the body is read.
 */
export function serveMyData(http: ReturnType<typeof createHttp>, { clock, authenticate }: Parts): void {
  http.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  for (const [form, { contentType, write }] of Object.entries(forms))
    http.route({
      method: 'POST',
      url: `/my-data.${form}`,
      bodyLimit,
      onRequest: async ({ headers }, reply) => {
        const viewer = await authenticate(headers.authorization);
        if (!isViewer(viewer)) await reply.status(401).send({ errors: [viewer.toJSON()] });
      },
      handler: async ({ headers, body }, reply) => {
        const viewer = await authenticate(headers.authorization);
        const question = unpackMyData(body as Buffer);
        if (!isViewer(viewer) || question.account.id !== viewer.actor)
          return reply.status(403).send({ errors: [new RegistryError('NOT_YOURS').toJSON()] });
        const file = await write(question, readParts(question.account, question.parts), clock());
        return reply.header('content-type', contentType).header('cache-control', 'no-store').send(file);
      },
    });
}
