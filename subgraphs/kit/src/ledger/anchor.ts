import { anchorAudience, type AnchorClaims, type Clock } from '@crosstrust/contract';
import { describeFault, type Log, type Signer } from '@crosstrust/service';
import type { Pool } from 'pg';

/** Milliseconds between two looks at the chain's head: what was written since the last anchor is what a forger could still rewrite. */
const anchorEveryMs = 10_000;
/** Seconds that an anchor's signature holds. */
const anchorSeconds = 60;
const postMs = 2_000;

interface Parts {
  readonly pool: Pool;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
  /** The key of the trust. */
  readonly trust: string;
  readonly accountsUrl: string;
  /** Milliseconds between two looks at the head; tests wait less. */
  readonly everyMs?: number;
}

type Head = Pick<AnchorClaims, 'seq' | 'hash' | 'readAt'>;

export interface Anchoring {
  /** Sends the head once more, if it has changed, and ends. */
  stop(): Promise<void>;
}

/**
 * Sends the head of the trust's chain to `accounts` whenever it has changed. As well as it can: a trust that cannot reach
 * `accounts` serves on and sends it the next time.
 */
export function startAnchoring(parts: Parts): Anchoring {
  let sent = '';
  let last: Promise<void> = Promise.resolve();
  const sendOnce = async () => {
    try {
      const head = await readHead(parts.pool);
      if (head.seq === 0 || head.hash === sent) return;
      await post(parts, head);
      sent = head.hash;
    } catch (error) {
      parts.log.warn('the ledger was not anchored', { trust: parts.trust, reason: describeFault(error) });
    }
  };
  const send = () => {
    last = last.then(sendOnce);
    return last;
  };
  const timer = setInterval(() => void send(), parts.everyMs ?? anchorEveryMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return send();
    },
  };
}

/** The head and when it was read. Who reads waits for who reads, so that of two heads the one read later is the longer. */
async function readHead(pool: Pool): Promise<Head> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock(hashtextextended('ledger: anchor', 0))");
    const { rows } = await client.query<{ seq: string; hash: Buffer; read_at: Date }>(
      'select seq, hash, clock_timestamp() as read_at from ledger_head',
    );
    await client.query('commit');
    client.release();
    const [row] = rows;
    if (!row) throw new Error('the ledger has no head');
    return { seq: Number(row.seq), hash: row.hash.toString('base64url'), readAt: row.read_at.toISOString() };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function post({ signer, clock, log, trust, accountsUrl }: Parts, head: Head): Promise<void> {
  const anchor = await signer.sign({ iss: trust, aud: anchorAudience, ...head }, anchorSeconds, clock());
  const response = await fetch(`${accountsUrl}/anchors`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trust, anchor }),
    signal: AbortSignal.timeout(postMs),
  });
  // kept there as evidence; said once for each head
  if (response.status === 409) log.error('the ledger contradicts its anchors', { trust, count: head.seq });
  else if (!response.ok) throw new Error(`accounts answered ${response.status}`);
}
