import type { ClientBase, Pool } from "pg";
import type { StoredContent } from "./core-bundles.ts";
import type { BookId } from "./cycle-rows.ts";
import type { StoredSnapshot } from "./replay-contents.ts";

/** Content that is stored under the hash of its bytes: how much of it there is, and what of it has another hash. */
export type HashedContent<Row> = { readonly rows: number; readonly forged: readonly Row[] };

/** Forged rows of one kind that are named; whoever forged more is found by the first. */
const FORGED_MAX = 20;

async function hashedContent<Row extends object>(
  db: ClientBase | Pool,
  of: { readonly from: string; readonly columns: string; readonly orderBy: string; readonly values: readonly string[] },
): Promise<HashedContent<Row>> {
  const { from, columns, orderBy, values } = of;
  const { rows: counted } = await db.query<{ readonly count: number }>(`select count(*)::int8 as count from ${from}`, [...values]);
  const where = from.includes(" where ") ? "and" : "where";
  const { rows: forged } = await db.query<Row>(
    `select ${columns} from ${from} ${where} sha256(body) <> hash order by ${orderBy} limit ${FORGED_MAX}`,
    [...values],
  );
  return { rows: counted[0]?.count ?? 0, forged };
}

/** Account states of a book. */
export async function checkStates(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<HashedContent<StoredContent>> {
  const from = "account_states where tenant_id = $1 and account_id = $2 and run_id = $3";
  return hashedContent(db, { from, columns: "hash, body", orderBy: "hash", values: [tenantId, accountId, runId] });
}

/** Limits and settings that a workspace's books were decided under. */
export async function checkBookContents(
  db: ClientBase | Pool,
  tenantId: string,
): Promise<HashedContent<StoredContent & { readonly tenantId: string }>> {
  const columns = `tenant_id as "tenantId", hash, body`;
  return hashedContent(db, { from: "book_contents where tenant_id = $1", columns, orderBy: "hash", values: [tenantId] });
}

/** Sealed closes of every lineage. */
export async function checkSnapshots(db: ClientBase | Pool): Promise<HashedContent<StoredSnapshot>> {
  const columns = `lineage_id as "lineageId", close_ms as "closeMs", hash, previous_hash as "previousHash", body, next_opens as "nextOpens"`;
  return hashedContent(db, { from: "snapshots", columns, orderBy: "lineage_id, close_ms", values: [] });
}

/** Instrument tables, or bundles of core. */
export async function checkShared(
  db: ClientBase | Pool,
  table: "instrument_tables" | "core_bundles",
): Promise<HashedContent<StoredContent>> {
  return hashedContent(db, { from: table, columns: "hash, body", orderBy: "hash", values: [] });
}
