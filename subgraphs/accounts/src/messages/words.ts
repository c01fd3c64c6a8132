/** The text that carries a code. The code stands alone, so that a phone offers to fill it in. */
export function codeText(code: string): string {
  return `${code} is your Crosstrust code. It works for 2 minutes. Never share it: nobody from the NHS will ask for it.`;
}

/** Told after a trust was linked, so that a person notices what was not their doing. */
export function linkedNotice(trustName: string): string {
  return `Your record at ${trustName} is now linked to your Crosstrust login. If this was not you, sign in and unlink it, and tell the helpdesk.`;
}

/** Told after a trust was unlinked. */
export function unlinkedNotice(trustName: string): string {
  return `Your record at ${trustName} is no longer linked to your Crosstrust login. If this was not you, tell the helpdesk.`;
}
