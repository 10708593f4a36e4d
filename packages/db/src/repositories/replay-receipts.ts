import type { ClientBase, Pool } from "pg";
import { binaryArray } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { BookId, ReceiptRow, SlotRow } from "./cycle-rows.ts";

/** A receipt as it is stored. */
export type StoredReceipt = Omit<ReceiptRow, "equityUnits"> & { readonly equityUnits: bigint };

/** One receipt of a book by its number. */
export type ReceiptKey = BookId & { readonly receiptSeq: number };

/** Half-open: [fromMs, toMs) of `at_ms`. */
export type SlotTimes = { readonly fromMs: number; readonly toMs: number };

const RECEIPT = `t.tenant_id as "tenantId", t.account_id as "accountId", t.run_id as "runId", t.receipt_seq as "receiptSeq", t.at_ms as "atMs", t.kind, t.seq,
  t.outcome, t.reason_codes as "reasonCodes", t.snapshot_hash as "snapshotHash", t.state_before as "stateBefore", t.state_after as "stateAfter",
  t.input_hash as "inputHash", t.output_hash as "outputHash", t.core_hash as "coreHash", t.equity_units as "equityUnits", t.body,
  t.previous_hash as "previousHash", t.hash`;

/**
 * Receipts of these books whose slots lie in a stretch of time: by book, then by number. The query is for
 * a cursor: its parameters are `bookKeys`, then both ends of the time.
 */
export const RECEIPTS_OF_BOOKS = `
  select ${RECEIPT} from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as k(tenant_id, account_id, run_id, n)
  cross join lateral (
    select * from receipts r where r.tenant_id = k.tenant_id and r.account_id = k.account_id and r.run_id = k.run_id
      and r.at_ms >= $4 and r.at_ms < $5 order by r.receipt_seq offset 0
  ) t order by k.n, t.receipt_seq`;

/** Receipts by their numbers, in whatever month they are; what is missing is left out. */
export async function readReceiptsByNumber(db: ClientBase | Pool, keys: readonly ReceiptKey[]): Promise<StoredReceipt[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<StoredReceipt>(
    `select ${RECEIPT} from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int8[]) as k(tenant_id, account_id, run_id, receipt_seq)
     cross join lateral (
       select * from receipts r where r.tenant_id = k.tenant_id and r.account_id = k.account_id and r.run_id = k.run_id and r.receipt_seq = k.receipt_seq offset 0
     ) t order by t.tenant_id, t.account_id, t.run_id, t.receipt_seq`,
    [
      ...bookKeys(keys),
      binaryArray(
        "int8",
        keys.map(({ receiptSeq }) => receiptSeq),
      ),
    ],
  );
  return rows;
}

const SLOT = `s.tenant_id as "tenantId", s.account_id as "accountId", s.run_id as "runId", s.kind, s.at_ms as "atMs", s.seq, s.until_ms as "untilMs",
  s.outcome, s.reason, s.facts`;

/** Slots of these books that begin in a stretch of time, in time order. */
export async function readSlotsOf(db: ClientBase | Pool, books: readonly BookId[], times: SlotTimes): Promise<SlotRow[]> {
  const { rows } = await db.query<SlotRow>(
    `select ${SLOT} from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(tenant_id, account_id, run_id)
     join slots s using (tenant_id, account_id, run_id) where s.at_ms >= $4 and s.at_ms < $5
     order by s.tenant_id, s.account_id, s.run_id, s.at_ms, s.kind collate "C", s.seq`,
    [...bookKeys(books), times.fromMs, times.toMs],
  );
  return rows;
}

/** The slots that these receipts decided, in no order; what is missing is left out. */
export async function readSlotsOfReceipts(db: ClientBase | Pool, receipts: readonly StoredReceipt[]): Promise<SlotRow[]> {
  if (receipts.length === 0) return [];
  const { rows } = await db.query<SlotRow>(
    `select ${SLOT} from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::int4[]) as k(tenant_id, account_id, run_id, kind, at_ms, seq)
     cross join lateral (
       select * from slots s where s.tenant_id = k.tenant_id and s.account_id = k.account_id and s.run_id = k.run_id
         and s.kind = k.kind and s.at_ms = k.at_ms and s.seq = k.seq offset 0
     ) s`,
    [...bookKeys(receipts), receipts.map(({ kind }) => kind), receipts.map(({ atMs }) => atMs), receipts.map(({ seq }) => seq)],
  );
  return rows;
}

/** Slots that say they were decided, without a receipt. */
export async function readSlotsWithoutReceipt(
  db: ClientBase | Pool,
  books: readonly BookId[],
  times: SlotTimes & { readonly limit: number },
): Promise<SlotRow[]> {
  const { rows } = await db.query<SlotRow>(
    `select ${SLOT} from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(tenant_id, account_id, run_id)
     join slots s using (tenant_id, account_id, run_id) where s.at_ms >= $4 and s.at_ms < $5 and s.outcome <> 'SKIPPED'
       and not exists (select from receipts r where r.tenant_id = s.tenant_id and r.account_id = s.account_id and r.run_id = s.run_id
         and r.at_ms = s.at_ms and r.kind = s.kind and r.seq = s.seq)
     order by s.tenant_id, s.account_id, s.run_id, s.at_ms limit $6`,
    [...bookKeys(books), times.fromMs, times.toMs, times.limit],
  );
  return rows;
}
