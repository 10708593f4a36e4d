import type { ClientBase } from "pg";
import type { BookId } from "./cycle-rows.ts";
import { BOOK_ROWS } from "./canonical-rows.ts";
import type { SlotTimes } from "./replay-receipts.ts";

/** Kinds of rows that have a time of their own, in the order of a manifest, with the columns that tell one from another in a book. */
const KINDS: readonly { readonly kind: string; readonly table: string; readonly key: readonly string[] }[] = [
  { kind: "slot", table: "slots", key: ["kind", "at_ms", "seq"] },
  { kind: "receipt", table: "receipts", key: ["receipt_seq"] },
  { kind: "intent", table: "intents", key: ["intent_seq"] },
  { kind: "order_event", table: "order_events", key: ["order_id", "n"] },
  { kind: "fill", table: "fills", key: ["fill_seq"] },
  { kind: "disposal", table: "lot_disposals", key: ["fill_seq", "n"] },
  { kind: "transaction", table: "ledger_transactions", key: ["ledger_seq"] },
  { kind: "posting", table: "postings", key: ["ledger_seq", "n"] },
];

export type ManifestSource = { readonly kind: string; readonly key: string; readonly columns: Readonly<Record<string, unknown>> };

/** The columns that the canonical export writes of a kind: what two databases are compared by. */
function columnsOf(kind: string): string {
  const sql = BOOK_ROWS.find(({ name }) => name === kind)?.sql ?? "";
  return sql.slice("select ".length, sql.indexOf(" from "));
}

/** Every append-only row of a book whose time lies in a stretch, kind by kind, in the order of its key. */
export async function readManifestRows(client: ClientBase, book: BookId, times: SlotTimes): Promise<ManifestSource[]> {
  const found: ManifestSource[] = [];
  for (const { kind, table, key } of KINDS) {
    const order = key.map((column) => (column === "kind" ? `t.${column} collate "C"` : `t.${column}`)).join(", ");
    const { rows } = await client.query<Readonly<Record<string, unknown>>>(
      `select ${columnsOf(kind)} from ${table} t where t.tenant_id = $1 and t.account_id = $2 and t.run_id = $3 and t.at_ms >= $4 and t.at_ms < $5 order by ${order}, t.at_ms`,
      [book.tenantId, book.accountId, book.runId, times.fromMs, times.toMs],
    );
    for (const row of rows) found.push({ kind, key: key.map((column) => String(row[column])).join("/"), columns: row });
  }
  return found;
}
