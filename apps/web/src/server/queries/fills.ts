import type { FillWhy } from "@ballast/core/decision/booking";
import { notionalUnits } from "@ballast/core/money/notional";
import { assetOf } from "@ballast/core/money/asset";
import type { FillRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";
import type { TenantTx } from "../database.ts";
import { money, price } from "../mappers/money.ts";
import { findBook, type InAccount } from "./book.ts";
import { pairOf, readPairs, type Pair } from "./instruments.ts";
import { pageOf, readCursor } from "./page.ts";

export type FillColumns = {
  readonly fill_seq: number;
  readonly at_ms: number;
  readonly order_id: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: bigint;
  readonly price_units: bigint;
  readonly reference_price_units: bigint;
  readonly fee_units: bigint;
  readonly fee_asset: string;
  readonly why: FillWhy;
  /** Code of the order that was filled. */
  readonly reason: string;
};

/** A fill with the reason of its order; the condition that follows is on `f`. */
export const FILLS = `
  select f.fill_seq, f.at_ms, f.order_id, f.symbol, f.side, f.quantity, f.price_units, f.reference_price_units, f.fee_units, f.fee_asset, f.why, o.reason
    from fills f join orders o on o.tenant_id = f.tenant_id and o.account_id = f.account_id and o.run_id = f.run_id and o.id = f.order_id`;

/** Quote paid or received before the fee; rounded as the ledger rounds: up what is paid, down what is received. */
function notional(row: FillColumns, { base, quote }: Pair): bigint {
  return notionalUnits({
    priceUnits: row.price_units,
    quantity: row.quantity,
    pair: { base: assetOf(base), quote: assetOf(quote) },
    mode: row.side === "buy" ? "ceil" : "floor",
  });
}

function fillRow(row: FillColumns, pair: Pair): FillRow {
  return {
    fillSeq: row.fill_seq,
    atMs: row.at_ms,
    orderId: row.order_id,
    symbol: row.symbol,
    side: row.side,
    quantity: money(row.quantity, pair.base),
    price: price(row.price_units, pair.quote),
    referencePrice: price(row.reference_price_units, pair.quote),
    notional: money(notional(row, pair), pair.quote),
    fee: money(row.fee_units, row.fee_asset),
    why: row.why,
    reason: row.reason,
  };
}

/** Newest first. */
export async function listFills(
  tx: TenantTx,
  of: InAccount & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<FillRow>> {
  const book = await findBook(tx, of);
  if (book === undefined) return { items: [], nextCursor: undefined };
  const [before] = readCursor(of.cursor, 1) ?? [];
  const rows = await tx.rows<FillColumns>(
    `${FILLS}
      where f.tenant_id = (select tenant_id()) and f.account_id = $1 and f.run_id = $2 and ($3::int8 is null or f.fill_seq < $3)
      order by f.fill_seq desc
      limit $4`,
    [book.accountId, book.runId, before ?? null, of.limit + 1],
  );
  const pairs = await readPairs(tx);
  return pageOf(rows, { limit: of.limit, item: (row) => fillRow(row, pairOf(pairs, row.symbol)), key: (row) => [row.fill_seq] });
}
