import type { ClientBase, Pool } from "pg";

/** Makes the monthly partitions that rows of this period need; costs one look-up where they stand. */
export async function ensurePartitions(db: ClientBase | Pool, period: { readonly fromMs: number; readonly toMs: number }): Promise<void> {
  await db.query("select ensure_partitions($1::int8, $2::int8)", [period.fromMs, period.toMs]);
}
