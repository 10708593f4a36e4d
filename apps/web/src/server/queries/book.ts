import { TRPCError } from "@trpc/server";
import type { Tx } from "../database.ts";

/** One account in one run: whose rows the account's pages show. */
export type Book = {
  readonly accountId: string;
  readonly accountName: string;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly runId: string;
  readonly runKey: string;
  readonly runKind: "live" | "paper" | "backtest";
  readonly marketKey: string;
  readonly lineageId: string | undefined;
  readonly openedMs: number;
  readonly receiptSeq: number;
  readonly stateHash: Uint8Array;
  readonly equityUnits: bigint;
};

export type InAccount = { readonly accountId: string; readonly runId?: string | undefined };

type Row = {
  readonly account_id: string;
  readonly account_name: string;
  readonly base_currency: string;
  readonly starting_units: bigint;
  readonly run_id: string;
  readonly run_key: string;
  readonly run_kind: Book["runKind"];
  readonly market_key: string;
  readonly lineage_id: string | null;
  readonly opened_ms: number;
  readonly receipt_seq: number;
  readonly state_hash: Uint8Array;
  readonly equity_units: bigint;
};

/** The book of the run that is named, else of the one that follows the account's market, else of the one opened last; undefined before the first. */
export async function findBook(tx: Tx, { accountId, runId }: InAccount): Promise<Book | undefined> {
  const rows = await tx.rows<Row>(
    `select a.id as account_id, a.name as account_name, a.base_currency, a.starting_units, r.id as run_id, r.key as run_key, r.kind as run_kind,
            r.market_key, coalesce(r.lineage_id, t.lineage_id) as lineage_id, b.opened_ms, b.receipt_seq, b.state_hash, b.equity_units
       from books b
       join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
       join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
       left join tracks t on t.key = b.track
      where b.tenant_id = (select tenant_id()) and b.account_id = $1 and ($2::uuid is null or b.run_id = $2)
      order by (b.track = a.market_key) desc, b.opened_ms desc, r.id
      limit 1`,
    [accountId, runId ?? null],
  );
  const row = rows[0];
  return (
    row && {
      accountId: row.account_id,
      accountName: row.account_name,
      baseCurrency: row.base_currency,
      startingUnits: row.starting_units,
      runId: row.run_id,
      runKey: row.run_key,
      runKind: row.run_kind,
      marketKey: row.market_key,
      lineageId: row.lineage_id ?? undefined,
      openedMs: row.opened_ms,
      receiptSeq: row.receipt_seq,
      stateHash: row.state_hash,
      equityUnits: row.equity_units,
    }
  );
}

export async function requireBook(tx: Tx, of: InAccount): Promise<Book> {
  const book = await findBook(tx, of);
  if (book === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This account has no book in that run yet." });
  return book;
}
