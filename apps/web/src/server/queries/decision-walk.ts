import type { Tx } from "../database.ts";
import { findBook } from "./book.ts";
import { readCursor } from "./page.ts";

/** What a walk over receipts asks of each; undefined asks nothing. */
export type ReceiptFilter = {
  readonly accountId?: string | undefined;
  readonly runId?: string | undefined;
  readonly outcome?: string | undefined;
  /** Any of these. */
  readonly reasonCodes?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
};

/** Where a receipt lies: what its row is found by. */
export type Place = { readonly accountId: string; readonly runId: string; readonly receiptSeq: number; readonly atMs: number };

/** Where a walk goes on: how many rows of its (atMs, receiptSeq) were passed already. */
type After = { readonly atMs: number; readonly receiptSeq: number; readonly place: number };

type Row = {
  readonly account_id: string;
  readonly run_id: string;
  readonly receipt_seq: number;
  readonly at_ms: number;
  readonly fits: boolean;
};

/** Which receipts are walked, as a condition on `r`, and the order that their index has them in. */
type Scope = { readonly where: string; readonly order: string; readonly values: readonly [accountId: string | null, runId: string | null] };

/** Receipts passed for one page at most: more than a year of one account's hours. */
const PASSED_MAX = 10_000;
/** The same where each has to be opened. */
const OPENED_MAX = 2_000;
const BATCH = 500;

/** What was done is rare among many accounts and has an index of its own; hours in which nothing was have none. */
function ofOutcome({ outcome }: ReceiptFilter): string {
  return outcome === undefined || outcome === "NO_TRADE" ? "" : " and r.outcome = $3 and r.outcome <> 'NO_TRADE'";
}

/**
 * One book is walked by its own sequence; a workspace by time. Without a run it is each account's
 * book that follows its market; an account that has none yet shows the run it opened last.
 */
async function scopeOf(tx: Tx, filter: ReceiptFilter): Promise<Scope | undefined> {
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
    where: `$1::uuid is null and ($2::uuid = r.run_id or ($2::uuid is null and ${current}))${ofOutcome(filter)}`,
    order: "r.at_ms desc, r.receipt_seq desc, r.account_id, r.run_id",
    values: [null, filter.runId ?? null],
  };
}

/**
 * The next receipts by their index and whether each fits. What no index has is a column and no condition:
 * a condition that nothing fulfils would be looked for through every year there is. Many accounts
 * decide in the same millisecond with the same sequence number, so a place within them is counted by
 * account and run.
 */
async function passBatch(
  tx: Tx,
  of: { readonly scope: Scope; readonly filter: ReceiptFilter; readonly after: After | undefined; readonly limit: number },
): Promise<readonly Row[]> {
  const { scope, filter, after } = of;
  return tx.rows<Row>(
    `select r.account_id, r.run_id, r.receipt_seq, r.at_ms,
            ($3::text is null or r.outcome = $3) and ($4::text[] is null or r.reason_codes && $4) as fits
       from receipts r
      where r.tenant_id = (select tenant_id()) and ${scope.where} and r.at_ms between $5 and $6
        and ($7::int8 is null or (r.at_ms, r.receipt_seq) <= ($7, $8))
      order by ${scope.order}
     offset $9 limit $10`,
    [
      ...scope.values, filter.outcome ?? null, filter.reasonCodes ?? null, filter.fromMs ?? 0, filter.toMs ?? Number.MAX_SAFE_INTEGER,
      after?.atMs ?? null, after?.receiptSeq ?? null, after?.place ?? 0, of.limit,
    ], // prettier-ignore
  );
}

function step(after: After | undefined, row: Row): After {
  const isSamePlace = after?.atMs === row.at_ms && after.receiptSeq === row.receipt_seq;
  return { atMs: row.at_ms, receiptSeq: row.receipt_seq, place: isSamePlace ? after.place + 1 : 1 };
}

function readAfter(cursor: string | undefined): After | undefined {
  const [atMs, receiptSeq, place] = readCursor(cursor, 3) ?? [];
  return atMs === undefined || receiptSeq === undefined || place === undefined ? undefined : { atMs, receiptSeq, place };
}

/** What a page of a walk was filled with, where it goes on, and how far it has come. */
export type Walked<Item> = {
  readonly items: readonly Item[];
  readonly nextCursor: string | undefined;
  /** The oldest moment looked at, where the walk stopped for its length before the page was full. */
  readonly searchedToMs: number | undefined;
};

type WalkOf<Item> = {
  readonly filter: ReceiptFilter;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** Whether receipts that fit may still give no item, because what is asked for stands in their body. */
  readonly isSelective: boolean;
  /** The items of receipts that fit, in their order, each under its place. */
  readonly open: (places: readonly Place[]) => Promise<ReadonlyMap<string, Item>>;
};

export function placeKey({ accountId, runId, receiptSeq }: Pick<Place, "accountId" | "runId" | "receiptSeq">): string {
  return `${accountId}.${runId}.${receiptSeq}`;
}

const placeOf = (row: Row): Place => ({ accountId: row.account_id, runId: row.run_id, receiptSeq: row.receipt_seq, atMs: row.at_ms });

/**
 * Newest first, by the index: the newest cost the same however many lie behind them. A walk passes so
 * many receipts and no more, so a page may hold fewer than asked and still name a next one.
 */
export async function walkDecisions<Item>(tx: Tx, of: WalkOf<Item>): Promise<Walked<Item>> {
  const { filter, limit, open } = of;
  const scope = await scopeOf(tx, filter);
  if (scope === undefined) return { items: [], nextCursor: undefined, searchedToMs: undefined };
  const isPlain = !of.isSelective && filter.outcome === undefined && filter.reasonCodes === undefined;
  const size = isPlain ? limit + 1 : BATCH;
  const passedMax = of.isSelective ? OPENED_MAX : PASSED_MAX;
  const items: Item[] = [];
  let after = readAfter(of.cursor);
  for (let passed = 0; passed < passedMax; passed += size) {
    const rows = await passBatch(tx, { scope, filter, after, limit: size });
    const fitting = rows.filter(({ fits }) => fits).map(placeOf);
    const opened = await open(of.isSelective ? fitting : fitting.slice(0, limit + 1 - items.length));
    for (const row of rows) {
      const item = opened.get(placeKey(placeOf(row)));
      if (items.length === limit && item !== undefined)
        return { items, nextCursor: after && [after.atMs, after.receiptSeq, after.place].join("."), searchedToMs: undefined };
      if (item !== undefined) items.push(item);
      after = step(after, row);
    }
    if (rows.length < size) return { items, nextCursor: undefined, searchedToMs: undefined };
  }
  return { items, nextCursor: after && [after.atMs, after.receiptSeq, after.place].join("."), searchedToMs: after?.atMs };
}
