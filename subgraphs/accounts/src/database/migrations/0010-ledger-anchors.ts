import { Migration } from '@mikro-orm/migrations';

/** How far each trust's ledger of who looked had got, and what contradicted that. Rows are added, and never changed. */
export class LedgerAnchors extends Migration {
  override name = '0010-ledger-anchors';

  override up(): void {
    this.addSql(`
      create table ledger_anchor (
        id uuid primary key,
        trust text not null,
        seq bigint not null,
        hash text not null,
        read_at timestamptz(3) not null,
        verdict text not null check (verdict in ('kept', 'conflict')),
        token text not null,
        received_at timestamptz not null,
        unique (trust, seq, hash, verdict)
      )`);
    this.addSql(`create unique index ledger_anchor_kept on ledger_anchor (trust, seq) where verdict = 'kept'`);
  }
}
