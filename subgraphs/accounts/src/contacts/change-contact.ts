import { done, refuse, RegistryError, type Result } from '@crosstrust/contract';
import type { EntityManager } from '@mikro-orm/postgresql';
import { answerAfter } from '../answer-time.ts';
import type { Call, Core } from '../core.ts';
import { type KeyUse, once, recall } from '../database/once.ts';
import { countCode } from '../limits/limit-codes.ts';
import { trustAnswerTime } from '../links/ask-trust.ts';
import { newAddressCodeText } from '../messages/words.ts';
import { type Mobile, parseEmail, parseMobile } from '../people/parse-details.ts';
import { type Person, readPerson } from '../people/read-person.ts';
import type { ProvenAddress } from '../people/set-address.ts';
import type { Viewer } from '../people/viewer.ts';
import { askForMobile } from '../people/vouched-mobile.ts';
import { mustBeFresh } from '../sessions/must-be-fresh.ts';
import { mustBeFreshForSecurity } from '../sessions/must-be-fresh-for-security.ts';
import { requiredLevel } from '../sessions/strong-factors.ts';
import { type PosedChallenge, sendChallenge } from '../sign-in/pose-challenge.ts';
import { ContactChange, placeOfAddress } from './entities.ts';

/** A proof that the session must hold, asked of its row. */
type Proof = (em: EntityManager) => Promise<unknown>;

/**
 * Begins to change the viewer's mobile: a code goes to the new one. The mobile is what the account's second factor hangs
 * on, so it takes two factors of the last minutes. Where the account has nothing that reaches two, it takes one, and the
 * word of a trust that the patient has this mobile: its staff or the GP have seen who they are (NIST SP 800-63B: binding an
 * authenticator, and repeated identity proofing). Who has two and has lost one recovers, which takes a day.
 * @throws RegistryError STEP_UP_REQUIRED without either, FRESH_SIGN_IN_REQUIRED
 */
export async function changeMobile(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, trust = null, ...input }: { mobile: string; trust?: string | null; idempotencyKey: string },
): Promise<Result<PosedChallenge>> {
  const mobile = parseMobile(input.mobile);
  if (!mobile) return refuse('BAD_INPUT', 'mobile');
  const person = await mustHavePerson(core, call, viewer);
  if (mobile === person.details.mobile) return refuse('BAD_INPUT', 'mobile');
  const proof: Proof = async (em) =>
    mustBeFresh(em, core, viewer, trust === null ? 'two-factors' : await requiredLevel(em, viewer.accountId));
  const use = useOf(core, viewer, idempotencyKey, { mobile, trust });
  const begin = () => beginChange(core, viewer, use, { channel: 'mobile', address: mobile }, proof);
  if (trust === null) return begin();
  return answerAfter(core, trustAnswerTime, async () => {
    const before = await recall(core, call, use);
    if (before) return done(before);
    const vouched = await letTrustVouch(core, call, person, { trust, mobile, proof });
    return 'done' in vouched ? begin() : vouched;
  });
}

/**
 * Begins to change the viewer's email: a code goes to the new one. Whether it is somebody else's (K14) is told only to
 * who can read the code.
 * @throws RegistryError what `mustBeFreshForSecurity` throws
 */
export async function changeEmail(
  core: Core,
  call: Call,
  viewer: Viewer,
  { idempotencyKey, ...input }: { email: string; idempotencyKey: string },
): Promise<Result<PosedChallenge>> {
  const email = parseEmail(input.email);
  if (!email) return refuse('BAD_INPUT', 'email');
  const { details, emailVerified } = await mustHavePerson(core, call, viewer);
  if (emailVerified && email === details.email) return refuse('BAD_INPUT', 'email');
  const use = useOf(core, viewer, idempotencyKey, { email });
  return beginChange(core, viewer, use, { channel: 'email', address: email }, (em) =>
    mustBeFreshForSecurity(em, core, viewer),
  );
}

async function mustHavePerson(core: Core, call: Call, viewer: Viewer): Promise<Person> {
  const person = await readPerson(core, call, viewer);
  if (!person) throw new RegistryError('SESSION_ENDED');
  return person;
}

const useOf = (core: Core, { accountId }: Viewer, key: string, input: object): KeyUse<PosedChallenge> => ({
  scope: `change-contact:${accountId}`,
  key,
  input,
  isOfUse: ({ expiresAt }) => new Date(expiresAt) > core.clock(),
});

/** Whether a trust has this mobile for the person; asked as seldom as codes are sent, and only after the session's proof. */
async function letTrustVouch(
  core: Core,
  call: Call,
  { id, details, links }: Person,
  { trust, mobile, proof }: { trust: string; mobile: Mobile; proof: Proof },
): Promise<Result<true>> {
  const mayAsk = await core.database.write(async (em) => {
    await proof(em);
    return countCode(em, core, `new mobile asked ${id}`);
  });
  if (!mayAsk) return refuse('TOO_MANY_REQUESTS');
  const vouched = await askForMobile(core, call, trust, { ...details, mobile });
  if ('userErrors' in vouched) return vouched;
  const linked = links.find((link) => link.trust === trust);
  return linked && linked.record !== vouched.done.record ? refuse('DETAILS_DO_NOT_MATCH') : done(true);
}

async function beginChange(
  core: Core,
  { accountId, sessionId }: Viewer,
  use: KeyUse<PosedChallenge>,
  { channel, address }: ProvenAddress,
  proof: Proof,
): Promise<Result<PosedChallenge>> {
  const result = await core.database.write((em) =>
    once<PosedChallenge>(em, core, use, async () => {
      await proof(em);
      const addressHash = core.vault.lookup(`codes to a new ${channel}`, address).toString('base64url');
      const mayBeSent =
        (await countCode(em, core, `new ${channel} ${accountId}`)) && (await countCode(em, core, addressHash));
      if (!mayBeSent) return refuse('TOO_MANY_REQUESTS');
      const posed = sendChallenge(em, core, {
        purpose: 'change-contact',
        channel,
        to: address,
        text: newAddressCodeText,
        accountId,
        subject: accountId,
      });
      await em.flush(); // the change refers to the challenge by its id alone
      const sealed = core.vault.seal(address, placeOfAddress(posed.challenge));
      em.create(ContactChange, { id: posed.challenge, accountId, sessionId, address: sealed });
      return done(posed);
    }),
  );
  core.wakeWorker();
  return result;
}
