import type { HelpPolicy, HelpTopic } from '../policy/help.ts';
import { isOpen, opensNext } from './opening-hours.ts';
import type { HelpContact, HelpRoute } from './values.ts';

/** A desk as it stands at an instant: open or not, and when next. */
export function presentContact({ key: _key, ...contact }: HelpPolicy['contacts'][number], now: Date): HelpContact {
  const { hours } = contact;
  return {
    ...(contact as Omit<HelpContact, 'open' | 'opensNext'>),
    open: hours ? isOpen(hours, now) : null,
    opensNext: hours ? opensNext(hours, now) : null,
  };
}

/** Where a question of this topic is answered fastest (K5 W14 D19). */
export function presentRoute({ routes, contacts }: HelpPolicy, topic: HelpTopic, now: Date): HelpRoute {
  const { contact: wanted, ...route } = routes[topic];
  const contact = contacts.find(({ key }) => key === wanted);
  return { ...route, contact: contact ? presentContact(contact, now) : null };
}
