import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Inbox } from './inbox.ts';

const userErrors = z.array(z.object({ code: z.string() }));
const answerSchema = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string(), trust: z.string().optional() }),
      }),
    )
    .optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});
/** A whole GraphQL answer. */
export type GraphqlAnswer = z.infer<typeof answerSchema>;

/** The details by which a trust knows its patient. */
export interface Details {
  readonly nhsNumber: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly mobile: string;
  readonly email: string;
}

/** What somebody brings whom a trust has invited: a link's secret, or the two codes of a letter. */
export type Proof = { readonly invitation: string } | { readonly codes: readonly [string, string] };

/** That the portal says no, with the code of its registry. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(readonly code: string) {
    super(code);
  }
}

/** A program that uses the gateway as any client would. */
export interface Portal {
  ask(
    query: string,
    options?: { variables?: object; session?: string; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer>;
  /** Opens an account with the details that a trust holds, or its invitation, and signs in with the code from the inbox. @throws Refused */
  openAccount(trust: string, details: Details, inbox: Inbox, proof?: Proof): Promise<string>;
  /** @throws Refused */
  linkTrust(trust: string, session: string): Promise<void>;
  /** Proves the email of the account with the code from the inbox, unless it is verified already: then it is a way to sign in. @throws Refused */
  verifyEmail(email: string, session: string, inbox: Inbox): Promise<void>;
  /** Signs in by email or mobile with the birth date and the code from the inbox; gives the session. @throws Refused */
  signIn(way: { email: string } | { mobile: string }, birthDate: string, inbox: Inbox): Promise<string>;
  signOut(session: string): Promise<void>;
}

const documents = {
  openAccount:
    'mutation ($input: OpenAccountInput!) { answer: openAccount(input: $input) { challenge userErrors { code } } }',
  requestCode:
    'mutation ($input: RequestCodeInput!) { answer: requestCode(input: $input) { challenge userErrors { code } } }',
  signIn: 'mutation ($input: SignInInput!) { answer: signIn(input: $input) { session userErrors { code } } }',
  linkTrust: 'mutation ($input: LinkTrustInput!) { answer: linkTrust(input: $input) { userErrors { code } } }',
  requestEmailCode: 'mutation { answer: requestEmailCode { challenge userErrors { code } } }',
  verifyEmail: 'mutation ($input: VerifyEmailInput!) { answer: verifyEmail(input: $input) { userErrors { code } } }',
  signOut: 'mutation { answer: signOut { userErrors { code } } }',
};

/** A client of the gateway at this URL. */
export function openPortal(gatewayUrl: string): Portal {
  const ask: Portal['ask'] = async (query, { variables = {}, session, headers = {} } = {}) => {
    const answer = await fetch(`${gatewayUrl}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(session ? { authorization: `Bearer ${session}` } : {}),
        ...headers,
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    return answerSchema.parse(await answer.json());
  };

  /** One mutation; what is wrong with it, in the payload or as an error, is thrown by its code. */
  const act = async <Shape extends z.ZodRawShape>(
    name: keyof typeof documents,
    input: object,
    shape: Shape,
    session?: string,
  ) => {
    const { data, errors } = await ask(documents[name], { variables: { input }, ...(session ? { session } : {}) });
    const payload = z.object({ ...shape, userErrors }).safeParse(data?.['answer']);
    const code =
      errors?.[0]?.extensions.code ?? z.object({ userErrors }).safeParse(data?.['answer']).data?.userErrors[0]?.code;
    if (code || !payload.success) throw new Refused(code ?? 'INTERNAL');
    return payload.data;
  };
  const enter = async (challenge: string, to: string, since: Date, inbox: Inbox) => {
    const code = await inbox.waitForCode(to, since);
    const { session } = await act('signIn', { challenge, code, delivery: 'BEARER' }, { session: z.string() });
    return session as string;
  };
  const challenge = { challenge: z.string() };

  return {
    ask,
    openAccount: async (trust, details, inbox, proof) => {
      const since = new Date();
      const posed = await patiently(() =>
        act('openAccount', { trust, ...details, ...proof, idempotencyKey: randomUUID() }, challenge),
      );
      return enter(posed.challenge as string, internationalOf(details.mobile), since, inbox);
    },
    linkTrust: async (trust, session) => {
      await patiently(() => act('linkTrust', { trust, idempotencyKey: randomUUID() }, {}, session));
    },
    verifyEmail: async (email, session, inbox) => {
      const { data } = await ask('{ me { emailVerified } }', { session });
      if (z.object({ me: z.object({ emailVerified: z.literal(true) }) }).safeParse(data).success) return;
      const since = new Date();
      const posed = await act('requestEmailCode', {}, challenge, session);
      const code = await inbox.waitForCode(email, since);
      await act('verifyEmail', { challenge: posed.challenge, code, idempotencyKey: randomUUID() }, {}, session);
    },
    signIn: async (way, birthDate, inbox) => {
      const since = new Date();
      const posed = await act('requestCode', { ...way, birthDate }, challenge);
      return enter(posed.challenge as string, 'email' in way ? way.email : internationalOf(way.mobile), since, inbox);
    },
    signOut: async (session) => {
      await act('signOut', {}, {}, session);
    },
  };
}

/** A trust that is just starting, or busy with everybody else's start, gets another chance; a refusal stays one. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (
        !(error instanceof Refused) ||
        !/^(TRUST_TIMEOUT|TRUST_UNAVAILABLE|OUTCOME_UNKNOWN)$/.test(error.code) ||
        attempt === 4
      )
        throw error;
      await pause(300 * attempt);
    }
  }
}

/** A UK number as the messages are addressed: 07700 900123 -> +447700900123 */
export function internationalOf(mobile: string): string {
  return mobile.replace(/\s/g, '').replace(/^0/, '+44');
}
