import { expect, it } from 'vitest';
import { faultOf, UpstreamFault } from './upstream-fault.ts';

const live = new AbortController().signal;
const coded = (code: string) => Object.assign(new Error('secret'), { code });

it.each([
  [
    'a refused connection cannot have done anything',
    coded('ECONNREFUSED'),
    live,
    new UpstreamFault('unavailable', false),
  ],
  ['a broken one may have', coded('UND_ERR_SOCKET'), live, new UpstreamFault('unavailable', true)],
  ['an aborted one ran out of time', new Error('aborted'), AbortSignal.abort(), new UpstreamFault('timeout', true)],
  ['a fault stays what it is', new UpstreamFault('timeout', false), live, new UpstreamFault('timeout', false)],
  ['a request that could not be sent is none', coded('UND_ERR_INVALID_ARG'), live, undefined],
  ['a mistake of our own is none', new TypeError('x is not a function'), live, undefined],
])('%s', (_what, error, signal, fault) => {
  expect(faultOf(error, signal)).toEqual(fault);
});
