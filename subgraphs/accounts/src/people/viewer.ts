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

/** Beside the claims of every access token, one for `accounts` names its session, so that signing out finds it. */
const ownClaimsSchema = accessClaimsSchema.extend({ sid: z.uuid() });

/** Who asks: the only way to a reader. */
export class Viewer {
  readonly accountId: string;
  readonly sessionId: string;
  readonly level: SessionLevel;

  private constructor(accountId: string, sessionId: string, level: SessionLevel) {
    this.accountId = accountId;
    this.sessionId = sessionId;
    this.level = level;
  }

  /** The viewer behind a session that was opened in this very request. */
  static ofSession(session: { accountId: string; id: string; level: string }): Viewer {
    return new Viewer(session.accountId, session.id, z.enum(sessionLevels).parse(session.level));
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
      return new Viewer(claims.sub, claims.sid, claims.level);
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
