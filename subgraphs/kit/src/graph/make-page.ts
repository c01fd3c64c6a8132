import type { Page } from './connections.ts';

/** How the rows that were found become a page. */
interface Making<Row, Node> {
  /** Items that the page holds; one row more than that tells that there is a next page. */
  readonly first: number;
  readonly isFirst: boolean;
  readonly cursorOf: (row: Row) => string;
  readonly present: (row: Row) => Node;
  readonly count: () => Promise<number>;
}

/** A page of the rows that were found. */
export function makePage<Row, Node>(found: readonly Row[], making: Making<Row, Node>): Page<Node> {
  const { first, isFirst, cursorOf, present, count } = making;
  const edges = found.slice(0, first).map((row) => ({ cursor: cursorOf(row), node: present(row) }));
  const ends = { startCursor: edges[0]?.cursor, endCursor: edges.at(-1)?.cursor };
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: found.length > edges.length,
      hasPreviousPage: !isFirst,
      ...(ends.startCursor && ends.endCursor ? { startCursor: ends.startCursor, endCursor: ends.endCursor } : {}),
    },
    get totalCount() {
      return count();
    },
  };
}
