import { decodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import { toHex } from "@ballast/core/numeric/hash";
import { TRPCError } from "@trpc/server";
import type { AccountDetail, AccountRow, BalanceRow, RunRef } from "../contract/account.ts";
import { onlyRow, type TenantTx } from "../database.ts";
import { money, optional } from "../mappers/money.ts";
import { readAccountRows } from "./account-rows.ts";
import { findBook, type Book } from "./book.ts";
import { heldHalts, reachesAccount, type HeldHalt } from "./halts.ts";
import { holdingsOf } from "./holdings.ts";
import { idleReasons } from "./idle.ts";
import { readPairs } from "./instruments.ts";
import { readPrices } from "./prices.ts";
import { instrumentsOfSettings } from "./settings.ts";

const RUNS_MAX = 50;

type FactsRow = { readonly taker: string; readonly maker: string; readonly slippage: string; readonly settings_body: Uint8Array };
type HeadsRow = {
  readonly receipt_seq: number;
  readonly receipt_hash: Uint8Array;
  readonly ledger_seq: number;
  readonly ledger_hash: Uint8Array;
  readonly until_ms: number | null;
};

async function readState(tx: TenantTx, book: Book): Promise<AccountState> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    "select body from account_states where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and hash = $3",
    [book.accountId, book.runId, book.stateHash],
  );
  return decodeAccountState(onlyRow(rows, "account state").body);
}

async function readRuns(tx: TenantTx, accountId: string): Promise<readonly RunRef[]> {
  return tx.rows<RunRef>(
    `select r.id, r.key, r.kind, r.state from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
      where b.tenant_id = (select tenant_id()) and b.account_id = $1 order by (b.track = r.market_key) desc, b.opened_ms desc, r.id limit $2`,
    [accountId, RUNS_MAX],
  );
}

async function readFacts(tx: TenantTx, accountId: string): Promise<FactsRow> {
  const rows = await tx.rows<FactsRow>(
    `select a.taker_fee_bps::text as taker, a.maker_fee_bps::text as maker, a.slippage_bps::text as slippage, s.body as settings_body
       from accounts a join strategy_settings_versions s on s.tenant_id = a.tenant_id and s.settings_key = a.settings_key and s.version = a.settings_version
      where a.tenant_id = (select tenant_id()) and a.id = $1`,
    [accountId],
  );
  return onlyRow(rows, "account");
}

async function readHeads(tx: TenantTx, book: Book): Promise<HeadsRow> {
  const rows = await tx.rows<HeadsRow>(
    `select b.receipt_seq, b.receipt_hash, b.ledger_seq, b.ledger_hash, coalesce(b.next_slot_ms - 1, r.to_ms) as until_ms
       from books b join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id
      where b.tenant_id = (select tenant_id()) and b.account_id = $1 and b.run_id = $2`,
    [book.accountId, book.runId],
  );
  return onlyRow(rows, "book heads");
}

type BookView = Pick<AccountDetail, "balances" | "holdings" | "pricedAtMs" | "heads">;

const NO_BOOK: BookView = { balances: [], holdings: [], pricedAtMs: undefined, heads: undefined };

async function readBookView(tx: TenantTx, book: Book): Promise<BookView> {
  const state = await readState(tx, book);
  const heads = await readHeads(tx, book);
  const prices =
    book.lineageId === undefined
      ? undefined
      : await readPrices(tx, { lineageId: book.lineageId, atMs: heads.until_ms ?? Number.MAX_SAFE_INTEGER });
  const balances: readonly BalanceRow[] = state.balances.map(({ asset, total, held }) => ({
    total: money(total, asset),
    held: money(held, asset),
  }));
  return {
    balances,
    holdings: holdingsOf(state, { prices, pairs: await readPairs(tx) }),
    pricedAtMs: prices?.snapshot.closeMs,
    heads: {
      receiptSeq: heads.receipt_seq,
      receiptHash: toHex(heads.receipt_hash),
      ledgerSeq: heads.ledger_seq,
      ledgerHash: toHex(heads.ledger_hash),
    },
  };
}

async function readRow(tx: TenantTx, accountId: string, halts: readonly HeldHalt[]): Promise<AccountRow> {
  const [row] = await readAccountRows(tx, { halts, instrumentsOf: instrumentsOfSettings, where: "a.id = $2", values: [accountId] });
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "There is no such account in this workspace." });
  return row;
}

/** One account with what it holds; in the run that is named, else in the one that follows its market. */
export async function readAccount(
  tx: TenantTx,
  of: { readonly accountId: string; readonly runId: string | undefined; readonly nowMs: number },
): Promise<AccountDetail> {
  const inForce = await heldHalts(tx);
  const row = await readRow(tx, of.accountId, inForce);
  const facts = await readFacts(tx, of.accountId);
  const instruments = instrumentsOfSettings(facts.settings_body);
  const halts = inForce.filter((held) => reachesAccount(held, { id: row.id, instruments })).map(({ halt }) => halt);
  const book = await findBook(tx, of);
  const runs = await readRuns(tx, of.accountId);
  const view = book === undefined ? NO_BOOK : await readBookView(tx, book);
  return {
    ...row,
    ...view,
    run: optional(book, ({ runId }) => runs.find(({ id }) => id === runId)),
    runs,
    fees: { takerBps: facts.taker, makerBps: facts.maker, slippageBps: facts.slippage },
    instruments,
    halts,
    idle: await idleReasons(tx, { row, book, holdings: view.holdings, halts, nowMs: of.nowMs }),
  };
}
