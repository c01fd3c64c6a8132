import { type AccessClaims, type Grant, RegistryError, type SessionLevel } from '@crosstrust/contract';

/** Who asks, as a verified token has it: the only way to a reader. */
export class Viewer {
  /** The actor's id at this trust. */
  readonly actor: string;
  readonly level: SessionLevel;
  /** By record id. */
  readonly grants: ReadonlyMap<string, Grant>;

  private constructor(claims: AccessClaims) {
    this.actor = claims.sub;
    this.level = claims.level;
    this.grants = new Map(claims.grants.map((grant) => [grant.record, grant]));
  }

  /** The viewer of a token whose signature, audience and time have been verified. */
  static ofVerified(claims: AccessClaims): Viewer {
    return new Viewer(claims);
  }
}

/** A viewer, or the error that stands in for one: nobody signed in, or a token that does not hold. */
export type ViewerOrError = Viewer | RegistryError;

/** Whether somebody is signed in. */
export function isViewer(viewer: ViewerOrError): viewer is Viewer {
  return !(viewer instanceof RegistryError);
}

/** Of these record ids, those that the viewer holds a live grant for. The empty set unless a grant says otherwise. */
export function visible(viewer: Viewer, recordIds: readonly string[], now: Date): string[] {
  return recordIds.filter((id) => {
    const grant = viewer.grants.get(id);
    return grant !== undefined && isLive(grant, now);
  });
}

/**
 * What is shared with nobody: only the patient reads it.
 * @throws RegistryError NOT_YOURS without a live grant, SECTION_NOT_SHARED where the record is somebody else's or the grant a calendar's
 */
export function mustBeOwn(viewer: Viewer, recordId: string, now: Date): void {
  if (visible(viewer, [recordId], now).length === 0) throw new RegistryError('NOT_YOURS');
  if (!isWholeOwn(viewer.grants.get(recordId))) throw new RegistryError('SECTION_NOT_SHARED');
}

/** Whether a grant is the patient's own, whole. One of some sections is a calendar's: it reads those and does nothing else. */
export function isWholeOwn(grant: Grant | undefined): boolean {
  return grant?.relation === 'self' && grant.sections === 'all';
}

/** Whether a grant has not ended yet. */
export function isLive(grant: Grant, now: Date): boolean {
  return grant.until === undefined || now.getTime() < grant.until * 1000;
}
