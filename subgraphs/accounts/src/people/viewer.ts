import {
  accessClaimsSchema,
  accountsIssuer,
  RegistryError,
  type SessionLevel,
  sessionLevels,
} from '@crosstrust/contract';
import { type Signer, verifyToken } from '@crosstrust/service';
import { z } from 'zod';

/** The audience of the tokens that this service makes for itself. */
export const ownAudience = 'accounts';

const absent = z.undefined().optional();

/**
 * Beside the claims of every access token, one for `accounts` names its session, so that signing out finds it, or the
 * calendar feed whose reader it is made for, or the session of a guest who holds a code.
 */
const ownClaimsSchema = z.union([
  accessClaimsSchema.extend({ sid: z.uuid(), feed: absent, guest: absent }),
  accessClaimsSchema.extend({ feed: z.uuid(), sid: absent, guest: absent }),
  accessClaimsSchema.extend({ guest: z.uuid(), sid: absent, feed: absent }),
]);

/** Who asks: the only way to a reader. */
export class Viewer {
  /** A guest has no account: here is the share's id then, by which there is none. */
  readonly accountId: string;
  readonly sessionId: string;
  readonly level: SessionLevel;
  /**
   * `calendar`: a calendar that follows a private link; it learns where the linked records are, and nothing else.
   * `guest`: somebody with a code; they learn where the records are that were shared with them, and nothing else.
   */
  readonly purpose: 'session' | 'calendar' | 'guest';

  private constructor(accountId: string, sessionId: string, level: SessionLevel, purpose: Viewer['purpose']) {
    this.accountId = accountId;
    this.sessionId = sessionId;
    this.level = level;
    this.purpose = purpose;
  }

  /** The viewer behind a session that was opened in this very request. */
  static ofSession(session: { accountId: string; id: string; level: string }): Viewer {
    return new Viewer(session.accountId, session.id, z.enum(sessionLevels).parse(session.level), 'session');
  }

  /** The viewer behind a session of a share by code that was opened in this very request. */
  static ofGuest({ share, id }: { share: string; id: string }): Viewer {
    return new Viewer(share, id, 'one-factor', 'guest');
  }

  /**
   * The viewer of a request's token.
   * @returns the error UNAUTHENTICATED without a token, TOKEN_INVALID when it does not hold
   */
  static async ofAuthorization(header: string | undefined, signer: Signer, now: Date): Promise<ViewerOrError> {
    if (header === undefined) return new RegistryError('UNAUTHENTICATED');
    const token = /^Bearer (\S+)$/i.exec(header)?.[1] ?? '';
    try {
      const claims = await verifyToken(token, {
        keys: signer.ownKeys,
        issuer: accountsIssuer,
        audience: ownAudience,
        now,
        schema: ownClaimsSchema,
      });
      if (claims.sid !== undefined) return new Viewer(claims.sub, claims.sid, claims.level, 'session');
      if (claims.feed !== undefined) return new Viewer(claims.sub, claims.feed, claims.level, 'calendar');
      return new Viewer(claims.sub, claims.guest, claims.level, 'guest');
    } catch {
      return new RegistryError('TOKEN_INVALID');
    }
  }
}

/** A viewer, or the error that stands in for one. */
export type ViewerOrError = Viewer | RegistryError;

/** The viewer. @throws the error that stands in for one */
export function mustBeSignedIn(viewer: ViewerOrError): Viewer {
  if (viewer instanceof RegistryError) throw viewer;
  return viewer;
}
