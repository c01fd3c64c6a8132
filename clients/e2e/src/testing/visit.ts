/** What every appointment says of itself. */
export const visitFields = `id kind mode status startsAt endsAt specialty reason preparation transportBooked interpreterBooked
  source { key } clinician { name role } location { name address postcode directions } contact { name phone email }`;
export interface Visit {
  readonly id: string;
  readonly kind: string;
  readonly mode: string;
  readonly status: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly specialty: string;
  readonly transportBooked: boolean;
  readonly interpreterBooked: boolean;
  readonly source: { readonly key: string };
  readonly contact: { readonly name: string; readonly phone: string; readonly email: string } | null;
}

export const factFields = 'code kind words rule count date contact { name phone email }';
export interface Fact {
  readonly code: string;
  readonly kind: string;
  readonly words: string;
  readonly rule: string | null;
  readonly count: number | null;
  readonly date: string | null;
  readonly contact: Visit['contact'];
}

export interface Preview {
  readonly possible: boolean;
  readonly token: string | null;
  readonly expiresAt: string | null;
  readonly facts: readonly Fact[];
}

export const slotFields = 'id startsAt endsAt placesLeft';
export interface Slot {
  readonly id: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly placesLeft: number;
}

/** What a verb answers. */
export const changedFields = `appointment { ${visitFields} } userErrors { code field } preview { possible facts { ${factFields} } } nextFree { ${slotFields} }`;
export interface Changed {
  readonly appointment: Visit | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string | null }[];
  readonly preview: Pick<Preview, 'possible' | 'facts'> | null;
  readonly nextFree: readonly Slot[] | null;
}

/** Facts without their words: what is told because the trust's policy has it so. */
export const inShort = ({ facts }: Pick<Preview, 'facts'>) =>
  facts.map(({ code, kind, rule, count }) => [code, kind, rule, count] as const);
