import { type NhsLoginFinish, nhsLoginFinishedSchema, nhsLoginFinishSchema } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedCookie } from '../session/session-cookie.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { askAccounts } from './ask-accounts.ts';
import { leaveWith } from './leave-with.ts';

/**
 * GET /nhs-login/return: the browser comes back from NHS login. What it brings goes to accounts in a body, and the browser
 * goes on at once to an address without it: the code is in no log of ours, and in no address that stays.
 */
export function finishNhsLogin(accounts: Upstream, { name }: NamedCookie) {
  return async ({ operation, query, cookies }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    operation.name = 'nhs-login';
    const question = readQuestion(query, cookies[name]);
    if (!question) return leaveWith(operation, reply, 'NHS_LOGIN_FAILED');
    const finished = await askAccounts(accounts, operation, {
      path: '/nhs-login/finish',
      question,
      answer: nhsLoginFinishedSchema,
    });
    return 'refused' in finished ? leaveWith(operation, reply, finished.refused) : reply.redirect(finished.to, 303);
  };
}

/** What accounts is asked; null when this cannot be an answer of NHS login's. A parameter that came twice is none. */
function readQuestion(query: unknown, held: string | undefined): NhsLoginFinish | null {
  const { state, code, error, iss } = query as Record<string, unknown>;
  const browser = nhsLoginFinishSchema.shape.browser.safeParse(held);
  const given = { state, code, error, iss, browser: browser.success ? browser.data : undefined };
  const question = nhsLoginFinishSchema.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  return question.success ? question.data : null;
}
