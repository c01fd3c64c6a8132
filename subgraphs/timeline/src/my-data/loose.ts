/** A value of a resource that a trust sent, about which nothing is certain. */
type Loose = unknown;

/** What stands at a path; undefined where the way does not lead there. */
export function at(value: Loose, ...path: readonly (string | number)[]): Loose {
  return path.reduce<Loose>(
    (found, step) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, step)
        ? (found as Record<string | number, unknown>)[step]
        : undefined,
    value,
  );
}

/** The text at a path. */
export function textAt(value: Loose, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
}

/** The number at a path. */
export function numberAt(value: Loose, ...path: readonly (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** The list at a path; none where there is no list. */
export function listAt(value: Loose, ...path: readonly (string | number)[]): readonly Loose[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The words of a concept: its text, else the first display. */
export function wordsAt(value: Loose, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return (
    textAt(found, 'text') ??
    listAt(found, 'coding')
      .map((coding) => textAt(coding, 'display'))
      .find((display) => display !== undefined)
  );
}
