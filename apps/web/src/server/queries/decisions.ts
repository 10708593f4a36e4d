import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { DecisionRow } from "../contract/decision.ts";
import type { Page } from "../contract/money.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { readCursor } from "./page.ts";

export type DecisionFilter = {
  readonly accountId?: string | undefined;
  readonly runId?: string | undefined;
  readonly symbol?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reasonCode?: string | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** Receipts opened for one page at most: an instrument stands in the body, so that filter reads on until the page is full or this is reached. */
const SCANNED_MAX = 2_000;
const BATCH = 250;

type Row = {
  readonly account_id: string;
  readonly account_name: string;
  readonly base_currency: string;
  readonly run_id: string;
  readonly receipt_seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly outcome: string;
  readonly reason_codes: readonly string[];
  readonly equity_units: bigint;
  readonly body: Uint8Array;
};

type After = { readonly atMs: number; readonly receiptSeq: number; readonly place: number };

/** Instruments that an intent or a refusal names, in the order decided. */
export function symbolsOf(body: Pick<ReceiptBody, "intents" | "refusals">): readonly string[] {
  return [...new Set([...body.intents, ...body.refusals].map(({ symbol }) => symbol).filter((symbol) => symbol !== ""))];
}

/** What stands in the facts counts too: a quiet hour looked at the instrument and left it. */
function concerns(body: ReceiptBody, symbol: string | undefined): boolean {
  return symbol === undefined || symbolsOf(body).includes(symbol) || body.facts.some((fact) => fact.symbol === symbol);
}

function decisionRow(row: Row, body: ReceiptBody): DecisionRow {
  return {
    accountId: row.account_id,
    accountName: row.account_name,
    runId: row.run_id,
    receiptSeq: row.receipt_seq,
    atMs: row.at_ms,
    kind: row.kind,
    outcome: row.outcome,
    reasonCodes: row.reason_codes,
    symbols: symbolsOf(body),
    intents: body.intents.length,
    refusals: body.refusals.length,
    equity: money(row.equity_units, row.base_currency),
  };
}

/**
 * Receipts before a place, newest first. Many accounts decide in the same millisecond with the same
 * sequence number, so a place within (at_ms, receipt_seq) is counted by account and run.
 */
async function readBatch(tx: Tx, filter: DecisionFilter, after: After | undefined): Promise<readonly Row[]> {
  return tx.rows<Row>(
    `select r.account_id, a.name as account_name, a.base_currency, r.run_id, r.receipt_seq, r.at_ms, r.kind, r.outcome, r.reason_codes, r.equity_units, r.body
       from receipts r
       join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id
       join books b on b.tenant_id = r.tenant_id and b.account_id = r.account_id and b.run_id = r.run_id
      where r.tenant_id = (select tenant_id())
        and ($1::uuid is null or r.account_id = $1)
        and ($2::uuid is null or r.run_id = $2)
        and ($2::uuid is not null or b.track = a.market_key or ($1::uuid is not null and not exists (
              select from books current where current.tenant_id = a.tenant_id and current.account_id = a.id and current.track = a.market_key)))
        and ($3::text is null or r.outcome = $3)
        and ($4::text is null or $4 = any(r.reason_codes))
        and r.at_ms <= $5
        and ($6::int8 is null or (r.at_ms, r.receipt_seq) <= ($6, $7))
      order by r.at_ms desc, r.receipt_seq desc, r.account_id, r.run_id
     offset $8 limit $9`,
    [
      filter.accountId ?? null, filter.runId ?? null, filter.outcome ?? null, filter.reasonCode ?? null,
      filter.toMs ?? Number.MAX_SAFE_INTEGER, after?.atMs ?? null, after?.receiptSeq ?? null, after?.place ?? 0, BATCH,
    ], // prettier-ignore
  );
}

/** Where the next row begins: how many rows of its (at_ms, receipt_seq) were read already. */
function step(after: After | undefined, row: Row): After {
  const isSamePlace = after?.atMs === row.at_ms && after.receiptSeq === row.receipt_seq;
  return { atMs: row.at_ms, receiptSeq: row.receipt_seq, place: isSamePlace ? after.place + 1 : 1 };
}

function readAfter(cursor: string | undefined): After | undefined {
  const [atMs, receiptSeq, place] = readCursor(cursor, 3) ?? [];
  return atMs === undefined || receiptSeq === undefined || place === undefined ? undefined : { atMs, receiptSeq, place };
}

/** Newest first. A page may hold fewer than asked and still name a next one, where an instrument is rare. */
export async function listDecisions(tx: Tx, filter: DecisionFilter): Promise<Page<DecisionRow>> {
  const items: DecisionRow[] = [];
  let after = readAfter(filter.cursor);
  for (let scanned = 0; scanned < SCANNED_MAX; scanned += BATCH) {
    const rows = await readBatch(tx, filter, after);
    for (const row of rows) {
      if (items.length === filter.limit) return { items, nextCursor: after && [after.atMs, after.receiptSeq, after.place].join(".") };
      const body = decodeReceiptBody(row.body);
      if (concerns(body, filter.symbol)) items.push(decisionRow(row, body));
      after = step(after, row);
    }
    if (rows.length < BATCH) return { items, nextCursor: undefined };
  }
  return { items, nextCursor: after && [after.atMs, after.receiptSeq, after.place].join(".") };
}
