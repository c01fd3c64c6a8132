/** One NHS trust (an organisation with one ODS code) whose items a record can hold. */
export interface Source {
  readonly key: string;
  readonly odsCode: string;
  readonly name: string;
}

/**
 * An entry of the list of trusts: one portal, one subgraph, one record a patient. Most are one NHS trust; a shared
 * system or a partnership has several sources, and each item of the record says which it came from (M5 W13).
 */
export interface TrustEntry {
  /** kebab-case; names the subgraph, its folder, its database and the audience of its tokens. */
  readonly key: string;
  /** As patients know it. */
  readonly name: string;
  /** PascalCase; begins the names of the types that this trust owns: `KingstonRecord`. */
  readonly typePrefix: string;
  readonly sources: readonly [Source, ...Source[]];
}

const single = (key: string, typePrefix: string, odsCode: string, name: string): TrustEntry => ({
  key,
  name,
  typePrefix,
  sources: [{ key, odsCode, name }],
});

/** Every trust whose records one login shows. A trust joins by a line here and a folder in `subgraphs/` (K17). */
export const trusts = [
  single('kingston', 'Kingston', 'RAX', 'Kingston Hospital'),
  single('st-georges', 'StGeorges', 'RJ7', "St George's University Hospitals"),
  {
    key: 'kings-guys',
    name: "King's College Hospital and Guy's and St Thomas'",
    typePrefix: 'KingsGuys',
    sources: [
      { key: 'kings', odsCode: 'RJZ', name: "King's College Hospital" },
      { key: 'guys', odsCode: 'RJ1', name: "Guy's and St Thomas'" },
    ],
  },
  {
    key: 'west-herts-royal-free',
    name: 'West Hertfordshire and Royal Free London',
    typePrefix: 'WestHertsRoyalFree',
    sources: [
      { key: 'west-herts', odsCode: 'RWG', name: 'West Hertfordshire Teaching Hospitals' },
      { key: 'royal-free', odsCode: 'RAL', name: 'Royal Free London' },
    ],
  },
  single('southampton', 'Southampton', 'RHM', 'University Hospital Southampton'),
  single('derby-burton', 'DerbyBurton', 'RTG', 'University Hospitals of Derby and Burton'),
] as const satisfies readonly TrustEntry[];

/** The entry with this key; undefined when the list has none. */
export function findTrust(key: string): TrustEntry | undefined {
  return trusts.find((trust) => trust.key === key);
}
