/** What a change owes to somebody, as it stands sealed in the outbox. Instants are ISO 8601 in UTC. */
export type Message =
  /** A text to the patient that an appointment was moved or cancelled (W11). */
  | { readonly kind: 'appointment-moved'; readonly item: string; readonly from: string; readonly to: string }
  | { readonly kind: 'appointment-cancelled'; readonly item: string; readonly startsAt: string }
  /** An invitation to register: the link's path, from the portal's address on, to each of these (K2 W3 U3). Worth nothing after `until`. */
  | {
      readonly kind: 'invitation';
      readonly path: string;
      readonly channels: readonly ('mobile' | 'email')[];
      readonly until: string;
    }
  /** The two codes for the next appointment letter, with their end (D5 D17). */
  | { readonly kind: 'invitation-letter'; readonly codes: readonly [string, string]; readonly until: string }
  /** A word to the trust's own staff: a task that waits for them. */
  | { readonly kind: 'for-staff'; readonly task: string }
  /** A word to the patient: the staff have seen to what they asked or reported. */
  | { readonly kind: 'staff-answered'; readonly task: string }
  /** The last text to who has left and wants no more: it confirms that, and says how to get them again (K11). */
  | { readonly kind: 'closing-text'; readonly words: string };
