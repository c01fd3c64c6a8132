import { createHash } from 'node:crypto';
import type { Clock } from '@crosstrust/contract';
import { type Signer, verifyToken } from '@crosstrust/service';
import { z } from 'zod';
import { type AppointmentVerb, appointmentVerbs } from '../policy/appointments.ts';
import type { Fact, StoredSlot } from './facts.ts';
import type { Booking } from './list.ts';

/** Seconds that a preview's token works. */
const previewSeconds = 15 * 60;

const claims = z.object({
  verb: z.enum(appointmentVerbs),
  record: z.uuid(),
  item: z.uuid(),
  slot: z.uuid().optional(),
  /** A hash of all that the preview rests on. */
  basis: z.string(),
});

/** What a preview was made of. */
export interface Previewed {
  readonly verb: AppointmentVerb;
  readonly booking: Booking;
  readonly facts: readonly Fact[];
  /** The time that the patient chose. */
  readonly slot?: StoredSlot | null | undefined;
}

/** Tokens that say: this is what the patient was told before they decided. They hold opaque ids only. */
export interface PreviewTokens {
  make(previewed: Previewed): Promise<string>;
  /** When a token that is made now ends. */
  end(): Date;
  /** Whether a token is of this preview, as it would be made now. */
  holds(token: string, previewed: Previewed): Promise<boolean>;
}

/** Preview tokens of a trust, signed with the trust's own key. */
export function createPreviewTokens(trust: string, signer: Signer, clock: Clock): PreviewTokens {
  const audience = `${trust}/previews`;
  return {
    make: (previewed) => signer.sign({ iss: trust, aud: audience, ...claimsOf(previewed) }, previewSeconds, clock()),
    end: () => new Date((Math.floor(clock().getTime() / 1000) + previewSeconds) * 1000),
    holds: async (token, previewed) => {
      const expected = { keys: signer.ownKeys, issuer: trust, audience, now: clock(), schema: claims };
      const told = await verifyToken(token, expected).catch(() => undefined);
      const now = claimsOf(previewed);
      return (
        told !== undefined && Object.entries(now).every(([name, value]) => told[name as keyof typeof now] === value)
      );
    },
  };
}

function claimsOf({ verb, booking, facts, slot }: Previewed): z.infer<typeof claims> {
  const { status, startsAt, endsAt, mode, specialty, clinician, location } = booking;
  const chosen = slot && [slot.startsAt, slot.endsAt];
  const basis = JSON.stringify([facts, status, startsAt, endsAt, mode, specialty, clinician, location, chosen]);
  return {
    verb,
    record: booking.recordId,
    item: booking.id,
    ...(slot ? { slot: slot.id } : {}),
    basis: createHash('sha256').update(basis).digest('base64url'),
  };
}
