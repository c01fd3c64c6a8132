import { tellOfOutcome } from '../correspondence.ts';
import { visit } from '../chapter.ts';
import { hearingCentre } from '../sites.ts';
import { audiology } from '../specialties.ts';
import { coming, comingWithLetter, open, specialtyOf, type Stories } from './story.ts';

/** Letters of today, which show, and of yesterday and before, which do not (D8); what comes by post all the same (D9). */
export const derbyStories: Stories = {
  'derby-burton at derby-burton': (setting) => {
    const { calendar } = setting;
    const stomach = open(setting, specialtyOf('Gastroenterology'));
    const hearing = open(setting, audiology, hearingCentre);
    const today = calendar.moment(0, '06:00');
    const seen = calendar.time(-14, '10:10');
    const fitted = calendar.time(-10, '09:30');
    return [
      ...stomach.places,
      ...hearing.places,
      ...comingWithLetter(stomach.chapter, 'coming', { start: calendar.weekday(8, '10:50'), written: today }),
      ...coming(stomach.chapter, 'call', { start: calendar.weekday(19, '13:20'), mode: 'Video' }),
      visit(stomach.chapter, 'seen', { status: 'fulfilled', start: seen, lasts: 20, mode: 'In-person', type: 'first' }),
      tellOfOutcome(stomach.chapter, 'yesterday', { start: seen, written: calendar.moment(-1, '16:00'), as: 'text' }),
      tellOfOutcome(stomach.chapter, 'today', {
        start: seen,
        written: today,
        as: 'pdf',
        enclosures: ['Leaflet: Eating well with reflux', 'Blood test form'],
      }),
      visit(hearing.chapter, 'fitting', {
        status: 'fulfilled',
        start: fitted,
        lasts: 60,
        mode: 'In-person',
        type: 'first',
      }),
      ...comingWithLetter(hearing.chapter, 'check', {
        start: calendar.weekday(30, '09:30'),
        written: today,
        enclosures: ['Hearing aid batteries', 'Leaflet: Looking after your hearing aids'],
      }),
      // by post because of who wrote it, with nothing else in the envelope
      tellOfOutcome(hearing.chapter, 'fitted', { start: fitted, written: today, as: 'text' }),
    ];
  },
};
