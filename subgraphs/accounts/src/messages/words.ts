/** The text that carries a code. The code stands alone, so that a phone offers to fill it in. */
export function codeText(code: string): string {
  return `${code} is your Crosstrust code. It works for 2 minutes. Never share it: nobody from the NHS will ask for it.`;
}

/** Told after a trust was linked, so that a person notices what was not their doing. */
export function linkedNotice(trustName: string): string {
  return `Your record at ${trustName} is now linked to your Crosstrust login. If this was not you, sign in and unlink it, and tell the helpdesk.`;
}

/** Told after a person reported a linked record as somebody else's. */
export function notMineNotice(trustName: string): string {
  return `You reported the record at ${trustName} as not yours. It is no longer linked to your Crosstrust login, and the hospital has been asked to look into it. If this was not you, tell the helpdesk.`;
}

/** Told after a trust was unlinked. */
export function unlinkedNotice(trustName: string): string {
  return `Your record at ${trustName} is no longer linked to your Crosstrust login. If this was not you, tell the helpdesk.`;
}

/** Told after a link for a calendar was made: whoever has it can read when and where. */
export function feedNotice(): string {
  return 'A private calendar link to your hospital appointments was made in your Crosstrust login. If this was not you, sign in and take it back, and tell the helpdesk.';
}
