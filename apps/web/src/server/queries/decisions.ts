import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { DecisionRow } from "../contract/decision.ts";
import type { Page } from "../contract/money.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { findBook } from "./book.ts";
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

/** Which receipts are read, as a condition on `r`, and the order that their index has them in. */
type Scope = { readonly where: string; readonly order: string; readonly values: readonly [accountId: string | null, runId: string | null] };

/**
 * One book is walked by its own sequence; a workspace by time. Without a run it is each account's
 * book that follows its market; an account that has none yet shows the run it opened last.
 */
async function scopeOf(tx: Tx, filter: DecisionFilter): Promise<Scope | undefined> {
  if (filter.accountId !== undefined) {
    const book = await findBook(tx, { accountId: filter.accountId, runId: filter.runId });
    return (
      book && {
        where: "r.account_id = $1 and r.run_id = $2",
        order: "r.receipt_seq desc, r.at_ms desc",
        values: [book.accountId, book.runId],
      }
    );
  }
  // As a list that is known before the walk begins: joined instead, the planner would rather read every receipt there is.
  const current =
    "r.run_id = any(array(select b.run_id from books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track))";
  return {
    where: `$1::uuid is null and ($2::uuid = r.run_id or ($2::uuid is null and ${current}))`,
    order: "r.at_ms desc, r.receipt_seq desc, r.account_id, r.run_id",
    values: [null, filter.runId ?? null],
  };
}

/**
 * Receipts before a place, newest first, by their index: the newest cost the same however many lie
 * behind them. Many accounts decide in the same millisecond with the same sequence number, so a place
 * within (at_ms, receipt_seq) is counted by account and run.
 */
async function readBatch(
  tx: Tx,
  of: { readonly scope: Scope; readonly filter: DecisionFilter; readonly after: After | undefined },
): Promise<readonly Row[]> {
  const { scope, filter, after } = of;
  return tx.rows<Row>(
    `select r.account_id, a.name as account_name, a.base_currency, r.run_id, r.receipt_seq, r.at_ms, r.kind, r.outcome, r.reason_codes, r.equity_units, r.body
       from (
         select * from receipts r
          where r.tenant_id = (select tenant_id()) and ${scope.where}
            and ($3::text is null or r.outcome = $3)
            and ($4::text is null or $4 = any(r.reason_codes))
            and r.at_ms <= $5
            and ($6::int8 is null or (r.at_ms, r.receipt_seq) <= ($6, $7))
          order by ${scope.order}
         offset $8 limit $9) r
       join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id
      order by ${scope.order}`,
    [
      ...scope.values, filter.outcome ?? null, filter.reasonCode ?? null,
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
  const scope = await scopeOf(tx, filter);
  if (scope === undefined) return { items: [], nextCursor: undefined };
  const items: DecisionRow[] = [];
  let after = readAfter(filter.cursor);
  for (let scanned = 0; scanned < SCANNED_MAX; scanned += BATCH) {
    const rows = await readBatch(tx, { scope, filter, after });
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
