import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { ClientBase } from "pg";
import { binaryArray } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { ReceiptRow } from "./cycle-rows.ts";

/**
 * Who recorded a commit's receipts, and when on the wall: facts that differ from one machine to the
 * next, so they stand beside the receipts and outside every hash. One row a commit.
 */
export async function insertWorkBatch(
  client: ClientBase,
  batch: { readonly worker: string; readonly recordedAtMs: number; readonly receipts: readonly ReceiptRow[] },
): Promise<void> {
  const { receipts } = batch;
  if (receipts.length === 0) return;
  await client.query({
    name: "insert work batch",
    text: `insert into work_batches (id, recorded_at_ms, worker, host, node, v8, tenant_ids, account_ids, run_ids, receipt_seqs)
           values ($1, $2, $3, $4, $5, $6, $7::uuid[], $8::uuid[], $9::uuid[], $10::int8[])`,
    values: [
      randomUUID(),
      batch.recordedAtMs,
      batch.worker,
      hostname(),
      process.versions.node,
      process.versions.v8,
      ...bookKeys(receipts),
      binaryArray(
        "int8",
        receipts.map(({ receiptSeq }) => receiptSeq),
      ),
    ],
  });
}
