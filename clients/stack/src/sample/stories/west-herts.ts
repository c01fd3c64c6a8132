import type { Setting } from '../chapter.ts';
import type { Resource } from '../resources.ts';
import { comingWithLetter, open, specialtyOf, type Stories } from './story.ts';

/** Visits that can be moved to free places of the same clinic, or cancelled (W8 W10 W12), and ones that cannot. */
export const westHertsStories: Stories = {
  'transport at west-herts': (setting) => [
    ...heart(setting, { transport: true }),
    ...diabetes(setting),
    ...knee(setting),
  ],
  'interpreter at west-herts': (setting) => heart(setting, { interpreter: true }),
  'interpreter at kings': (setting) => {
    const { chapter, places } = open(setting, specialtyOf('Respiratory medicine'));
    const start = setting.calendar.time(26, '14:20');
    const written = setting.calendar.time(-4, '09:00');
    const told = { start, mode: 'Video', interpreter: true, written } as const;
    return [...places, ...comingWithLetter(chapter, 'with interpreter', told)];
  },
};

function heart(setting: Setting, flags: { transport?: boolean; interpreter?: boolean }): Resource[] {
  const { calendar } = setting;
  const { chapter, places } = open(setting, specialtyOf('Cardiology'));
  const start = calendar.weekday(11, '10:30');
  const written = calendar.time(-5, '08:15');
  return [...places, ...comingWithLetter(chapter, 'review', { start, ...flags, fromDiary: true, written })];
}

function diabetes(setting: Setting): Resource[] {
  const { calendar } = setting;
  const { chapter, places } = open(setting, specialtyOf('Diabetic medicine'));
  const start = calendar.weekday(17, '15:40');
  const told = { start, mode: 'Telephone', fromDiary: true, written: calendar.time(-5, '08:20'), as: 'text' } as const;
  return [...places, ...comingWithLetter(chapter, 'call', told)];
}

/** A day case, which nobody moves online. */
function knee(setting: Setting): Resource[] {
  const { calendar } = setting;
  const { chapter, places } = open(setting, specialtyOf('Trauma and orthopaedics'));
  const start = calendar.time(44, '07:30');
  const service = 'Knee arthroscopy (day case)';
  const told = { start, lasts: 480, kind: 'daycase', service, transport: true } as const;
  return [...places, ...comingWithLetter(chapter, 'day case', { ...told, written: calendar.time(-5, '08:25') })];
}
