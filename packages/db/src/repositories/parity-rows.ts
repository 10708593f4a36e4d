import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

/** A fill as it is booked, with the order that it is of. */
export type BookedFill = {
  readonly fillSeq: number;
  readonly atMs: number;
  readonly orderId: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: bigint;
  readonly priceUnits: bigint;
  readonly feeUnits: bigint;
  readonly why: string;
  /** Code of what asked for the order. */
  readonly reason: string;
};

export type FillRange = {
  /** Number of the first fill. */
  readonly fromSeq: number;
  /** Fills of bars that opened before this. */
  readonly beforeMs: number;
  readonly limit: number;
};

/** Fills of a book from a number on, in the order in which they were booked, at most `limit`. */
export async function readBookedFills(db: ClientBase | Pool, book: BookId, range: FillRange): Promise<BookedFill[]> {
  const { rows } = await db.query<BookedFill>(
    `select f.fill_seq as "fillSeq", f.at_ms as "atMs", f.order_id as "orderId", f.symbol, f.side, f.quantity, f.price_units as "priceUnits",
       f.fee_units as "feeUnits", f.why, o.reason
     from fills f
     join orders o on o.tenant_id = f.tenant_id and o.account_id = f.account_id and o.run_id = f.run_id and o.id = f.order_id
     where f.tenant_id = $1 and f.account_id = $2 and f.run_id = $3 and f.fill_seq >= $4 and f.at_ms < $5 order by f.fill_seq limit $6`,
    [book.tenantId, book.accountId, book.runId, range.fromSeq, range.beforeMs, range.limit],
  );
  return rows;
}

/** How far an order came: its state, and the last step that brought it there. */
export type OrderEnd = {
  readonly orderId: string;
  readonly state: string;
  readonly event: string;
  readonly reason: string;
  readonly atMs: number;
};

/** The last step of each of these orders; one that was never made is left out. */
export async function readOrderEnds(db: ClientBase | Pool, book: BookId, orderIds: readonly string[]): Promise<OrderEnd[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await db.query<OrderEnd>(
    `select o.id as "orderId", o.state, e.event, e.reason, e.at_ms as "atMs" from unnest($4::uuid[]) as k(id)
     join orders o on o.tenant_id = $1 and o.account_id = $2 and o.run_id = $3 and o.id = k.id
     cross join lateral (
       select event, reason, at_ms from order_events e
       where e.tenant_id = o.tenant_id and e.account_id = o.account_id and e.run_id = o.run_id and e.order_id = o.id order by n desc limit 1
     ) e`,
    [book.tenantId, book.accountId, book.runId, orderIds],
  );
  return rows;
}

/** Who set a kill switch, and why. A person by name where the workspace still knows the id. */
export type KillAuthor = {
  readonly scope: string;
  readonly verb: string;
  readonly sinceMs: number;
  readonly setBy: string;
  readonly reason: string;
  /** Why the engine set it; null: a person did, or a book broke. */
  readonly code: string | null;
};

const AUTHORS_MAX = 10_000;

/** The authors of a workspace's kill switches that hold for a book and were set at these times of its clock. */
export async function readKillAuthors(db: ClientBase | Pool, book: BookId, sinceMs: readonly number[]): Promise<KillAuthor[]> {
  if (sinceMs.length === 0) return [];
  const { rows } = await db.query<KillAuthor>(
    `select k.scope, k.verb, k.since_ms as "sinceMs", k.set_by as "setBy", k.reason, k.code from kill_switches k
     where k.tenant_id = $1 and (k.run_id is null or k.run_id = $3) and (k.account_id is null or k.account_id = $2) and k.since_ms = any($4::int8[])
     order by k.since_ms, k.id limit ${AUTHORS_MAX}`,
    [book.tenantId, book.accountId, book.runId, sinceMs],
  );
  return rows;
}
