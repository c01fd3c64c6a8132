import { ApolloServer } from '@apollo/server';
import { createHttp, type LogFields } from '@crosstrust/service';
import { expect, it } from 'vitest';
import { execute, passOnFaults } from './execute.ts';
import { Operation, type OperationContext } from './operation.ts';

const correlation = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

it('a fault that the executor did not foresee is logged, and answered with its reference', async () => {
  const lines: [string, LogFields | undefined][] = [];
  const write = (event: string, fields?: LogFields) => void lines.push([event, fields]);
  const broken = () => Promise.reject(new RangeError('about 9991234567'));
  const server = new ApolloServer<OperationContext>({
    typeDefs: 'type Query { a: Int }',
    plugins: [passOnFaults, { requestDidStart: broken }],
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  await server.start();
  const log = { debug: write, info: () => {}, warn: write, error: write };
  const http = createHttp({ log, bodyLimit: 1_000, ready: async () => {} });
  http.decorateRequest('operation');
  http.addHook('onRequest', async (request) => {
    request.operation = new Operation(
      request.correlation,
      performance.now(),
      false,
      { address: '::1', agent: '' },
      1_000,
    );
  });
  http.post('/graphql', execute(server));
  const url = await http.listen({ port: 0 });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlation },
    body: '{"query":"{ a }"}',
  });
  const body = await response.json();
  await Promise.all([http.close(), server.stop()]);
  expect([response.status, body]).toEqual([
    500,
    {
      errors: [
        {
          message: 'Something went wrong on our side. Try again; if it goes on, give the helpdesk the reference.',
          extensions: { code: 'INTERNAL', reference: correlation },
        },
      ],
    },
  ]);
  expect(lines).toEqual([['fault', { correlation, reason: expect.stringMatching(/^RangeError </) }]]);
});
