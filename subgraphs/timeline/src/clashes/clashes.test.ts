import { describe, expect, it } from 'vitest';
import { foldEntries } from '../entries/fold.ts';
import type { Item } from '../records.ts';
import { anItem, aRecord, uuid } from '../testing/builders.ts';
import { engagementOf, findClashes, findClashesWith } from './find-clashes.ts';
import { distance, minutesOfTravel } from './travel.ts';
import { tellInstant, wordsForBooked, wordsForConsidered } from './words.ts';

const kingston = { latitude: 51.4149, longitude: -0.2825 };
const tooting = { latitude: 51.4266, longitude: -0.1748 };
const southampton = { latitude: 50.933, longitude: -1.4345 };
const derby = { latitude: 52.9109, longitude: -1.5147 };

describe('the way between two hospitals', () => {
  it.each([
    ['the same door', kingston, kingston, 0],
    ['two buildings of one site', kingston, { ...kingston, latitude: kingston.latitude + 0.005 }, 0],
    ['two towns’ edges, 7.6 km', kingston, tooting, 38],
    ['a hundred km: 30 through towns, the rest outside', kingston, southampton, 172],
    ['half the country', southampton, derby, 296],
  ])('takes from %s', (_case, from, to, minutes) => {
    expect(minutesOfTravel(from, to)).toBe(minutes);
    expect(minutesOfTravel(to, from)).toBe(minutes);
  });

  it('is measured along the earth', () => {
    expect(distance({ latitude: 51.5, longitude: 0 }, { latitude: 52.5, longitude: 0 })).toBeCloseTo(111.2, 1);
    expect(distance({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(111.2, 1);
  });
});

const at = (time: string, day = '2026-07-03') => new Date(`${day}T${time}:00.000Z`);
const entriesOf = (...items: Partial<Item>[]) =>
  foldEntries(items.map((given, index) => aRecord([anItem({ id: uuid(index + 1), ...given })], index)));
const clashOf = (...items: Partial<Item>[]) =>
  findClashes(entriesOf(...items)).map(({ kind, minutesBetween, minutesNeeded, lengthAssumed }) => [
    kind,
    minutesBetween,
    minutesNeeded,
    lengthAssumed,
  ]);
const nine = { startsAt: at('09:00'), endsAt: at('09:20') };

describe('clashes', () => {
  it.each<[string, [Partial<Item>, Partial<Item>], unknown[][]]>([
    ['one after the other', [nine, { startsAt: at('09:20'), endsAt: at('09:40') }], []],
    ['overlapping', [nine, { startsAt: at('09:10'), endsAt: at('09:40') }], [['OVERLAP', -10, 0, false]]],
    [
      'one inside the other',
      [
        { ...nine, endsAt: at('12:00') },
        { startsAt: at('10:00'), endsAt: at('10:05') },
      ],
      [['OVERLAP', -120, 0, false]],
    ],
    ['at the same instant', [nine, nine], [['OVERLAP', -20, 0, false]]],
    [
      'without an end: half an hour is counted',
      [{ startsAt: at('09:00') }, { startsAt: at('09:29') }],
      [['OVERLAP', -1, 0, true]],
    ],
    ['without an end, half an hour apart', [{ startsAt: at('09:00') }, { startsAt: at('09:30') }], []],
    [
      'ending before it begins: half an hour is counted',
      [{ startsAt: at('09:00'), endsAt: at('08:00') }, { startsAt: at('09:29') }],
      [['OVERLAP', -1, 0, true]],
    ],
    [
      'at the same instant, one without an end: no guess is needed',
      [{ ...nine, endsAt: at('09:30') }, { startsAt: at('09:00') }],
      [['OVERLAP', -30, 0, false]],
    ],
    ['one cancelled', [nine, { ...nine, status: 'CANCELLED' }], []],
    ['one over', [nine, { ...nine, status: 'FULFILLED' }], []],
    [
      'one asked to be cancelled, which stands until it is',
      [nine, { ...nine, status: 'PENDING_CANCELLATION' }],
      [['OVERLAP', -20, 0, false]],
    ],
    [
      'too far apart for the time between',
      [
        { ...nine, ...kingston },
        { startsAt: at('09:57'), ...tooting },
      ],
      [['TRAVEL', 37, 38, false]],
    ],
    [
      'just near enough',
      [
        { ...nine, ...kingston },
        { startsAt: at('09:58'), ...tooting },
      ],
      [],
    ],
    [
      'at one site, a moment apart',
      [
        { ...nine, ...kingston },
        { startsAt: at('09:20'), ...kingston },
      ],
      [],
    ],
    [
      'far apart, the second by video',
      [
        { ...nine, ...kingston },
        { startsAt: at('09:30'), ...southampton, mode: 'VIDEO' },
      ],
      [],
    ],
    [
      'far apart, the first by telephone',
      [
        { ...nine, ...kingston, mode: 'TELEPHONE' },
        { startsAt: at('09:30'), ...southampton },
      ],
      [],
    ],
    [
      'overlapping, both by telephone',
      [
        { ...nine, mode: 'TELEPHONE' },
        { ...nine, mode: 'TELEPHONE' },
      ],
      [['OVERLAP', -20, 0, false]],
    ],
    ['nobody knows where: no claim about the way', [nine, { startsAt: at('09:30'), ...southampton }], []],
    [
      'across the night',
      [
        { startsAt: at('22:30', '2026-07-02'), endsAt: at('23:50', '2026-07-02'), ...kingston },
        { startsAt: at('00:30'), ...southampton },
      ],
      [['TRAVEL', 40, 172, false]],
    ],
    // 01:30 comes twice that night: an hour apart, though both clocks show the same
    [
      'an hour apart on the night the clocks go back',
      [
        { startsAt: at('00:30', '2026-10-25'), endsAt: at('01:00', '2026-10-25') },
        { startsAt: at('01:30', '2026-10-25') },
      ],
      [],
    ],
    // from 00:50 GMT to 02:10 BST it is 20 minutes
    [
      'twenty minutes apart on the night the clocks go forward',
      [
        { startsAt: at('00:20', '2026-03-29'), endsAt: at('00:50', '2026-03-29'), ...kingston },
        { startsAt: at('01:10', '2026-03-29'), ...tooting },
      ],
      [['TRAVEL', 20, 38, false]],
    ],
    [
      'on two leap days',
      [
        { startsAt: at('23:45', '2028-02-28'), endsAt: at('00:15', '2028-02-29') },
        { startsAt: at('00:00', '2028-02-29') },
      ],
      [['OVERLAP', -15, 0, false]],
    ],
  ])('U1 W5 finds what cannot both be kept: %s', (_case, items, clashes) => {
    expect(clashOf(...items)).toEqual(clashes);
    expect(clashOf(...items.toReversed())).toEqual(clashes);
  });

  it('are none between two tellings of one appointment', () => {
    expect(clashOf({ ...nine, sameAs: ['booking.a'] }, { ...nine, sameAs: ['booking.a'] })).toEqual([]);
  });

  it('are found behind a long stay that covers several', () => {
    const stay = { startsAt: at('00:00'), endsAt: at('00:00', '2026-07-09') };
    expect(clashOf(stay, { startsAt: at('10:00') }, { startsAt: at('10:00', '2026-07-08') })).toHaveLength(2);
  });

  it('end at two hundred', () => {
    expect(
      findClashes(foldEntries([aRecord(Array.from({ length: 60 }, (_, n) => anItem({ id: uuid(n) })))])),
    ).toHaveLength(200);
  });
});

describe('a time under consideration', () => {
  const considered = engagementOf({ startsAt: at('09:30'), endsAt: at('10:00'), mode: 'IN_PERSON', ...tooting });
  it.each<[string, Partial<Item>, string[]]>([
    ['before it, far away', { startsAt: at('08:40'), endsAt: at('09:00'), ...kingston }, ['TRAVEL']],
    ['before it, in time', { startsAt: at('08:00'), endsAt: at('08:20'), ...kingston }, []],
    ['after it, far away', { startsAt: at('10:10'), ...kingston }, ['TRAVEL']],
    ['at the same time', { startsAt: at('09:45') }, ['OVERLAP']],
    ['cancelled', { startsAt: at('09:45'), status: 'CANCELLED' }, []],
  ])('U1 W8 clashes with an appointment %s', (_case, item, kinds) => {
    expect(findClashesWith(entriesOf(item), considered).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('the words', () => {
  const conflict = { kind: 'TRAVEL', minutesBetween: 20, minutesNeeded: 38, lengthAssumed: false } as const;
  const [one, two] = [
    { hospital: 'Kingston Hospital', startsAt: at('08:30') },
    { hospital: "St George's", startsAt: at('09:20') },
  ];

  it('tell the time as it is in London, summer and winter', () => {
    expect(tellInstant(at('08:30'))).toBe('Friday 3 July 2026 at 09:30');
    expect(tellInstant(at('08:30', '2026-01-02'))).toBe('Friday 2 January 2026 at 08:30');
    expect(tellInstant(at('23:30', '2026-06-30'))).toBe('Wednesday 1 July 2026 at 00:30');
  });

  it('say what clashes and what to do', () => {
    expect(wordsForBooked(conflict, one, two)).toBe(
      "There are 20 minutes between two appointments: Kingston Hospital on Friday 3 July 2026 at 09:30, and St George's on Friday 3 July 2026 at 10:20. The way between them may take about 38 minutes. Ask one of the hospitals for another time.",
    );
    expect(wordsForConsidered({ ...conflict, kind: 'OVERLAP', lengthAssumed: true }, two, one)).toBe(
      "Two appointments are at the same time: Kingston Hospital on Friday 3 July 2026 at 09:30, and St George's on Friday 3 July 2026 at 10:20. (We do not know how long the first one takes, and counted half an hour.) You may want to choose another time.",
    );
  });
});
