import { done, type LinkProof, refuse, type Result } from '@crosstrust/contract';

/** What somebody brings beside their details, as it is written. */
export interface WrittenProof {
  /** The secret of an invitation's link. */
  readonly invitation?: string | null | undefined;
  /** The two codes of a letter. */
  readonly codes?: readonly string[] | null | undefined;
}

const longestSecret = 200;
const longestCode = 50;

/** Reads what somebody brings: a link's secret or a letter's two codes, never both; neither is the details alone. */
export function parseProof({ invitation, codes }: WrittenProof): Result<LinkProof> {
  if (typeof invitation === 'string') {
    const isSecret = invitation.length > 0 && invitation.length <= longestSecret;
    return isSecret && !codes ? done({ kind: 'invitation', secret: invitation }) : refuse('BAD_INPUT', 'invitation');
  }
  if (!codes) return done({ kind: 'details' });
  const [first, second, ...more] = codes;
  const areCodes = first !== undefined && second !== undefined && more.length === 0;
  return areCodes && codes.every((code) => code.length <= longestCode)
    ? done({ kind: 'codes', codes: [first, second] })
    : refuse('BAD_INPUT', 'codes');
}
