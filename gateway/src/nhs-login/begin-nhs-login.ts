import { type NhsLoginBegin, nhsLoginBeginSchema, nhsLoginBegunSchema, ownPathSchema } from '@crosstrust/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedCookie } from '../session/session-cookie.ts';
import type { Upstream } from '../upstream/create-upstream.ts';
import { askAccounts } from './ask-accounts.ts';
import { leaveWith } from './leave-with.ts';

/**
 * GET /nhs-login: sends the browser to NHS login. `link=1`: to add it to the account that is signed in. `to`: one of our
 * own pages, to go to afterwards. What is secret about the way stays at accounts; the browser gets a cookie.
 */
export function beginNhsLogin(accounts: Upstream, { name, options }: NamedCookie) {
  return async ({ operation, query, cookies }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    operation.name = 'nhs-login';
    const begun = await askAccounts(accounts, operation, {
      path: '/nhs-login/begin',
      question: readQuestion(query, cookies[name]),
      answer: nhsLoginBegunSchema,
    });
    if ('refused' in begun) return leaveWith(operation, reply, begun.refused);
    reply.setCookie(name, begun.browser, options);
    return reply.redirect(begun.url, 303);
  };
}

function readQuestion(query: unknown, held: string | undefined): NhsLoginBegin {
  const { link, to } = query as Record<string, unknown>;
  const page = ownPathSchema.safeParse(to);
  const browser = nhsLoginBeginSchema.shape.browser.safeParse(held);
  return {
    link: link === '1',
    to: page.success ? page.data : '/',
    ...(browser.success && browser.data ? { browser: browser.data } : {}),
  };
}
