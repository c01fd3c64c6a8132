import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Core } from '../core.ts';
import type { Message } from './outbox.ts';
import { placeOfMessage } from './transports.ts';

/** A message as the inbox shows it. */
export interface ShownMessage extends Message {
  /** When it was sent (RFC 3339, UTC). */
  readonly time: string;
}

/**
 * The page on which a developer opens the codes that would have been texted: `GET /inbox`, and `/inbox.json` for
 * programs, newest first. It answers this machine only; the host's name is checked, or a web site that points its own
 * name here could read it.
 */
export function serveInbox(http: FastifyInstance, core: Core): void {
  http.get('/inbox', async (request, reply) => {
    if (!isLocal(request)) return reply.callNotFound();
    reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
    });
    return inboxPage(await readInbox(core, request.correlation));
  });
  http.get('/inbox.json', async (request, reply) => {
    if (!isLocal(request)) return reply.callNotFound();
    reply.header('cache-control', 'no-store');
    return readInbox(core, request.correlation);
  });
}

const londonClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'medium',
  timeStyle: 'medium',
});

/** The page itself, with times as in London and everything in it escaped. */
export function inboxPage(messages: readonly ShownMessage[]): string {
  const rows = messages.map(
    ({ time, channel, to, text }) =>
      `<tr>${[londonClock.format(new Date(time)), channel, to, text].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3"><title>Inbox</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
@media(max-width:40rem){td,th{display:block;border:0;padding:.1rem 0}thead{display:none}tr{display:block;border-bottom:1px solid #ccc;padding:.5rem 0}}</style></head><body>
<h1>Inbox</h1><p>Texts and emails of this development system, newest first. The page looks again every 3 seconds.</p>
<table><thead><tr><th>Time</th><th>By</th><th>To</th><th>Text</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
${messages.length === 0 ? '<p>Nothing was sent yet.</p>' : ''}</body></html>`;
}

async function readInbox(core: Core, correlation: string): Promise<ShownMessage[]> {
  const rows = await core.database.read<{ id: string; message: Buffer; created_at: Date }>(
    correlation,
    'select id, message, created_at from inbox order by place desc limit 200',
    [],
  );
  return rows.map(({ id, message, created_at }) => ({
    ...core.vault.open<Message>(message, placeOfMessage(id)),
    time: created_at.toISOString(),
  }));
}

function isLocal(request: FastifyRequest): boolean {
  const peer = request.socket.remoteAddress ?? '';
  return (
    /^(127\.|::1$|::ffff:127\.)/.test(peer) &&
    /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
