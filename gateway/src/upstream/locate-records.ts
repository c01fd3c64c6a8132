type Json = Record<string, unknown>;
export type AnswerPath = readonly (string | number)[];

/**
 * Where in the answer each entity of a fetch stands. The stock executor counts only the entities of the fetch's own
 * type, so that its paths name a neighbour's record when a list mixes several trusts.
 * @param roots what the first fetches brought: the objects into which everything is merged
 * @param path the fetch's place, `['me', 'records', '@']`
 */
export function locateRecords(
  roots: readonly object[],
  path: AnswerPath,
  representations: readonly unknown[],
): AnswerPath[] {
  const found = roots.flatMap((root) => [...walk(root, path, [])]);
  const whole = path.filter((step) => step !== '@');
  const taken = new Set<number>();
  return representations.map((representation) => {
    if (!isObject(representation)) return whole;
    const free = found.map(({ entity }, index) => ({ entity, index })).filter(({ index }) => !taken.has(index));
    // a client's alias can stand where the key was; the type is then the best sign
    const match =
      free.find(({ entity }) => isSame(entity, representation)) ??
      free.find(({ entity }) => entity['__typename'] === representation['__typename']);
    if (!match) return whole;
    taken.add(match.index);
    return found[match.index]?.path ?? whole;
  });
}

function* walk(value: unknown, path: AnswerPath, done: AnswerPath): Generator<{ entity: Json; path: AnswerPath }> {
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, step === '@' ? rest : path, [...done, index]);
  } else if (isObject(value)) {
    if (step === undefined) yield { entity: value, path: done };
    else if (typeof step === 'string' && Object.hasOwn(value, step)) yield* walk(value[step], rest, [...done, step]);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(entity: Json, representation: Json): boolean {
  return Object.entries(representation).every(([key, value]) =>
    typeof value === 'object' ? true : entity[key] === value,
  );
}
