import type { AccountPart, ExportPart } from '@crosstrust/contract';
import { compact, derivedId, type FhirResource, manifestTag, referenceTo, systems } from '@crosstrust/kit';
import type { TrustPart } from './read-parts.ts';
import { sayMissing, sayOfSection, sayWhatIsMissing, titles } from './words.ts';

const emptyReasons = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';
const extension = (name: string) => `https://crosstrust.example/fhir/StructureDefinition/export-${name}`;

/** Everything that the manifest is made of. */
export interface ManifestParts {
  readonly account: AccountPart;
  readonly parts: readonly TrustPart[];
  /** The person, what made the file, and the consents. */
  readonly person: FhirResource;
  readonly maker: FhirResource;
  readonly consents: readonly FhirResource[];
  readonly madeAt: Date;
}

/**
 * The manifest, for people and for programs: a section for each linked hospital, below it one for each kind of content, each
 * with its items, or with why it has none.
 */
export function compositionOf({ account, parts, person, maker, consents, madeAt }: ManifestParts): FhirResource {
  const missing = sayWhatIsMissing(parts);
  return {
    resourceType: 'Composition',
    id: derivedId('my-data', account.id, madeAt.toISOString()),
    meta: { tag: [manifestTag] },
    status: 'final',
    type: {
      coding: [{ system: systems.loinc, code: '11503-0', display: 'Medical records' }],
      text: 'Everything that is mine, at every linked hospital',
    },
    subject: referenceTo('Person', person.id),
    date: madeAt.toISOString(),
    author: [referenceTo('Device', maker.id)],
    title: 'My hospital data',
    section: [
      {
        title: 'What is missing',
        text: narrative(
          missing.length > 0 ? missing : ['Every hospital that you have linked answered, with all that it shows.'],
        ),
      },
      {
        title: 'About you',
        text: narrative([`${account.name}, as your account has you.`]),
        entry: [person, ...consents].map(({ resourceType, id }) => referenceTo(resourceType, id)),
      },
      ...parts.map(trustSection),
    ],
  };
}

function trustSection({ trust, part, missing }: TrustPart): object {
  if (!part) {
    return {
      extension: [{ url: extension('missing'), valueCode: missing }],
      title: trust.name,
      text: narrative([sayMissing(trust, missing)]),
      emptyReason: emptyReason('unavailable', 'Unavailable'),
    };
  }
  return {
    ...(part.withheld > 0 ? { extension: [{ url: extension('withheld'), valueUnsignedInt: part.withheld }] } : {}),
    title: trust.name,
    text: narrative([`What ${trust.name} shows of you.`]),
    entry: [referenceTo('Patient', part.record)],
    section: part.sections.map(contentSection),
  };
}

function contentSection(section: ExportPart['sections'][number]): object {
  const { section: kind, state, since, count, setAside, leftOut, entries } = section;
  const isShown = state === 'OFFERED' || state === 'FUTURE_ONLY';
  return compact({
    extension: [
      { url: extension('state'), valueCode: state },
      { url: extension('count'), valueUnsignedInt: count },
      ...(setAside > 0 ? [{ url: extension('set-aside'), valueUnsignedInt: setAside }] : []),
      ...(leftOut > 0 ? [{ url: extension('left-out'), valueUnsignedInt: leftOut }] : []),
      ...(since ? [{ url: extension('since'), valueDateTime: since }] : []),
    ],
    title: titles[kind],
    code: { text: kind },
    text: narrative(sayOfSection(section)),
    entry: entries.map((reference) => ({ reference })),
    emptyReason: entries.length > 0 ? undefined : whyEmpty(isShown, setAside),
  });
}

/** A policy's decision is `withheld` in FHIR's words; what cannot be read is `unavailable`. */
function whyEmpty(isShown: boolean, setAside: number): object {
  if (!isShown) return emptyReason('withheld', 'Information Withheld');
  return setAside > 0 ? emptyReason('unavailable', 'Unavailable') : emptyReason('nilknown', 'Nil Known');
}

const emptyReason = (code: string, display: string) => ({ coding: [{ system: emptyReasons, code, display }] });

const narrative = (sentences: readonly string[]) => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${sentences.map((sentence) => `<p>${escapeXml(sentence)}</p>`).join('')}</div>`,
});

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
