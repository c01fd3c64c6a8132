import type { Policy } from '../policy/policy.ts';

/** Whether a letter comes by post as well: its department still posts, or it has enclosures (D9). */
export function comesByPost(
  { departments, enclosures: withEnclosures }: Policy['post'],
  letter: { readonly department?: string | undefined; readonly enclosures: readonly string[] },
): boolean {
  const department = letter.department?.trim().toLowerCase();
  return (
    (department !== undefined && departments.includes(department)) || (withEnclosures && letter.enclosures.length > 0)
  );
}
