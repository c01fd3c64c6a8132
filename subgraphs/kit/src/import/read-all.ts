import { manifestTag } from '../export/fhir.ts';
import { appointmentsOfCarePlan } from './care-plan.ts';
import type { Resource } from './fhir.ts';
import { list } from './fhir-values.ts';
import { type Found, readJson } from './read-json.ts';
import { readSource } from './read-source.ts';
import { count, type ImportReport } from './report.ts';
import { reasons } from './set-aside.ts';
import type { SetAsideLog } from './set-aside-log.ts';
import type { Stage } from './stage.ts';
import { containedSubject, itemTypes, mappedTypes } from './subjects.ts';

interface ReadParts {
  readonly stage: Stage;
  readonly log: SetAsideLog;
  readonly report: ImportReport;
  /** Called as the reading goes on. */
  readonly progress: () => void;
}

/** Reads all the data onto the stage. Nothing that is wrong with a file stops the others. */
export async function readAll(path: string, parts: ReadParts): Promise<void> {
  const damaged: string[] = [];
  const files = readSource(path, {
    passOver: (name) => passOver(name, parts.report),
    damaged: (name) => damaged.push(name),
  });
  for await (const { name, stream } of files) {
    const file = (parts.report.files += 1);
    parts.log.addFile(file, name);
    await readFile(readJson(name, stream), file, parts);
    await parts.log.flush();
  }
  for (const name of damaged) {
    const file = (parts.report.files += 1);
    parts.log.addFile(file, name);
    parts.log.add({ file, position: 0 }, undefined, reasons.brokenArchive);
  }
  await parts.stage.finish();
}

/** What can no longer be read ends this file; what cannot be written ends the import. */
async function readFile(contents: AsyncGenerator<Found>, file: number, parts: ReadParts): Promise<void> {
  for (;;) {
    const next = await contents.next().catch(() => undefined);
    if (next === undefined) return parts.log.add({ file, position: 0 }, undefined, reasons.brokenArchive);
    if (next.done) return;
    await take(next.value, file, parts);
  }
}

async function take(found: Found, file: number, { stage, log, report, progress }: ReadParts): Promise<void> {
  if (found.kind === 'fault') return log.add({ file, position: found.position }, undefined, found.reason);
  if (found.kind === 'other') {
    report.passedOver.values += 1;
    return;
  }
  report.resources += 1;
  progress();
  const { resource, fullUrl, position } = found;
  const told = appointmentsOfCarePlan(resource);
  if (told.length > 0) report.support += 1;
  for (const appointment of told) await stage.add({ resource: appointment, fullUrl: undefined, file }, position);
  if (told.length > 0) return;
  if (isManifest(resource)) return count(report.notMapped, 'manifest of an export (My data)');
  if (!mappedTypes.has(resource.resourceType)) return count(report.notMapped, resource.resourceType.slice(0, 60));
  const isItem = itemTypes.has(resource.resourceType);
  if (!isItem && resource.resourceType !== 'Slot') report.support += 1;
  const entry = { resource, fullUrl, file };
  try {
    const patient = isItem ? containedSubject(entry) : undefined;
    if (patient) await stage.add(patient, position);
    await stage.add(entry, position);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    log.add({ file, position }, resource, reasons.wrongShape);
  }
}

/** The Composition that says how complete an export of our own was: it is about the export, and no letter. */
function isManifest({ resourceType, meta }: Resource): boolean {
  const isOurs = ({ system, code }: { system?: string; code?: string }) =>
    system === manifestTag.system && code === manifestTag.code;
  return resourceType === 'Composition' && list(meta?.tag).some(isOurs);
}

function passOver(name: string, report: ImportReport): void {
  report.passedOver.files += 1;
  count(report.passedOver.kinds, /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? 'no suffix');
}
