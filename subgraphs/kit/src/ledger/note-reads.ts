import { type AccessKind, RegistryError, type Section, sections } from '@crosstrust/contract';
import { sharedSections } from '../access/decide.ts';
import type { Judge } from '../access/judge.ts';
import type { Viewer } from '../access/viewer.ts';
import type { Requests } from '../help/requests.ts';
import { type Policy, shownSections } from '../policy/policy.ts';
import type { Readers } from '../storage/readers.ts';
import type { RequestLedger } from './request-ledger.ts';

/**
 * What a method shows of the record that its first argument names: of what was found, or of what was asked for where it was
 * refused (`found` undefined). `nothing`: it shows nothing of a record, or only more of items that another method has shown.
 */
type Shows<Method> = Method extends (recordId: string, ...rest: infer Rest) => Promise<infer Found>
  ? 'nothing' | ((found: Found | undefined, ...rest: Rest) => readonly AccessKind[])
  : 'nothing';
type ShowsOf<Methods> = { readonly [Name in keyof Methods]-?: Shows<Methods[Name]> };

/** Of kinds of content of a record, those that could show. */
type Shown = (recordId: string, kinds: readonly AccessKind[]) => readonly AccessKind[];

const sectionsOf = (found: readonly { readonly section: Section }[] = []) => found.map(({ section }) => section);

/** What each reader shows. One that is missing here does not compile: nothing is read past the ledger. */
const readersShow: ShowsOf<Readers> = {
  patient: 'nothing', // decides who is let in
  items: (_found, { sections }) => sections,
  count: (_found, { sections }) => sections,
  setAside: (_found, { sections }) => sections,
  item: (found) => (found ? [found.section] : []),
  open: sectionsOf,
  routes: 'nothing',
  readings: 'nothing',
  file: (found) => (found ? ['DOCUMENTS'] : []),
  response: 'nothing',
  slot: 'nothing',
  freeSlots: 'nothing',
  countFreeSlots: 'nothing',
  isAnySlotFree: 'nothing',
  details: () => ['DETAILS'],
  choices: () => ['PREFERENCES'],
  reports: () => ['REPORTS'],
  countReports: () => ['REPORTS'],
  report: () => ['REPORTS'],
  accessLog: () => ['ACCESS_LOG'],
  countAccessLog: () => ['ACCESS_LOG'],
  countWithheld: () => ['EXPORT'],
  registeredAt: 'nothing', // stands in the viewer's token
};

const requestsShow: ShowsOf<Requests> = {
  of: () => ['SUPPORT_REQUESTS'],
  count: () => ['SUPPORT_REQUESTS'],
  one: () => ['SUPPORT_REQUESTS'],
  followed: 'nothing', // of no record
};

type Method = (recordId: string, ...rest: readonly unknown[]) => Promise<unknown>;
type Tell = 'nothing' | ((found: unknown, ...rest: readonly unknown[]) => readonly AccessKind[]);

/** The same methods, which note what they show and what they refuse. */
function noting<Methods extends object>(
  methods: Methods,
  shows: ShowsOf<Methods>,
  ledger: RequestLedger,
  shown: Shown,
) {
  const wrap = (name: string, method: Method): Method => {
    const tell = (shows as Readonly<Record<string, Tell>>)[name] ?? 'nothing';
    if (tell === 'nothing') return method;
    return async (recordId, ...rest) => {
      try {
        const found = await method(recordId, ...rest);
        ledger.note(recordId, ...shown(recordId, tell(found, ...rest)));
        return found;
      } catch (error) {
        if (error instanceof RegistryError) ledger.noteRefused(recordId, error.code, 'R', tell(undefined, ...rest));
        throw error;
      }
    };
  };
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, wrap(name, method)])) as Methods;
}

/** Readers that note in the ledger what they show. */
export const noteReads = (readers: Readers, ledger: RequestLedger, shown: Shown): Readers =>
  noting(readers, readersShow, ledger, shown);

/** The same for what patients asked the staff. */
export const noteRequests = (requests: Requests, ledger: RequestLedger): Requests =>
  noting(requests, requestsShow, ledger, (_recordId, kinds) => kinds);

/** A judge whose refusals are noted. */
export const noteRefusals =
  (judge: Judge, ledger: RequestLedger): Judge =>
  async (recordId) => {
    const verdict = await judge(recordId);
    if (verdict !== true) ledger.noteRefused(recordId, verdict.code);
    return verdict;
  };

/** Of kinds, those that the trust shows and the viewer's grant shares; what is no section shows when it was read. */
export function shownTo(policy: Policy, viewer: Viewer): Shown {
  return (recordId, kinds) => {
    const grant = viewer.grants.get(recordId);
    if (!grant) return [];
    const shared = sharedSections(
      grant,
      sections.filter((section) => kinds.includes(section)),
    );
    const showing = new Set<AccessKind>(shownSections(policy, shared).map(({ section }) => section));
    return kinds.filter((kind) => showing.has(kind) || !isSection(kind));
  };
}

const isSection = (kind: AccessKind): kind is Section => sections.some((section) => section === kind);
