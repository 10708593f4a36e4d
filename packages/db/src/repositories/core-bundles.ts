import type { ClientBase, Pool } from "pg";

/** Canonical bytes, or a bundle's, with the hash that they are stored under. */
export type StoredContent = { readonly hash: Uint8Array; readonly body: Uint8Array };

/** The bundles of core that decided, by the hashes that receipts name; what is missing is left out. */
export async function readCoreBundles(db: ClientBase | Pool, hashes: readonly Uint8Array[]): Promise<StoredContent[]> {
  if (hashes.length === 0) return [];
  const { rows } = await db.query<StoredContent>("select hash, body from core_bundles where hash = any($1::bytea[])", [hashes]);
  return rows;
}

/** Instrument tables by the hashes that receipts name. */
export async function readInstrumentTables(db: ClientBase | Pool, hashes: readonly Uint8Array[]): Promise<StoredContent[]> {
  if (hashes.length === 0) return [];
  const { rows } = await db.query<StoredContent>("select hash, body from instrument_tables where hash = any($1::bytea[])", [hashes]);
  return rows;
}
