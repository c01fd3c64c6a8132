import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anItem, aPoint, aRepresentation, firstTrust, secondTrust, told, uuid } from './testing/builders.ts';
import { account, type Bed, makeSigner, startBed } from './testing/start-timeline.ts';

let bed: Bed;
beforeAll(async () => {
  bed = await startBed(() => new Date('2026-07-01T00:00:00.000Z'));
});
afterAll(() => bed.close());

const at = (time: string) => new Date(`2026-07-03T${time}:00.000Z`);
const position = { latitude: 51.4149, longitude: -0.2825 };
const patient = (...records: object[]) => ({ __typename: 'Patient', id: account, records });
const answered = (...items: object[]) => aRepresentation({ timelineItems: items.map(told) });
const alsoAnswered = (...items: object[]) =>
  aRepresentation({ id: uuid(901), timelineItems: items.map(told) }, secondTrust);
const silent = { __typename: `${secondTrust.typePrefix}Record` };

/** The one field that was asked for, or the codes of the errors. */
async function fieldOf(selection: string, representation: object, token?: string): Promise<unknown> {
  const { data, errors } = await bed.ask(`field: ${selection}`, representation, token ?? (await bed.token()));
  return errors ? errors.map(({ extensions }) => extensions.code) : data?._entities[0]?.['field'];
}

const booking = { sameAs: ['booking.a'], startsAt: at('08:30'), endsAt: at('09:00') };
const page = `timeline(order: OLDEST_FIRST) {
  totalCount setAside missing { key } notShown { key }
  nodes { id title status startsAt place sourcesDiffer sources { trust { key name odsCodes } source { key } record appointment status } }
}`;

describe('the timeline', () => {
  it('K16 M5 lists the appointments of every trust once, by date, each with all its sources', async () => {
    const own = answered(
      anItem({ id: uuid(2), ...booking, place: 'Outpatients 3' }),
      anItem({ id: uuid(3), startsAt: at('07:00') }),
    );
    const other = alsoAnswered(
      anItem({ id: uuid(1), ...booking, status: 'PENDING_CHANGE', updatedAt: new Date('2026-04-01T00:00:00Z') }),
    );
    expect(await fieldOf(page, patient(own, other))).toEqual({
      totalCount: 2,
      setAside: 0,
      missing: [],
      notShown: [],
      nodes: [
        expect.objectContaining({ id: uuid(3), sourcesDiffer: false }),
        {
          id: uuid(1),
          title: 'Outpatient appointment',
          status: 'BOOKED',
          startsAt: '2026-07-03T08:30:00.000Z',
          place: 'Outpatients 3',
          sourcesDiffer: true,
          sources: [
            {
              trust: { key: 'kingston', name: 'Kingston Hospital', odsCodes: ['RAX'] },
              source: { key: 'kingston' },
              record: uuid(900),
              appointment: uuid(2),
              status: 'BOOKED',
            },
            expect.objectContaining({ record: uuid(901), appointment: uuid(1), status: 'PENDING_CHANGE' }),
          ],
        },
      ],
    });
  });

  it('K16 stands without a trust that did not answer, which is named, and tells it from one that shows none', async () => {
    const showsNone = { __typename: 'KingsGuysRecord', id: uuid(902), sections: [], timelineItems: null };
    expect(await fieldOf(page, patient(answered(anItem()), silent, showsNone))).toMatchObject({
      totalCount: 1,
      missing: [{ key: secondTrust.key }],
      notShown: [{ key: 'kings-guys' }],
    });
  });

  it('K16 is empty with a word for each trust that is missing', async () => {
    expect(await fieldOf(page, patient(silent))).toEqual({
      totalCount: 0,
      setAside: 0,
      missing: [{ key: secondTrust.key }],
      notShown: [],
      nodes: [],
    });
  });

  it('counts what the trusts that answered could not show', async () => {
    const damaged = aRepresentation({ timelineItems: [], timelineSetAside: 2 });
    const also = aRepresentation({ id: uuid(901), timelineItems: [], timelineSetAside: 1 }, secondTrust);
    expect(await fieldOf('timeline { totalCount setAside }', patient(damaged, also))).toEqual({
      totalCount: 0,
      setAside: 3,
    });
  });

  it('is refused with a cursor of somebody else’s list', async () => {
    expect(await fieldOf('timeline(after: "x") { totalCount }', patient(answered()))).toEqual(['CURSOR_INVALID']);
  });
});

describe('clashes', () => {
  const clash = '{ missing { key } clashes { kind words minutesBetween minutesNeeded lengthAssumed entries { id } } }';

  it('U1 W5 are told with both appointments, from now on', async () => {
    const past = new Date('2026-06-30T08:00:00Z');
    const own = answered(
      anItem({ id: uuid(1), startsAt: at('08:30'), endsAt: at('09:00') }),
      anItem({ id: uuid(3), startsAt: past }),
      anItem({ id: uuid(4), startsAt: past }),
    );
    const other = alsoAnswered(anItem({ id: uuid(2), startsAt: at('08:45') }));
    const found = {
      kind: 'OVERLAP',
      words: expect.stringContaining('Friday 3 July 2026 at 09:30'),
      minutesBetween: -15,
      minutesNeeded: 0,
      lengthAssumed: false,
      entries: [{ id: uuid(1) }, { id: uuid(2) }],
    };
    expect(await fieldOf(`clashes ${clash}`, patient(own, other))).toEqual({ missing: [], clashes: [found] });
    expect(await fieldOf('clashes(from: "2026-06-01T00:00:00Z") { clashes { kind } }', patient(own, other))).toEqual({
      clashes: [{ kind: 'OVERLAP' }, { kind: 'OVERLAP' }],
    });
  });

  it('U1 W8 W9 are told for a time under consideration, without the appointment that would be moved there', async () => {
    const own = answered(anItem({ id: uuid(1), startsAt: at('08:30'), ...position }));
    const other = alsoAnswered(anItem({ id: uuid(2), startsAt: at('12:00'), latitude: 51.4266, longitude: -0.1748 }));
    const considered = (startsAt: string, more = '') =>
      fieldOf(
        `clashesWith(startsAt: "2026-07-03T${startsAt}:00Z", trust: "kingston"${more}) { clashes { kind entries { id } } missing { key } }`,
        patient(own, other, silent),
      );
    const none = { clashes: [], missing: [{ key: secondTrust.key }] };
    expect(await considered('08:40', `, except: "${uuid(1)}"`)).toEqual(none);
    expect(await considered('08:40')).toMatchObject({ clashes: [{ kind: 'OVERLAP', entries: [{ id: uuid(1) }] }] });
    // half an hour from the end to the other hospital: too little for an appointment where the moved one is
    expect(await considered('11:00', `, except: "${uuid(1)}"`)).toMatchObject({
      clashes: [{ kind: 'TRAVEL', entries: [{ id: uuid(2) }] }],
    });
    expect(await considered('11:00')).toEqual(none); // nobody has said where
    expect(await considered('11:00', ', latitude: 51.4149, longitude: -0.2825')).toMatchObject({
      clashes: [{ kind: 'TRAVEL' }],
    });
    expect(await considered('11:00', `, except: "${uuid(1)}", mode: VIDEO`)).toEqual(none);
  });

  it.each([
    ['trust: "elsewhere"', 'TRUST_UNKNOWN'],
    ['trust: "kingston", endsAt: "2026-07-03T08:00:00Z"', 'BAD_INPUT'],
    ['trust: "kingston", latitude: 51', 'BAD_INPUT'],
    ['trust: "kingston", longitude: 0', 'BAD_INPUT'],
    ['trust: "kingston", latitude: 91, longitude: 0', 'BAD_INPUT'],
    ['trust: "kingston", latitude: 51, longitude: 181', 'BAD_INPUT'],
  ])('are not looked for with %s', async (args, code) => {
    const field = `clashesWith(startsAt: "2026-07-03T08:30:00Z", ${args}) { clashes { kind } }`;
    expect(await fieldOf(field, patient(answered()))).toEqual([code]);
  });
});

describe('the history of a test', () => {
  it('M12 W13 joins the trusts’ numbers, each marked with its source, and names who is missing', async () => {
    const own = aRepresentation({ resultPoints: [told(aPoint({ low: 115, high: 165 }))] });
    const history =
      'testHistory(code: "718-7", system: "http://loinc.org") { missing { key } notShown { key } series { code { system code } name unit points { number comparator low high takenAt trust { key } source { key } record result } } }';
    expect(await fieldOf(history, patient(own, silent))).toEqual({
      missing: [{ key: secondTrust.key }],
      notShown: [],
      series: [
        {
          code: { system: 'http://loinc.org', code: '718-7' },
          name: 'Haemoglobin',
          unit: 'g/L',
          points: [
            {
              number: 131,
              comparator: null,
              low: 115,
              high: 165,
              takenAt: '2026-05-01T00:00:00.000Z',
              trust: { key: firstTrust.key },
              source: { key: firstTrust.key },
              record: uuid(900),
              result: uuid(1),
            },
          ],
        },
      ],
    });
  });
});

it('tells in the calendar the time and the hospital, and nothing of what it is for', async () => {
  const secret = anItem({
    title: 'Oncology: outpatient appointment',
    place: 'Breast clinic',
    postcode: 'KT2 7QB',
    startsAt: at('08:30'),
    endsAt: at('09:00'),
  });
  const text = String(await fieldOf('calendar', patient(answered(secret))));
  expect(['Oncology', 'Breast', 'outpatient'].filter((word) => text.includes(word))).toEqual([]);
  const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  expect([event?.uid, event?.summary, event?.location, event?.startDate.toJSDate()]).toEqual([
    `${uuid(1)}@crosstrust`,
    'Hospital appointment',
    'Kingston Hospital, KT2 7QB',
    at('08:30'),
  ]);
});

describe('who is answered', () => {
  const everything = ['timeline { totalCount }', 'clashes { clashes { kind } }', 'calendar', 'id'];
  const mine = patient(answered(anItem()));

  it.each([
    ['without a token', async () => undefined, 'UNAUTHENTICATED'],
    ['with a token of another key', async () => bed.token({}, await makeSigner('issuer')), 'TOKEN_INVALID'],
    ['with a token made for a trust', async () => bed.token({ aud: 'kingston' }), 'TOKEN_INVALID'],
    ['with a token made for accounts', async () => bed.token({ aud: 'accounts' }), 'TOKEN_INVALID'],
    ['with a token of another issuer', async () => bed.token({ iss: 'kingston' }), 'TOKEN_INVALID'],
    ['with a token that is over', async () => bed.token({ exp: 1 }, await oldSigner()), 'TOKEN_INVALID'],
    ['with nonsense', async () => 'nonsense', 'TOKEN_INVALID'],
    ['with somebody else’s token', async () => bed.token({ sub: uuid(7) }), 'NOT_YOURS'],
  ])('is nobody %s', async (_how, token, code) => {
    for (const field of everything) {
      const { data, errors } = await bed.ask(field, mine, await token());
      expect([field, errors?.map(({ extensions }) => extensions.code)]).toEqual([field, [code]]);
      expect(JSON.stringify(data ?? null)).not.toMatch(/VCALENDAR|totalCount|clashes/);
    }
  });

  it('is nobody about somebody else: their representation is refused, whatever else comes along', async () => {
    const theirs = { ...mine, id: uuid(7) };
    for (const field of everything) {
      const { data, errors } = await bed.ask(field, theirs, await bed.token());
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([{ _entities: [null] }, ['NOT_YOURS']]);
    }
  });

  it('is told nothing that belongs to other services, nor the schema', async () => {
    const codes = async (field: string) =>
      (await bed.ask(field, mine, await bed.token())).errors?.map(({ extensions }) => extensions.code);
    expect(await codes('records { id }')).toEqual(['NOT_YOURS']);
    const response = await fetch(`${bed.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    });
    expect(await response.text()).toContain('INTROSPECTION_REFUSED');
  });

  it('is told of a fault of ours without a word of what came', async () => {
    const { errors } = await bed.ask(
      'calendar',
      { __typename: 'Patient', id: account, secret: 'Oncology' },
      await bed.token(),
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL']);
    expect(JSON.stringify(errors)).not.toContain('Oncology');
  });
});

/** Signs as the issuer would, with an end of the test's own. */
async function oldSigner() {
  const signer = await makeSigner('issuer');
  return { ...signer, sign: (claims: object, _seconds: number, now: Date) => signer.sign({ ...claims }, -60, now) };
}
