import { sections, type TrustEntry } from '@crosstrust/contract';
import { national } from '../policy/national.ts';
import { definePolicy, type Policy, type PolicyInput } from '../policy/policy.ts';

/** Trusts that exist for tests only: one on its own, and a partnership. */
export const exampleTrusts: readonly TrustEntry[] = [
  {
    key: 'example',
    name: 'Example Hospital',
    typePrefix: 'Example',
    sources: [{ key: 'example', odsCode: 'X26', name: 'Example Hospital' }],
  },
  {
    key: 'partners',
    name: 'North and South',
    typePrefix: 'Partners',
    sources: [
      { key: 'north', odsCode: 'X27', name: 'North' },
      { key: 'south', odsCode: 'X28', name: 'South' },
    ],
  },
];

const offered = {
  offered: true as const,
  level: 'one-factor' as const,
  rule: 'assumed',
  kinds: ['outpatient' as const],
};
const said = { words: 'Words.', rule: 'assumed' } as const;
const articles = { state: 'OFFERED', ...said } as const;
const toForm = { to: 'FORM', ...said } as const;

/** By the details alone, whoever registers. */
export const openToAll: PolicyInput['registration'] = {
  optional: said,
  before: said,
  needs: said,
  cost: said,
  self: { offered: true, appointment: 'none', ...said },
  invitation: { by: 'nothing', ...said },
  carer: { allowed: false, ...said },
  paperless: { asked: false, rule: 'assumed' },
};

const everythingOffered: Omit<PolicyInput, 'trust' | 'minimumAge' | 'sharing' | 'linking' | 'sections'> = {
  appointments: {
    accept: offered,
    requestRebooking: offered,
    requestCancellation: offered,
    reschedule: { ...offered, limit: 2, sameClinic: 'assumed' },
    cancel: { ...offered, discharges: true },
    notice: { workingDays: 3, rule: 'assumed' },
    rearrange: { byPhone: true, rule: 'assumed' },
  },
  post: { departments: [], enclosures: true, ...said },
  details: { changeAt: said },
  preferences: {
    paperless: { offered: true, level: 'one-factor', ...said },
    texts: { offered: true, level: 'one-factor', ...said },
  },
  registration: openToAll,
  leaving: {
    after: said,
    stopTexts: said,
    closingText: { words: 'No more texts. Tell us to get them again.', rule: 'assumed' },
  },
  mistakes: {
    IMPORTANT: { to: 'CARE_TEAM', ...said },
    NOT_URGENT: { to: 'NEXT_VISIT', ...said },
    PERSONAL_DETAILS: { to: 'GP_PRACTICE', ...said },
  },
  help: {
    contacts: [
      {
        key: 'desk',
        name: 'Helpdesk',
        phone: '+442079460000',
        hours: { days: ['MONDAY'], opens: '09:00', closes: '17:00' },
        rule: 'assumed',
      },
    ],
    routes: {
      TECHNICAL: toForm,
      APPOINTMENTS: { to: 'BOOKING_TEAM', ...said },
      ACCOUNT: { to: 'CONTACT', contact: 'desk', ...said },
      DETAILS: { to: 'GP_PRACTICE', ...said },
      RECORD: toForm,
      ANYTHING_ELSE: { to: 'CONTACT', contact: 'desk', ...said },
    },
    emergencies: national.emergencies,
    nhsNumber: national.nhsNumber,
    appointmentQuestions: said,
    articles: { LIBRARY: articles, HELP_CENTRE: articles, GUIDES: articles },
    about: [{ topic: 'SECURITY', ...said }],
  },
};

/** A policy for tests that shows and offers everything; give what the test is about. */
export function aPolicy(given: Partial<PolicyInput> = {}): Policy {
  const shown = Object.fromEntries(
    sections.map((section) => [section, { state: 'OFFERED', rule: 'assumed', words: section }]),
  );
  return definePolicy(
    {
      trust: 'example',
      minimumAge: { years: 16, rule: 'assumed' },
      sharing: {
        carer: { allowed: true, mayChange: true, untilAge: { years: 18, rule: 'assumed' }, ...said },
        clinician: { allowed: true, longestMinutes: 1440, ...said },
      },
      linking: {
        match: ['nhsNumber', 'birthDate'],
        ukMobileOnRecord: false,
        rule: 'assumed',
        words: 'Give your details.',
      },
      sections: shown as PolicyInput['sections'],
      ...everythingOffered,
      ...given,
    },
    exampleTrusts,
  );
}
