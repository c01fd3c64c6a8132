/** Who asks. `ended`: a session came along that is no longer valid. `none`: nobody signed in. */
export type Session =
  | { readonly state: 'none' }
  | { readonly state: 'ended' }
  | {
      readonly state: 'live';
      /** An access token for each service that this person may ask, by its name. */
      readonly tokens: Readonly<Record<string, string>>;
    };

/** The access token for one service; undefined when this person has none for it. */
export function tokenFor(session: Session, audience: string): string | undefined {
  return session.state === 'live' && Object.hasOwn(session.tokens, audience) ? session.tokens[audience] : undefined;
}
