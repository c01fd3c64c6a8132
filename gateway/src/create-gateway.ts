import cookiePlugin from '@fastify/cookie';
import type { RunningService } from '@crosstrust/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { openFeed } from './calendar/open-feed.ts';
import { serveCalendar } from './calendar/serve-calendar.ts';
import { serveArticle } from './documents/serve-article.ts';
import { serveDocument } from './documents/serve-document.ts';
import { drainOnClose } from './drain.ts';
import { noteRefusal, refuse } from './errors/refuse.ts';
import { arrive } from './execution/arrive.ts';
import { execute } from './execution/execute.ts';
import { checkContentType, checkOrigin } from './limits/check-origin.ts';
import { keepWithinLimits, takeOneOperation } from './limits/keep-within-limits.ts';
import { checkDownload } from './my-data/check-download.ts';
import type { Form } from './my-data/serve-my-data.ts';
import { beginNhsLogin } from './nhs-login/begin-nhs-login.ts';
import { finishNhsLogin } from './nhs-login/finish-nhs-login.ts';
import { createParts, type GatewayDeps, type Parts } from './create-parts.ts';
import { servePlayground } from './playground/serve-playground.ts';
import { securityHeaders } from './security-headers.ts';
import { identify } from './session/identify.ts';
import { readSavedDevice, saveDevice } from './session/device-cookie.ts';
import { handOutSession } from './session/session-cookie.ts';

/** A step on a request's way. A refusal is a Refusal that it throws. */
interface Stage {
  readonly name: string;
  /** When it runs: before the body is read, with the body, to answer, or with the answer. */
  readonly at: 'onRequest' | 'preHandler' | 'handler' | 'onSend';
  readonly run: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

/** The way of every operation, in its order. Each stage is one file. */
function operationStages({
  settings,
  limits,
  isDevelopment,
  times,
  executor,
  cookie,
  savedDevice,
  checkSession,
}: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(times.queryMs, isDevelopment) },
    { name: 'refuse other sites’ pages', at: 'onRequest', run: checkOrigin(settings.PUBLIC_URL) },
    { name: 'refuse other sites’ forms', at: 'onRequest', run: checkContentType },
    { name: 'take one operation', at: 'preHandler', run: takeOneOperation },
    {
      name: 'refuse what is too large',
      at: 'preHandler',
      run: keepWithinLimits({ limits, allowIntrospection: isDevelopment, ...times }),
    },
    { name: 'find out who asks', at: 'preHandler', run: identify(checkSession, cookie.name) },
    { name: 'read the saved device', at: 'preHandler', run: readSavedDevice(savedDevice) },
    { name: 'plan, ask the services, merge, mask', at: 'handler', run: execute(executor) },
    { name: 'hand out the session', at: 'onSend', run: handOutSession(cookie) },
    { name: 'save the device', at: 'onSend', run: saveDevice(savedDevice) },
  ];
}

/** The way of a document: the same session, then the trust's answer as it comes. */
function documentStages({ tuning, isDevelopment, upstreams, cookie, checkSession }: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(tuning.documentMs, isDevelopment) },
    { name: 'find out who asks', at: 'preHandler', run: identify(checkSession, cookie.name) },
    { name: 'stream the document', at: 'handler', run: serveDocument(upstreams) },
    { name: 'hand out the session', at: 'onSend', run: handOutSession(cookie) },
  ];
}

/** The way of all that is a person's: the same session, then every linked trust's part, put together elsewhere. */
function myDataStages({ tuning, cookie, checkSession, myData }: Parts, form: Form): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(tuning.myDataMs, false) },
    { name: 'refuse other sites’ pages', at: 'onRequest', run: checkDownload },
    { name: 'find out who asks', at: 'preHandler', run: identify(checkSession, cookie.name) },
    { name: 'ask every trust, have it put together, stream it', at: 'handler', run: myData(form) },
    { name: 'hand out the session', at: 'onSend', run: handOutSession(cookie) },
  ];
}

/** The way of a calendar that follows a private link: no session, and one fixed operation. */
function calendarStages({ times, accounts, executor }: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(times.queryMs, false) },
    { name: 'find out whose calendar it is', at: 'preHandler', run: openFeed(accounts) },
    { name: 'ask for the appointments, write the calendar', at: 'handler', run: serveCalendar(executor) },
  ];
}

/** The way of what anybody may read: nobody is asked who they are. */
function articleStages({ tuning, isDevelopment, upstreams }: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(tuning.documentMs, isDevelopment) },
    { name: 'stream the article', at: 'handler', run: serveArticle(upstreams) },
  ];
}

/** The way to NHS login: from our own pages alone. */
function nhsLoginStages({ settings, times, accounts, cookie, nhsLoginCookie, checkSession }: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(times.mutationMs, false) },
    { name: 'refuse other sites’ pages', at: 'onRequest', run: checkOrigin(settings.PUBLIC_URL) },
    { name: 'find out who asks', at: 'preHandler', run: identify(checkSession, cookie.name) },
    { name: 'send the browser to NHS login', at: 'handler', run: beginNhsLogin(accounts, nhsLoginCookie) },
    { name: 'hand out the session', at: 'onSend', run: handOutSession(cookie) },
  ];
}

/** The way back from NHS login, which is another site. */
function nhsLoginReturnStages({ times, accounts, cookie, nhsLoginCookie, checkSession }: Parts): Stage[] {
  return [
    { name: 'start the clock', at: 'onRequest', run: arrive(times.mutationMs, false) },
    { name: 'find out who asks', at: 'preHandler', run: identify(checkSession, cookie.name) },
    { name: 'ask accounts, send the browser on', at: 'handler', run: finishNhsLogin(accounts, nhsLoginCookie) },
    { name: 'hand out the session', at: 'onSend', run: handOutSession(cookie) },
  ];
}

/** The one door, put together and listening. It holds no state but caches: any number of gateways are one. */
export async function createGateway(deps: GatewayDeps): Promise<RunningService> {
  const parts = await createParts(deps);
  const { http, settings, isDevelopment } = parts;
  await http.register(cookiePlugin);
  http.decorateRequest('operation');
  http.addHook('onRequest', securityHeaders(settings.PUBLIC_URL));
  http.route({ method: 'POST', url: '/graphql', ...hooksOf(operationStages(parts)) });
  http.route({ method: ['GET', 'PUT', 'PATCH', 'DELETE'], url: '/graphql', handler: refuseMethod });
  const get = (url: string, stages: readonly Stage[]) =>
    http.route({ method: 'GET', url, exposeHeadRoute: false, ...hooksOf(stages) });
  get('/documents/:trust/:token', documentStages(parts));
  get('/calendar/:secret.ics', calendarStages(parts));
  get('/articles/:trust/:file', articleStages(parts));
  for (const form of ['json', 'pdf'] as const) get(`/my-data.${form}`, myDataStages(parts, form));
  get('/nhs-login', nhsLoginStages(parts));
  get('/nhs-login/return', nhsLoginReturnStages(parts));
  if (isDevelopment) await servePlayground(http, `${settings.ACCOUNTS_URL}/inbox`);
  else http.get('/', async () => ({ crosstrust: 'Send GraphQL operations by POST to /graphql.' }));
  http.setNotFoundHandler((_request, reply) => reply.status(404).send({ message: 'There is nothing here.' }));
  return start(parts);
}

function hooksOf(stages: readonly Stage[]) {
  const at = (when: Stage['at']) => stages.filter((stage) => stage.at === when).map(({ run }) => run);
  const [handler] = at('handler');
  if (!handler) throw new Error('no stage answers');
  return {
    onRequest: at('onRequest'),
    preHandler: at('preHandler'),
    handler,
    onSend: at('onSend'),
    onError: noteRefusal,
  };
}

async function start({ http, settings, tuning, executor, upstreams, log }: Parts): Promise<RunningService> {
  drainOnClose(http, tuning.drainMs);
  http.addHook('onClose', async () => {
    await executor.stop();
    await Promise.all([...upstreams.values()].map((upstream) => upstream.close()));
  });
  http.server.requestTimeout = 10_000; // for a request to come in whole
  const url = await http.listen({ host: settings.HOST, port: settings.PORT });
  log.info('listening', { url });
  return { url, close: () => http.close() };
}

async function refuseMethod(_request: FastifyRequest, reply: FastifyReply): Promise<never> {
  reply.header('allow', 'POST');
  throw refuse('METHOD_NOT_ALLOWED', 405);
}
