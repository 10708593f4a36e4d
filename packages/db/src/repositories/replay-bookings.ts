import type { ClientBase, Pool } from "pg";
import { bookKeys } from "./book-keys.ts";
import type { BookId, CycleRows } from "./cycle-rows.ts";

/** Kinds of rows that a decision's booking writes and that are never changed afterwards. */
export type BookingKind = "intents" | "orderEvents" | "fills" | "disposals" | "transactions" | "postings";

type Fields = Readonly<Record<string, unknown>>;

/** A table as replay compares it: the columns that name a row within its book, with their SQL types, and those that it says. */
type BookingTable = { readonly table: string; readonly key: Readonly<Record<string, string>>; readonly columns: readonly string[] };

const table = (name: string, key: Readonly<Record<string, string>>, columns: string): BookingTable => ({
  table: name,
  key,
  columns: columns.split(" "),
});

const TABLES: Readonly<Record<BookingKind, BookingTable>> = {
  intents: table(
    "intents",
    { intentSeq: "int8", atMs: "int8" },
    "orderId symbol side kind purpose quantity quoteBudget triggerUnits stopOffsetUnits receiptSeq parentOrderId",
  ),
  orderEvents: table("order_events", { orderId: "uuid", n: "int4", atMs: "int8" }, "event fromState toState reason"),
  fills: table(
    "fills",
    { fillSeq: "int8", atMs: "int8" },
    "orderId symbol side quantity priceUnits referencePriceUnits feeUnits feeAsset why ledgerSeq",
  ),
  disposals: table(
    "lot_disposals",
    { fillSeq: "int8", n: "int4", atMs: "int8" },
    "symbol quantity costUnits proceedsUnits openedMs entryPriceUnits why",
  ),
  transactions: table("ledger_transactions", { ledgerSeq: "int8", atMs: "int8" }, "kind reference postingCount previousHash hash"),
  postings: table("postings", { ledgerSeq: "int8", n: "int4", atMs: "int8" }, "ledgerAccount asset units"),
};

export const BOOKING_KINDS: readonly BookingKind[] = ["intents", "orderEvents", "fills", "disposals", "transactions", "postings"];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A row as both sides are compared: its place in its book in words, and its columns by name. */
export type BookingRow = BookId & { readonly place: string; readonly columns: Fields };

/** Amounts as text: an intent's units are written so, and a bigint of the server says the same. */
function plain(value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

function bookingRow(kind: BookingKind, row: BookId & Fields): BookingRow {
  const { key, columns } = TABLES[kind];
  const { tenantId, accountId, runId } = row;
  const place = Object.keys(key)
    .map((name) => String(row[name]))
    .join("/");
  return { tenantId, accountId, runId, place, columns: Object.fromEntries(columns.map((name) => [name, plain(row[name] ?? null)])) };
}

/** Rows that were made again, as they would be stored. */
export function bookingRows(kind: BookingKind, rows: CycleRows): BookingRow[] {
  return rows[kind].map((row) => bookingRow(kind, row));
}

/** The stored rows in the places of these; what is missing is left out. */
export async function readBookings(db: ClientBase | Pool, kind: BookingKind, made: CycleRows): Promise<BookingRow[]> {
  const rows: readonly (BookId & Fields)[] = made[kind];
  if (rows.length === 0) return [];
  const { table: name, key, columns } = TABLES[kind];
  const keys = Object.entries(key);
  const select = [...Object.keys(key), ...columns].map((column) => `t.${snake(column)} as "${column}"`).join(", ");
  const found = await db.query<BookId & Fields>(
    `select t.tenant_id as "tenantId", t.account_id as "accountId", t.run_id as "runId", ${select}
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], ${keys.map(([, type], index) => `$${index + 4}::${type}[]`).join(", ")})
       as k(tenant_id, account_id, run_id, ${keys.map(([column]) => snake(column)).join(", ")})
     cross join lateral (
       select * from ${name} t where t.tenant_id = k.tenant_id and t.account_id = k.account_id and t.run_id = k.run_id
         and ${keys.map(([column]) => `t.${snake(column)} = k.${snake(column)}`).join(" and ")} offset 0
     ) t`,
    [...bookKeys(rows), ...keys.map(([column]) => rows.map((row) => row[column]))],
  );
  return found.rows.map((row) => bookingRow(kind, row));
}
