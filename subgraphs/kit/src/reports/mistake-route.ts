import type { Policy } from '../policy/policy.ts';
import type { mistakeTopics } from '../policy/record.ts';

export type MistakeTopic = (typeof mistakeTopics)[number];

/** Whom to call or write to. */
export interface Reached {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
}

/** Who corrects a mistake, with the trust's words. */
export interface Route {
  readonly to: Policy['mistakes'][MistakeTopic]['to'];
  readonly words: string;
  readonly rule: string;
  /** Key of the trust that corrects it; undefined for the whole of a record that several keep together. */
  readonly source: string | undefined;
  readonly contact: Reached | undefined;
}

/** What a report is about: the item's source, and the team that its booking names. */
export interface ReportedItem {
  readonly source: string;
  readonly contact: Reached | undefined;
}

/**
 * Where a report of a mistake goes (K15 D15): by the trust's rule for what it is about, and by the source of the item.
 * There is a contact where it goes to a desk of the trust's: the booking team of the item for the care team, else the
 * first of the trust's own desks. A GP practice or a next visit has none that we know.
 */
export function routeMistake(policy: Policy, about: MistakeTopic, item: ReportedItem | undefined): Route {
  const { to, words, rule } = policy.mistakes[about];
  const [first, ...others] = policy.trust.sources;
  const source = item?.source ?? (others.length === 0 ? first.key : undefined);
  const team = to === 'CARE_TEAM' ? item?.contact : undefined;
  const isDesk = to === 'CARE_TEAM' || to === 'HELPDESK';
  return { to, words, rule, source, contact: isDesk ? (team ?? deskOf(policy, source)) : undefined };
}

/** The first desk that is the source's own or everybody's. */
function deskOf({ help }: Policy, source: string | undefined): Reached | undefined {
  const desk = help.contacts.find((contact) => contact.source === undefined || contact.source === source);
  if (!desk) return undefined;
  const { name, phone, email } = desk;
  return { name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
}
