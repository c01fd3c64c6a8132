import {
  type AccountPart,
  type BundleEntry,
  type ErrorCode,
  type ExportPart,
  exportPartSchema,
  findTrust,
  type GatheredPart,
} from '@crosstrust/contract';

/** What came of one linked trust: its part, or why there is none. */
export type TrustPart = { readonly trust: LinkedTrust } & (
  | { readonly part: ExportPart; readonly missing?: undefined }
  | { readonly part?: undefined; readonly missing: ErrorCode }
);

export interface LinkedTrust {
  readonly key: string;
  readonly name: string;
  /** An instant: when the person linked it. */
  readonly linkedAt: string | undefined;
}

/**
 * Reads the parts in the order of the links. Nothing of a trust's answer is believed before it has the right shape, is of the
 * record that was asked for, and gives none of its resources the name of another part's: one trust's nonsense costs its own part.
 */
export function readParts({ links }: AccountPart, gathered: readonly GatheredPart[]): TrustPart[] {
  const taken = new Set<string>();
  return gathered.map((found): TrustPart => {
    const link = links.find(({ trust }) => trust === found.trust);
    const trust = { key: found.trust, name: findTrust(found.trust)?.name ?? found.trust, linkedAt: link?.linkedAt };
    if ('missing' in found) return { trust, missing: found.missing };
    const part = parse(found.answer);
    if (part?.trust !== found.trust || part.record !== link?.record || !isWhole(part, taken))
      return { trust, missing: 'TRUST_UNAVAILABLE' };
    for (const { fullUrl } of part.bundle.entry) taken.add(fullUrl);
    return { trust, part };
  });
}

function parse(answer: Buffer): ExportPart | undefined {
  try {
    return exportPartSchema.safeParse(JSON.parse(answer.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Whether each resource goes by its own id, once, and everything that is listed is there. Several parts may name one organisation. */
function isWhole({ bundle: { entry }, sections }: ExportPart, taken: ReadonlySet<string>): boolean {
  const urls = new Set(entry.map(({ fullUrl }) => fullUrl));
  const isOwn = ({ fullUrl, resource }: BundleEntry) =>
    fullUrl === `urn:uuid:${resource.id}` && (resource.resourceType === 'Organization' || !taken.has(fullUrl));
  return (
    urls.size === entry.length &&
    entry.every(isOwn) &&
    sections.every(({ entries }) => entries.every((url) => urls.has(url)))
  );
}

/** The entries of all parts, what several name once. */
export function entriesOf(parts: readonly TrustPart[]): BundleEntry[] {
  const all = parts.flatMap(({ part }) => part?.bundle.entry ?? []);
  return [...new Map(all.map((entry) => [entry.fullUrl, entry])).values()];
}
