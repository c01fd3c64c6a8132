import { placesOf, type Setting, visit } from '../chapter.ts';
import { locationResource } from '../places.ts';
import { cheyneWing, goldenJubileeWing, princessMichael, roseCentre } from '../sites.ts';
import { dermatology, imaging } from '../specialties.ts';
import { bloodSugar, waitingResult } from './lab-results.ts';
import { coming, comingWithLetter, open, specialtyOf, type Stories } from './story.ts';

/** The booking that Kingston and St George's both hold: one visit, told by two trusts. */
const sharedBooking = '000099000026';
/** The booking that reached King's by two routes, which disagree about time and place. */
const twiceBooking = '000099000033';

/**
 * One woman at all six trusts. Her days to come are at least three days apart, so that a weekend moves none onto another:
 * only those meet that are meant to (12: overlap; 16: too little time to travel; 26: the same visit at two trusts).
 */
export const sixTrustStories: Stories = {
  'six-trusts at kingston': (setting) => {
    const { calendar } = setting;
    const heart = open(setting, specialtyOf('Cardiology'));
    const skin = openVisitingClinic(setting);
    return [
      ...heart.places,
      ...skin.places,
      ...comingWithLetter(heart.chapter, 'overlapping', {
        start: calendar.time(12, '10:00'),
        written: calendar.time(-7, '08:30'),
      }),
      ...coming(skin.chapter, 'shared', { start: calendar.time(26, '14:00'), booking: sharedBooking }),
      visit(heart.chapter, 'damaged', { status: 'booked', lasts: 20, mode: 'In-person', type: 'follow-up' }),
    ];
  },
  'six-trusts at st-georges': (setting) => {
    const { calendar } = setting;
    const joints = open(setting, specialtyOf('Rheumatology'));
    const skin = open(setting, dermatology, roseCentre);
    return [
      ...joints.places,
      ...skin.places,
      ...comingWithLetter(joints.chapter, 'overlapping', {
        start: calendar.time(12, '10:15'),
        written: calendar.time(-7, '08:40'),
      }),
      ...coming(skin.chapter, 'shared', { start: calendar.time(26, '14:00'), booking: sharedBooking }),
      visit(joints.chapter, 'missed', {
        status: 'noshow',
        start: calendar.time(-30, '15:10'),
        lasts: 20,
        mode: 'In-person',
        type: 'follow-up',
      }),
    ];
  },
  'six-trusts at kings': (setting) => {
    const { calendar } = setting;
    const diabetes = open(setting, specialtyOf('Diabetic medicine'), goldenJubileeWing);
    const elsewhere = open(setting, specialtyOf('Diabetic medicine'), cheyneWing);
    const twice = { booking: twiceBooking, type: 'follow-up' } as const;
    return [
      ...diabetes.places,
      ...elsewhere.places,
      ...coming(diabetes.chapter, 'far away', { start: calendar.time(16, '09:30') }),
      ...coming(diabetes.chapter, 'twice', {
        ...twice,
        start: calendar.time(33, '11:00'),
        route: { system: 'https://e-referrals.example.org', changed: calendar.time(-12, '09:05') },
      }),
      ...coming(elsewhere.chapter, 'twice, again', {
        ...twice,
        start: calendar.time(33, '11:30'),
        route: { system: 'https://bookings.kings.example.org', changed: calendar.time(-5, '15:40') },
      }),
      ...bloodSugar(setting, [
        [-700, 49],
        [-520, 58],
        [-340, 64],
        [-160, 51],
      ]),
    ];
  },
  'six-trusts at guys': (setting) => {
    const { chapter, places } = open(setting, specialtyOf('Gastroenterology'));
    const start = setting.calendar.time(40, '13:15');
    return [...places, ...coming(chapter, 'to be changed', { start, mode: 'Video', pending: 'Pending Change' })];
  },
  'six-trusts at west-herts': (setting) => {
    const { calendar } = setting;
    const diabetes = open(setting, specialtyOf('Diabetic medicine'), princessMichael);
    const knee = open(setting, specialtyOf('Trauma and orthopaedics'));
    return [
      ...diabetes.places,
      ...knee.places,
      ...coming(diabetes.chapter, 'far away', { start: calendar.time(16, '10:20') }),
      ...coming(knee.chapter, 'scan', {
        start: calendar.time(37, '08:45'),
        kind: 'diagnostic',
        service: `${imaging.name}: MRI scan of the knee`,
      }),
      ...coming(knee.chapter, 'day case', {
        start: calendar.time(47, '07:30'),
        lasts: 480,
        kind: 'daycase',
        service: 'Knee arthroscopy (day case)',
      }),
      ...comingWithLetter(knee.chapter, 'admission', {
        start: calendar.time(61, '07:00'),
        lasts: 3 * 24 * 60,
        kind: 'inpatient',
        service: 'Knee replacement',
        written: calendar.time(-3, '09:00'),
      }),
      ...bloodSugar(setting, [
        [-610, 53],
        [-430, 66],
        [-250, 55],
        [-70, 46],
      ]),
      ...waitingResult(setting),
    ];
  },
  'six-trusts at southampton': (setting) => {
    const { chapter, places } = open(setting, specialtyOf('Respiratory medicine'));
    const told = { start: setting.calendar.time(22, '12:10'), written: setting.calendar.time(-2, '10:00') };
    return [...places, ...comingWithLetter(chapter, 'to be moved', { ...told, pending: 'Pending Reschedule' })];
  },
  'six-trusts at derby-burton': (setting) => {
    const { chapter, places } = open(setting, specialtyOf('Cardiology'));
    const written = setting.calendar.moment(0, '06:00');
    return [...places, ...comingWithLetter(chapter, 'coming', { start: setting.calendar.time(19, '15:00'), written })];
  },
};

/** Kingston's patients of this clinic are seen at St George's, so that both trusts hold the booking. */
function openVisitingClinic(setting: Setting): ReturnType<typeof open> {
  const { chapter } = open(setting, dermatology);
  const location = locationResource(roseCentre, setting.hospital, setting.organisation);
  return { chapter: { ...chapter, location }, places: placesOf({ ...chapter, location }) };
}
