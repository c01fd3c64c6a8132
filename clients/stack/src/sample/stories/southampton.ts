import { coming, comingWithLetter, open, specialtyOf, type Stories } from './story.ts';

/** Visits to accept, or to ask to move or cancel (U2 U9): the first is less than three working days away (U10). */
export const southamptonStories: Stories = {
  'southampton at southampton': (setting) => {
    const { calendar } = setting;
    const lungs = open(setting, specialtyOf('Respiratory medicine'));
    const joints = open(setting, specialtyOf('Rheumatology'));
    const written = calendar.moment(0, '06:30');
    return [
      ...lungs.places,
      ...joints.places,
      ...comingWithLetter(lungs.chapter, 'soon', { start: calendar.weekday(2, '11:00'), written }),
      ...comingWithLetter(joints.chapter, 'later', {
        start: calendar.weekday(15, '09:40'),
        written,
        enclosures: ['Leaflet: Your visit to Rheumatology'],
      }),
      ...coming(lungs.chapter, 'call', { start: calendar.weekday(25, '14:10'), mode: 'Telephone' }),
      ...coming(joints.chapter, 'to be cancelled', {
        start: calendar.weekday(20, '10:20'),
        pending: 'Pending Cancellation',
      }),
    ];
  },
};
