import { decodeJwt } from 'jose';
import { type Bed, openAccountOf } from './bed.ts';
import type { HeldPatient } from './fake-trust.ts';

/** What of a share its patient sees. */
const shareFields = `id kind name email relationship state until acceptedAt endedAt endedBy
  trusts { trust { key } sections may until standing words rule }`;
const sharedFields = `id patientName relation relationship may until access { trust { key } sections may until } records { __typename id trust { key } }`;
const errors = 'userErrors { code field trust rule }';

export const verbs = {
  shareRecord: `mutation ($input: ShareRecordInput!) { answer: shareRecord(input: $input) { share { ${shareFields} } ${errors} } }`,
  shareForShortTime: `mutation ($input: ShareForShortTimeInput!) { answer: shareForShortTime(input: $input) { share { ${shareFields} } ${errors} } }`,
  changeShare: `mutation ($input: ChangeShareInput!) { answer: changeShare(input: $input) { share { ${shareFields} } ${errors} } }`,
  acceptShare: `mutation ($input: AcceptShareInput!) { answer: acceptShare(input: $input) { shared { ${sharedFields} } userErrors { code field } } }`,
  endShare: `mutation ($input: EndShareInput!) { answer: endShare(input: $input) { me { id } userErrors { code field } } }`,
  openSharedRecord: `mutation ($input: OpenSharedRecordInput!) { answer: openSharedRecord(input: $input) { session shared { ${sharedFields} } userErrors { code field } } }`,
} as const;
export type SharingVerb = keyof typeof verbs;

export const all = { sections: [], allSections: true };
export const kingston = { trust: 'kingston', ...all, may: 'READ' };
/** One error of a verb, and nothing done. */
export const refused = (code: string, field: string | null, more: { trust?: string; rule?: string } = {}) => ({
  share: null,
  userErrors: [{ code, field, trust: null, rule: null, ...more }],
});
export const invalid = { shared: null, userErrors: [{ code: 'SHARE_INVITATION_INVALID', field: 'secret' }] };
export const wrongCode = { session: null, shared: null, userErrors: [{ code: 'CODE_WRONG', field: 'code' }] };

/** Somebody with an account and a session, and what they can do about sharing. */
export async function sharer(bed: Bed, given: Partial<HeldPatient> = {}, trust = bed.kingston) {
  const { patient, session } = await openAccountOf(bed, given, trust);
  const ask = async (query: string, variables: object = {}) => bed.ask(query, variables, await bed.tokenOf(session));
  const act = async (verb: SharingVerb, input: object) => {
    const answer = await ask(verbs[verb], { input: { idempotencyKey: crypto.randomUUID(), ...input } });
    return answer.data?.answer ?? answer.errors?.map(({ extensions }) => extensions.code);
  };
  return {
    patient,
    session,
    ask,
    act,
    share: (email: string, more: object = {}) =>
      act('shareRecord', { name: 'Mum', email, relationship: 'CHILD', trusts: [kingston], ...more }),
    shares: async () => (await ask(`{ me { shares { ${shareFields} } } }`)).data.me.shares,
    sharedWithMe: async () => (await ask(`{ sharedWithMe { ${sharedFields} } }`)).data.sharedWithMe,
    grantsAt: (at: string) => grantsOf(bed, session, at),
  };
}
export type Sharer = Awaited<ReturnType<typeof sharer>>;

/** A carer to whom a patient's record at Kingston is shared, and who has accepted. The carer is no patient there. */
export async function sharedPair(bed: Bed, more: object = {}, patientGiven: Partial<HeldPatient> = {}) {
  const [patient, carer] = [await sharer(bed, patientGiven), await carerOf(bed)];
  const { share, userErrors } = await patient.share(carer.patient.email, more);
  if (!share) throw new Error(`nothing was shared: ${JSON.stringify(userErrors)}`);
  const secret = await secretFor(bed, carer.patient.email);
  const accepted = await carer.act('acceptShare', { secret });
  if (!accepted.shared) throw new Error(`not accepted: ${JSON.stringify(accepted)}`);
  return { patient, carer, share: share.id as string, secret, shared: accepted.shared };
}

const verify = 'mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { userErrors { code } } }';

/** Somebody who is a patient of West Herts alone, with a verified email address. */
export async function carerOf(bed: Bed): Promise<Sharer> {
  const carer = await sharer(bed, {}, bed.westHerts);
  const asked = await carer.ask('mutation { requestEmailCode { challenge } }');
  const { challenge } = asked.data.requestEmailCode;
  const code = await bed.codeFor(carer.patient.email);
  await carer.ask(verify, { input: { challenge, code, idempotencyKey: crypto.randomUUID() } });
  return carer;
}

const lettersTo = async (bed: Bed, address: string) =>
  (await bed.inbox()).filter(({ to }) => to === address).map(({ text }) => text);

/** The secret of the newest invitation to an address. */
export async function secretFor(bed: Bed, address: string): Promise<string> {
  const texts = await lettersTo(bed, address);
  return texts.map((text) => /code: ([A-Za-z0-9_-]{43}) /.exec(text)?.[1]).find(Boolean) ?? 'none';
}

/** What stands in the newest email with a code for a share. */
export async function codeFor(bed: Bed, email: string) {
  const texts = await lettersTo(bed, email);
  const found = texts.map((text) => /reference (\S+), .* code (\d{6})\./.exec(text)).find(Boolean);
  return { reference: found?.[1] ?? 'none', code: found?.[2] ?? 'none', email };
}

/** The grants in a session's token for a trust; undefined when it gets none. */
export async function grantsOf(bed: Bed, session: string, at: string) {
  const answer = await bed.check(session, { active: false });
  const token = 'fresh' in answer ? answer.fresh?.tokens[at] : undefined;
  return token === undefined ? undefined : (decodeJwt(token) as { sub: string; grants: Record<string, unknown>[] });
}
