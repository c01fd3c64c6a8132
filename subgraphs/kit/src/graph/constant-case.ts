/** `day-case` is stored, `DAY_CASE` is in the graph. */
export const constantCase = (name: string): string => name.replaceAll('-', '_').toUpperCase();
