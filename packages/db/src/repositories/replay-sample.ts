import type { ClientBase, Pool } from "pg";
import type { ReceiptKey } from "./replay-receipts.ts";

/** A commit's receipts, and the process that recorded them. */
export type AuditedBatch = { readonly worker: string; readonly receipts: readonly ReceiptKey[] };

type Row = {
  worker: string;
  tenant_ids: readonly string[];
  account_ids: readonly string[];
  run_ids: readonly string[];
  receipt_seqs: readonly string[] | readonly number[];
};

const COLUMNS = "b.worker, b.tenant_ids::text[], b.account_ids::text[], b.run_ids::text[], b.receipt_seqs::text[]";

function batchOf(row: Row): AuditedBatch {
  const receipts = row.tenant_ids.flatMap((tenantId, index) => {
    const [accountId, runId, receiptSeq] = [row.account_ids[index], row.run_ids[index], row.receipt_seqs[index]];
    if (accountId === undefined || runId === undefined || receiptSeq === undefined) return [];
    return [{ tenantId, accountId, runId, receiptSeq: Number(receiptSeq) }];
  });
  return { worker: row.worker, receipts };
}

/**
 * Batches that another process recorded: for each drawn id the batch that comes next behind it (ids are
 * random, so any batch is as likely as another), and the first ones behind moments of the last minutes.
 */
export async function drawBatches(
  db: ClientBase | Pool,
  draw: { readonly notBy: string; readonly ids: readonly string[]; readonly recordedMs: readonly number[] },
): Promise<AuditedBatch[]> {
  const { rows } = await db.query<Row>(
    `select ${COLUMNS} from unnest($2::uuid[]) as d(id)
       cross join lateral (select * from work_batches w where w.id >= d.id and w.worker <> $1 order by w.id limit 1) b
     union all
     select ${COLUMNS} from unnest($3::int8[]) as d(ms)
       cross join lateral (select * from work_batches w where w.recorded_at_ms >= d.ms and w.worker <> $1 order by w.recorded_at_ms limit 1) b`,
    [draw.notBy, draw.ids, draw.recordedMs],
  );
  return rows.map(batchOf);
}

/** When the first and the newest batch were recorded, by the wall clock; undefined where there is none. */
export async function readRecordedSpan(db: ClientBase | Pool): Promise<{ readonly firstMs: number; readonly lastMs: number } | undefined> {
  const { rows } = await db.query<{ firstMs: number | null; lastMs: number | null }>(
    `select (select recorded_at_ms from work_batches order by recorded_at_ms limit 1) as "firstMs",
       (select recorded_at_ms from work_batches order by recorded_at_ms desc limit 1) as "lastMs"`,
  );
  const { firstMs = null, lastMs = null } = rows[0] ?? {};
  return firstMs === null || lastMs === null ? undefined : { firstMs, lastMs };
}
