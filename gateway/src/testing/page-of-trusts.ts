import type { Handler } from './fake-service.ts';

/** One query over all trusts of the world. */
export const page = '{ me { name records { trust { key } appointments { nodes { id startsAt } } } } }';
/** What a trust answers to it. */
export const appointments = (key: string) => ({ nodes: [{ id: `${key}-a1`, startsAt: '2030-01-02' }] });
/** A record as it comes back whole. */
export const record = (key: string) => ({ trust: { key }, appointments: appointments(key) });
/** The answer when everybody is well. */
export const wholePage = { me: { name: 'Ada Test', records: [record('north'), record('south'), record('west')] } };
/** The answer when south costs its own fields. */
export const pageWithoutSouth = {
  me: { name: 'Ada Test', records: [record('north'), { trust: { key: 'south' }, appointments: null }, record('west')] },
};

/** What the patient reads. */
export const messages = {
  TRUST_UNAVAILABLE:
    'This hospital’s system did not answer. The rest of the page is complete; try again in a few minutes.',
  TRUST_TIMEOUT:
    'This hospital’s system took too long to answer. The rest of the page is complete; try again in a few minutes.',
};
/** The one error of such a page. */
export const southIs = (code: keyof typeof messages) => ({
  message: messages[code],
  path: ['me', 'records', 1],
  extensions: { code, trust: 'south' },
});

/** Answers exactly this. */
export const raw =
  (text: string, type = 'application/json', status = 200): Handler =>
  (_asked, response) => {
    response.writeHead(status, { 'content-type': type }).end(text);
  };
/** Breaks off in the middle of its answer. */
export const resetting: Handler = (_asked, response) => {
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    .write('{"data":{"_entities":[');
  setTimeout(() => response.socket?.resetAndDestroy(), 20);
};
