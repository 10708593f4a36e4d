import type { OrderRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";
import type { TenantTx } from "../database.ts";
import { money, optional, price } from "../mappers/money.ts";
import { findBook, type InAccount } from "./book.ts";
import { pairOf, readPairs } from "./instruments.ts";
import { pageOf, readCursor } from "./page.ts";

/** States from which an order can still fill or be cancelled. */
export const OPEN_STATES = ["intended", "sending", "open", "partially_filled", "unknown"] as const;

type Row = {
  readonly id: string;
  readonly intent_seq: number;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly kind: string;
  readonly purpose: string;
  readonly state: string;
  readonly is_open: boolean;
  readonly quantity: bigint;
  readonly filled_quantity: bigint;
  readonly trigger_units: bigint | null;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly reason: string;
};

type OrderFilter = InAccount & { readonly state: "open" | "final" | "all"; readonly limit: number; readonly cursor?: string | undefined };

/** Newest first. */
export async function listOrders(tx: TenantTx, of: OrderFilter): Promise<Page<OrderRow>> {
  const book = await findBook(tx, of);
  if (book === undefined) return { items: [], nextCursor: undefined };
  const [before] = readCursor(of.cursor, 1) ?? [];
  const rows = await tx.rows<Row>(
    `select id, intent_seq, symbol, side, kind, purpose, state, state = any($3) as is_open, quantity, filled_quantity, trigger_units, created_ms, updated_ms, reason
       from orders
      where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2
        and ($4 = 'all' or (state = any($3)) = ($4 = 'open'))
        and ($5::int8 is null or intent_seq < $5)
      order by intent_seq desc
      limit $6`,
    [book.accountId, book.runId, OPEN_STATES, of.state, before ?? null, of.limit + 1],
  );
  const pairs = await readPairs(tx);
  const item = (row: Row): OrderRow => {
    const { base, quote } = pairOf(pairs, row.symbol);
    return {
      id: row.id,
      intentSeq: row.intent_seq,
      symbol: row.symbol,
      side: row.side,
      kind: row.kind,
      purpose: row.purpose,
      state: row.state,
      isOpen: row.is_open,
      quantity: money(row.quantity, base),
      filled: money(row.filled_quantity, base),
      trigger: optional(row.trigger_units, (units) => price(units, quote)),
      createdMs: row.created_ms,
      updatedMs: row.updated_ms,
      reason: row.reason,
    };
  };
  return pageOf(rows, { limit: of.limit, item, key: (row) => [row.intent_seq] });
}
