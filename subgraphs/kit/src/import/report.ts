import type { TrustEntry } from '@crosstrust/contract';
import type { Reason } from './set-aside.ts';

/** Something set aside, as it is told: where it stands and why. */
export interface SetAsideExample {
  readonly sourceFile: string;
  /** Its line, or its place among the file's resources; 0 for the whole file. */
  readonly position: number;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly reason: string;
}

/** What happened to rows of one kind. */
export interface Changes {
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
}

/** How an import went. Every resource that was read is in exactly one of the counts. */
export interface ImportReport {
  readonly trust: string;
  /** FHIR resources that were read. */
  resources: number;
  files: number;
  /** Files and JSON that are not FHIR. */
  readonly passedOver: { files: number; values: number; readonly kinds: Map<string, number> };
  /** Resources of types that nothing is made of, by type; and those that are none on purpose, by why. */
  readonly notMapped: Map<string, number>;
  readonly elsewhere: Map<'another trust' | 'another share', number>;
  /** Patients, and what items are read with: organisations, people, places, files. */
  support: number;
  /** Part of something else: an observation of its report, a visit of its appointment. */
  folded: number;
  /** Older versions of a resource that came more than once. */
  olderVersions: number;
  /** Times of clinics, free or not. */
  slots: number;
  /** Another way by which something came that is there: one item with one more source. */
  joined: number;
  /** Patients who were invited to register, because an appointment was booked. */
  invited: number;
  readonly records: Changes;
  readonly items: Map<string, Changes>;
  readonly setAside: Map<Reason, number>;
  /** The first few of each reason; the table `set_aside` has them all. */
  examples: readonly SetAsideExample[];
  seconds: number;
}

export const noChanges = (): Changes => ({ created: 0, updated: 0, unchanged: 0, removed: 0 });

export function startReport(trust: TrustEntry): ImportReport {
  return {
    trust: trust.key,
    resources: 0,
    files: 0,
    passedOver: { files: 0, values: 0, kinds: new Map() },
    notMapped: new Map(),
    elsewhere: new Map(),
    support: 0,
    folded: 0,
    olderVersions: 0,
    joined: 0,
    slots: 0,
    invited: 0,
    records: noChanges(),
    items: new Map(),
    setAside: new Map(),
    examples: [],
    seconds: 0,
  };
}

/** Counts what became of an item. */
export function noteChange(report: ImportReport, section: string, what: keyof Changes): void {
  const changes = report.items.get(section) ?? noChanges();
  report.items.set(section, changes);
  changes[what] += 1;
}

/** Adds to a count by key. */
export function count<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** The summary for a person, in lines. */
export function describeReport(report: ImportReport): string {
  const rate = Math.round(report.resources / Math.max(report.seconds, 0.001));
  const { passedOver } = report;
  const changes = ({ created, updated, unchanged, removed }: Changes) =>
    `${created} created, ${updated} updated, ${unchanged} unchanged${removed > 0 ? `, ${removed} removed` : ''}`;
  return [
    `${report.trust}: ${report.resources} resources of ${report.files} files in ${report.seconds.toFixed(1)} s (${rate} a second)`,
    `  records: ${changes(report.records)}`,
    ...[...report.items]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([section, each]) => `  ${section}: ${changes(each)}`),
    ...listed('not mapped by design', report.notMapped),
    ...listed('belongs elsewhere', report.elsewhere),
    `  patients, organisations, people, places and files read with them: ${report.support}`,
    ...(report.folded > 0 ? [`  part of another item: ${report.folded}`] : []),
    ...(report.slots > 0 ? [`  times of clinics: ${report.slots}`] : []),
    ...(report.joined > 0 ? [`  another source of an item that is there: ${report.joined}`] : []),
    ...(report.invited > 0 ? [`  invited to register: ${report.invited}`] : []),
    ...(report.olderVersions > 0 ? [`  older versions of the same resource: ${report.olderVersions}`] : []),
    ...(passedOver.files > 0
      ? [
          `  files passed over: ${passedOver.files} (${[...passedOver.kinds].map(([kind, number]) => `${kind} ${number}`).join(', ')})`,
        ]
      : []),
    ...(passedOver.values > 0 ? [`  JSON that is no FHIR resource: ${passedOver.values}`] : []),
    ...describeSetAside(report),
  ].join('\n');
}

function listed(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return [];
  const total = [...counts.values()].reduce((sum, each) => sum + each, 0);
  return [
    `  ${title}: ${total} (${[...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([key, number]) => `${key} ${number}`)
      .join(', ')})`,
  ];
}

function describeSetAside({ setAside, examples }: ImportReport): string[] {
  if (setAside.size === 0) return ['  set aside: none'];
  const total = [...setAside.values()].reduce((sum, each) => sum + each, 0);
  const lines = [...setAside]
    .toSorted(([, a], [, b]) => b - a)
    .flatMap(([reason, number]) => {
      const first = examples
        .filter((row) => row.reason === reason)
        .map(
          ({ resourceType, resourceId, sourceFile, position }) =>
            `      ${[resourceType, resourceId].filter(Boolean).join('/') || 'the file'} in ${sourceFile}${position > 0 ? ` at ${position}` : ''}`,
        );
      return [
        `    ${reason}: ${number}`,
        ...first,
        ...(number > first.length ? [`      and ${number - first.length} more`] : []),
      ];
    });
  return [`  set aside: ${total} (all of them in the table set_aside)`, ...lines];
}
