/** How much of documents an export still takes along. */
export interface BodyBudget {
  /** Whether a document of this many bytes still goes along; one that does not is counted. */
  take(bytes: number): boolean;
  /** How many did not go along. */
  leftOut(): number;
}

/**
 * The gateway and the service over all trusts hold an export in memory, so a trust's part has a size. The newest documents
 * come first; a smaller one behind one that did not fit still goes along.
 */
export function createBodyBudget(bytes: number): BodyBudget {
  let left = bytes;
  let count = 0;
  return {
    take: (wanted) => {
      if (wanted > left) {
        count += 1;
        return false;
      }
      left -= wanted;
      return true;
    },
    leftOut: () => count,
  };
}
