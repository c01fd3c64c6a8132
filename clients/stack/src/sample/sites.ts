/** A building that patients are sent to. The places are real, so that the way between two of them takes as long as it does. */
export interface Site {
  readonly name: string;
  /** The hospital that it is part of: a trust has several. */
  readonly hospital: string;
  readonly line: string;
  readonly city: string;
  readonly postcode: string;
  /** Degrees (WGS 84). */
  readonly position: { readonly latitude: number; readonly longitude: number };
  /** How to find it on the day. */
  readonly directions: string;
}

type Sites = readonly [Site, ...Site[]];
type Ground = Omit<Site, 'name' | 'directions'>;

const ground = (
  hospital: string,
  address: readonly [line: string, city: string, postcode: string],
  [latitude, longitude]: readonly [number, number],
): Ground => {
  const [line, city, postcode] = address;
  return { hospital, line, city, postcode, position: { latitude, longitude } };
};
const at = (place: Ground, name: string, directions: string): Site => ({ ...place, name, directions });

const galsworthyRoad = ground(
  'Kingston Hospital',
  ['Galsworthy Road', 'Kingston upon Thames', 'KT2 7QB'],
  [51.4147, -0.2826],
);
const blackshawRoad = ground("St George's Hospital", ['Blackshaw Road', 'London', 'SW17 0QT'], [51.4267, -0.1749]);
const roehampton = ground("Queen Mary's Hospital", ['Roehampton Lane', 'London', 'SW15 5PN'], [51.4553, -0.2412]);
const denmarkHill = ground("King's College Hospital", ['Denmark Hill', 'London', 'SE5 9RS'], [51.4681, -0.0937]);
const londonBridge = ground("Guy's Hospital", ['Great Maze Pond', 'London', 'SE1 9RT'], [51.5034, -0.087]);
const westminsterBridge = ground(
  "St Thomas' Hospital",
  ['Westminster Bridge Road', 'London', 'SE1 7EH'],
  [51.4989, -0.1188],
);
const vicarageRoad = ground('Watford General Hospital', ['Vicarage Road', 'Watford', 'WD18 0HB'], [51.649, -0.4042]);
const stAlbans = ground('St Albans City Hospital', ['Waverley Road', 'St Albans', 'AL3 5PN'], [51.7606, -0.3418]);
const pondStreet = ground('Royal Free Hospital', ['Pond Street', 'London', 'NW3 2QG'], [51.5534, -0.1655]);
const tremonaRoad = ground(
  'Southampton General Hospital',
  ['Tremona Road', 'Southampton', 'SO16 6YD'],
  [50.933, -1.4344],
);
const coxfordRoad = ground('Princess Anne Hospital', ['Coxford Road', 'Southampton', 'SO16 5YA'], [50.9352, -1.4337]);
const uttoxeterRoad = ground('Royal Derby Hospital', ['Uttoxeter Road', 'Derby', 'DE22 3NE'], [52.911, -1.5128]);
const belvedereRoad = ground(
  "Queen's Hospital Burton",
  ['Belvedere Road', 'Burton-on-Trent', 'DE13 0RB'],
  [52.818, -1.6566],
);

/** Those that the stories name. */
export const roseCentre = at(
  blackshawRoad,
  'Rose Centre',
  'Beside the Lanesborough Wing, with its own entrance from the car park.',
);
export const goldenJubileeWing = at(
  denmarkHill,
  'Golden Jubilee Wing',
  'Five minutes on foot from Denmark Hill station. Suites 1 to 9 are on the first floor.',
);
export const cheyneWing = at(
  denmarkHill,
  'Cheyne Wing',
  'Through the main entrance of the Hambleden Wing, then the second corridor on the left.',
);
export const princessMichael = at(
  vicarageRoad,
  'Princess Michael of Kent Building',
  'Enter from Vicarage Road by the stadium. Outpatients is on level 3.',
);
export const hearingCentre = at(
  uttoxeterRoad,
  'Hearing Centre, Level 2',
  'Take the lifts at entrance 24 and follow the sign of the ear.',
);

export const kingston: Sites = [
  at(galsworthyRoad, 'Main Outpatients', 'Use the main entrance and follow the blue line to Outpatients, level 2.'),
  at(galsworthyRoad, 'Esher Wing', 'Enter by the doors opposite the bus stops. The lifts are on the right.'),
];
export const stGeorges: Sites = [
  at(
    blackshawRoad,
    'Lanesborough Wing',
    'Ten minutes on foot from Tooting Broadway. Clinics A to D are on the ground floor.',
  ),
  roseCentre,
  at(roehampton, 'Outpatients', 'This is not in Tooting: it is in Roehampton. Reception is on the ground floor.'),
];
export const kings: Sites = [goldenJubileeWing, cheyneWing];
export const guys: Sites = [
  at(londonBridge, 'Southwark Wing', 'Two minutes from London Bridge station. Take the lifts to floor 2.'),
  at(westminsterBridge, 'Gassiot House', 'Across the road from the main entrance. Reception is on the ground floor.'),
];
export const westHerts: Sites = [
  princessMichael,
  at(vicarageRoad, 'Outpatients Two', 'Behind the main entrance: follow the green signs.'),
  at(stAlbans, 'Gloucester Wing', 'This is in St Albans. Parking is by the Waverley Road gate.'),
];
export const royalFree: Sites = [
  at(pondStreet, 'Clinic Four, Ground Floor', 'Turn left inside the main entrance; Clinic Four is past the pharmacy.'),
  at(pondStreet, 'Pond Street Building', 'Opposite Hampstead Heath station.'),
];
export const southampton: Sites = [
  at(tremonaRoad, 'Outpatients, Level B', 'Use the main entrance and take the lifts by the shops down to level B.'),
  at(tremonaRoad, 'West Wing, Level C', 'From the main entrance follow the yellow signs to the West Wing.'),
  at(coxfordRoad, 'Outpatients, Level D', 'Across the road from the General Hospital, with its own car park.'),
];
export const derby: Sites = [
  at(uttoxeterRoad, 'Outpatients, Level 1', 'Use the main entrance; check in at one of the screens or at the desk.'),
  at(belvedereRoad, 'Treatment Centre', 'This is in Burton, 20 minutes by car from Derby.'),
];
