import DataLoader from 'dataloader';
import type { TrustContext } from './context.ts';

/** Something that is made once a request, when it is first needed. */
function perRequest<Made>(make: (context: TrustContext) => Made): (context: TrustContext) => Made {
  const made = new WeakMap<TrustContext, { readonly value: Made }>();
  return (context) => {
    const known = made.get(context);
    if (known) return known.value;
    const value = make(context);
    made.set(context, { value });
    return value;
  };
}

/** One thing of a record, by the thing's id. */
export interface OfRecord {
  readonly recordId: string;
  readonly id: string;
}

/**
 * A loader that asks once a record for what the fields of one tick ask for. It keeps nothing: a verb may have changed it.
 * @param load answers for the ids of one record; what is not in its map is undefined
 */
export const loadByRecord = <Value>(
  load: (context: TrustContext, recordId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
) =>
  perRequest(
    (context) =>
      new DataLoader<OfRecord, Value | undefined>(
        async (asked) => {
          const byRecord = Map.groupBy(asked, ({ recordId }) => recordId);
          const found = new Map(
            await Promise.all(
              [...byRecord].map(
                async ([recordId, of]) =>
                  [recordId, await load(context, recordId, [...new Set(of.map(({ id }) => id))])] as const,
              ),
            ),
          );
          return asked.map(({ recordId, id }) => found.get(recordId)?.get(id));
        },
        { cache: false },
      ),
  );
