import { sectionStates, sections, type Section, type Source, type TrustEntry, trusts } from '@crosstrust/contract';
import { z } from 'zod';
import { appointmentsPolicy } from './appointments.ts';
import { helpPolicy } from './help.ts';
import { detailsPolicy, leavingPolicy, mistakesPolicy, postPolicy, preferencesPolicy } from './record.ts';
import { linkDetails } from './link-details.ts';
import { type RegistrationPolicy, registrationPolicy } from './registration.ts';
import { rule } from './rule.ts';

export { type LinkDetail, linkDetails } from './link-details.ts';
import { sharingPolicy } from './sharing.ts';

const sectionPolicy = z.strictObject({
  state: z.enum(sectionStates),
  rule,
  /** What the patient reads about this section. */
  words: z.string().min(1),
  /** Keys of the sources whose items of this section show. Absent: all sources of the trust (W13). */
  sources: z.array(z.string()).min(1).optional(),
});

const policySchema = z.strictObject({
  trust: z.string(),
  /** Youngest age, in whole years on the day in Europe/London, at which a patient's record is shown online. */
  minimumAge: z.strictObject({ years: z.int().min(0).max(130), rule }),
  /** Whom besides the patient the trust lets in, when the patient shares. */
  sharing: sharingPolicy,
  /** What must agree with the trust's own data before it vouches that a person is its patient. */
  linking: z.strictObject({
    match: z.array(z.enum(linkDetails)).min(2),
    /** Whether the record itself must hold a UK mobile number. */
    ukMobileOnRecord: z.boolean(),
    rule,
    /** How to link, for the patient. */
    words: z.string().min(1),
  }),
  registration: registrationPolicy,
  /** Every section, each with what the trust says of it. */
  sections: z.record(z.enum(sections), sectionPolicy),
  appointments: appointmentsPolicy,
  post: postPolicy,
  details: detailsPolicy,
  preferences: preferencesPolicy,
  leaving: leavingPolicy,
  mistakes: mistakesPolicy,
  help: helpPolicy,
});

/** What a trust decides. Everything in which trusts differ is a value here; how it is carried out is the kit's. */
export type PolicyInput = z.input<typeof policySchema>;

/** A checked, frozen policy with the trust's entry of the list. */
export interface Policy extends Readonly<Omit<z.output<typeof policySchema>, 'trust'>> {
  readonly trust: TrustEntry;
}

/**
 * Checks and freezes a trust's policy.
 * @param list the trusts that there are; tests bring their own
 * @throws Error naming what is wrong: an unknown key, a section without an answer, a source or trust that is not on the list.
 */
export function definePolicy(input: PolicyInput, list: readonly TrustEntry[] = trusts): Policy {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) throw new Error(`policy of ${input.trust}:\n${z.prettifyError(parsed.error)}`);
  const trust = list.find(({ key }) => key === parsed.data.trust);
  if (!trust) throw new Error(`policy of ${input.trust}: not on the list of trusts`);
  for (const [section, { sources }] of Object.entries(parsed.data.sections)) {
    const stranger = sources?.find((key) => !trust.sources.some((source) => source.key === key));
    if (stranger)
      throw new Error(
        `policy of ${input.trust}: ${section} names the source ${stranger}, which the trust does not have`,
      );
  }
  checkHelp(input.trust, parsed.data.help);
  checkRegistration(parsed.data);
  for (const { key, source } of parsed.data.help.contacts)
    if (source !== undefined && !trust.sources.some((known) => known.key === source))
      throw new Error(
        `policy of ${input.trust}: the contact ${key} is of the source ${source}, which it does not have`,
      );
  return deepFreeze({ ...parsed.data, trust });
}

function checkHelp(trust: string, { contacts, routes }: z.output<typeof helpPolicy>): void {
  for (const [topic, { to, contact }] of Object.entries(routes)) {
    const isKnown = contact !== undefined && contacts.some(({ key }) => key === contact);
    if (to === 'CONTACT' ? !isKnown : contact !== undefined && !isKnown)
      throw new Error(`policy of ${trust}: ${topic} goes to a contact that is not on its list`);
  }
}

function checkRegistration({ trust, linking, registration, preferences }: z.output<typeof policySchema>): void {
  const { self, invitation, carer, paperless } = registration;
  const compared = [
    ...(self.offered ? [linking.match] : []),
    ...(invitation.by === 'nothing' ? [] : [invitation.match]),
  ];
  if (compared.length === 0) throw new Error(`policy of ${trust}: nobody can register`);
  // Nothing else keeps a carer from giving their own address under another name (D11).
  if (carer.allowed && !compared.every((match) => match.includes('email')))
    throw new Error(`policy of ${trust}: a carer may register for the patient, and the email is not compared`);
  if (paperless.asked && !preferences.paperless.offered)
    throw new Error(`policy of ${trust}: paperless is asked at registration, and not offered`);
}

/** How somebody can register with a trust: who comes by themselves, and who was sent something. */
export type RegistrationWay = 'details' | 'invitation' | 'codes';

/** The ways in which a trust lets people register. */
export function registrationWays({ self, invitation }: RegistrationPolicy): RegistrationWay[] {
  const invited = { nothing: [], link: ['invitation'], codes: ['codes'] } as const;
  return [...(self.offered ? (['details'] as const) : []), ...invited[invitation.by]];
}

/** A section of one source that shows. */
export interface ShownSection {
  readonly section: Section;
  readonly source: string;
  /** Whether it shows from the patient's registration with the trust on only (D8). */
  readonly fromRegistration: boolean;
}

/** The pairs of section and source whose items a policy shows. */
export function shownSections(policy: Policy, among: readonly Section[]): ShownSection[] {
  return among.flatMap((section) => {
    const { state, sources } = policy.sections[section];
    if (state !== 'OFFERED' && state !== 'FUTURE_ONLY') return [];
    return policy.trust.sources
      .filter(({ key }) => sources?.includes(key) ?? true)
      .map(({ key }) => ({ section, source: key, fromRegistration: state === 'FUTURE_ONLY' }));
  });
}

/** Whether a policy shows what comes of a section from a source. */
export function showsFrom(policy: Policy, section: Section, source: string): boolean {
  return shownSections(policy, [section]).some((shown) => shown.source === source);
}

/** The source with this key. */
export function sourceOf(policy: Policy, key: string): Source {
  const source = policy.trust.sources.find((candidate) => candidate.key === key);
  if (!source) throw new Error(`no source ${key} at ${policy.trust.key}`);
  return source;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
