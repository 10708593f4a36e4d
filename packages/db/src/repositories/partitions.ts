import type { ClientBase, Pool } from "pg";

/** Makes the partitions that rows of this period need, by month, beyond the end of next year by year; costs one look-up where they stand. */
export async function ensurePartitions(db: ClientBase | Pool, period: { readonly fromMs: number; readonly toMs: number }): Promise<void> {
  await db.query("select ensure_partitions($1::int8, $2::int8)", [period.fromMs, period.toMs]);
}
