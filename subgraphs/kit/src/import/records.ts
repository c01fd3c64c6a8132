import type { Client } from 'pg';

/** A UUID (version 8: made by the application) of the first bytes of a keyed hash. */
export function uuidOf(hash: Buffer): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Runs statements in a transaction that sees and may write these records only (row-level security). */
export async function withRecords<Value>(
  client: Client,
  ids: readonly string[],
  run: () => Promise<Value>,
): Promise<Value> {
  await client.query('begin');
  try {
    await client.query("select set_config('app.records', $1, true)", [ids.join(',')]);
    const value = await run();
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
