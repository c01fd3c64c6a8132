/** What a change owes to somebody, as it stands sealed in the outbox. Instants are ISO 8601 in UTC. */
export type Message =
  /** A text to the patient that an appointment was moved or cancelled (W11). */
  | { readonly kind: 'appointment-moved'; readonly item: string; readonly from: string; readonly to: string }
  | { readonly kind: 'appointment-cancelled'; readonly item: string; readonly startsAt: string }
  /** A word to the trust's own staff: a task that waits for them. */
  | { readonly kind: 'for-staff'; readonly task: string }
  /** A word to the patient: the staff have seen to what they asked or reported. */
  | { readonly kind: 'staff-answered'; readonly task: string };
