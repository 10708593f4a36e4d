import type { Pool } from "pg";

type Content = { readonly hash: Uint8Array; readonly body: Uint8Array };

/** The one-file bundle of core that decides in this process, under its hash. */
export async function putCoreBundle(pool: Pool, bundle: Content): Promise<void> {
  await pool.query("insert into core_bundles (hash, body) values ($1, $2) on conflict (hash) do nothing", [bundle.hash, bundle.body]);
}

/** Canonical bytes of an instrument table that receipts name. */
export async function putInstrumentTable(pool: Pool, table: Content): Promise<void> {
  await pool.query("insert into instrument_tables (hash, body) values ($1, $2) on conflict (hash) do nothing", [table.hash, table.body]);
}
