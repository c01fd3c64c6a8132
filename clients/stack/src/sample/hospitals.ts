import { derby, guys, kings, kingston, royalFree, type Site, southampton, stGeorges, westHerts } from './sites.ts';

/** Where the samples happen: the real trusts' codes and places, with clinics and numbers that are made up. */
export interface Hospital {
  /** Key of the source in the list of trusts. */
  readonly source: string;
  readonly odsCode: string;
  readonly name: string;
  readonly sites: readonly [Site, ...Site[]];
  /** Of the range that Ofcom keeps for drama. */
  readonly bookingPhone: string;
  /** Whether it calls its letters confirmations and outcome letters (W5), or appointment and clinic letters (K7). */
  readonly letters: 'appointment and clinic' | 'confirmation and outcome';
}

/** The hospitals of each trust on the list, by its key. */
export const hospitals: Readonly<Record<string, readonly Hospital[]>> = {
  kingston: [
    {
      source: 'kingston',
      odsCode: 'RAX',
      name: 'Kingston Hospital',
      sites: kingston,
      bookingPhone: '020 7946 0101',
      letters: 'appointment and clinic',
    },
  ],
  'st-georges': [
    {
      source: 'st-georges',
      odsCode: 'RJ7',
      name: "St George's Hospital",
      sites: stGeorges,
      bookingPhone: '020 7946 0102',
      letters: 'appointment and clinic',
    },
  ],
  'kings-guys': [
    {
      source: 'kings',
      odsCode: 'RJZ',
      name: "King's College Hospital",
      sites: kings,
      bookingPhone: '020 7946 0103',
      letters: 'appointment and clinic',
    },
    {
      source: 'guys',
      odsCode: 'RJ1',
      name: "Guy's and St Thomas'",
      sites: guys,
      bookingPhone: '020 7946 0104',
      letters: 'appointment and clinic',
    },
  ],
  'west-herts-royal-free': [
    {
      source: 'west-herts',
      odsCode: 'RWG',
      name: 'Watford General Hospital',
      sites: westHerts,
      bookingPhone: '01632 960105',
      letters: 'confirmation and outcome',
    },
    {
      source: 'royal-free',
      odsCode: 'RAL',
      name: 'Royal Free Hospital',
      sites: royalFree,
      bookingPhone: '020 7946 0106',
      letters: 'confirmation and outcome',
    },
  ],
  southampton: [
    {
      source: 'southampton',
      odsCode: 'RHM',
      name: 'Southampton General Hospital',
      sites: southampton,
      bookingPhone: '01632 960107',
      letters: 'appointment and clinic',
    },
  ],
  'derby-burton': [
    {
      source: 'derby-burton',
      odsCode: 'RTG',
      name: 'Royal Derby Hospital',
      sites: derby,
      bookingPhone: '01632 960108',
      letters: 'appointment and clinic',
    },
  ],
};
