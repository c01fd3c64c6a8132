/** Characters of a passkey's name. */
const longestName = 60;

/** What a person calls a passkey; null when it is empty, too long or has control characters. */
export function readName(written: string): string | null {
  const name = written.trim();
  return name.length > 0 && name.length <= longestName && !/\p{Cc}/u.test(name) ? name : null;
}
