import type { Policy } from '../policy/policy.ts';
import type { Selection } from '../storage/readers.ts';

/**
 * Why a page of a list holds nothing, in words for the patient: a list is never silently empty (K8 D14). What the trust
 * does not show is told in its own words, and so is what shows from registration on only (D8).
 */
export function whyEmpty(policy: Policy, selection: Selection, setAside: number): string {
  const sections = selection.sections.map((section) => policy.sections[section]);
  const limited = sections.filter(({ state }) => state !== 'OFFERED').map(({ words }) => words);
  const offersSome = limited.length < sections.length;
  return [...explainWhatIsOffered(policy.trust.name, { selection, setAside, offersSome }), ...new Set(limited)].join(
    ' ',
  );
}

function explainWhatIsOffered(
  trust: string,
  { selection, setAside, offersSome }: { selection: Selection; setAside: number; offersSome: boolean },
): string[] {
  if (setAside > 0) return [`${trust} holds something here that could not be shown. Its staff can see that.`];
  if (isNarrowed(selection)) return ['There is nothing here that fits what you asked for.'];
  return offersSome ? [`${trust} has nothing here to show you so far.`] : [];
}

const isNarrowed = ({ statuses, kinds, readings, from, to, after }: Selection) =>
  [statuses, kinds, readings, from, to, after].some((limit) => limit !== undefined && limit !== null);
