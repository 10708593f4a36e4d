import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { Outcome, SlotKind } from "@ballast/core/decision/decide-types";
import { encodeReceipt } from "@ballast/core/decision/receipt";
import { toHex } from "@ballast/core/numeric/hash";
import { RECEIPT_LINK_COLUMNS, type ReceiptLinkRow } from "@ballast/db/repositories/chain-rows";
import { TRPCError } from "@trpc/server";
import type { ChainVerdict, IntentView, ReceiptHashes, ReceiptView } from "../contract/decision.ts";
import type { TenantTx } from "../database.ts";
import { money, optional, price } from "../mappers/money.ts";
import { nodeSha256 } from "../sha256.ts";
import { requireBook, type Book, type InAccount } from "./book.ts";
import { symbolsOf } from "./decisions.ts";
import { incidentsOfReceipt } from "./incidents.ts";
import { readReceiptContent } from "./receipt-content.ts";
import { pairOf, readPairs, type Pair } from "./instruments.ts";

type Row = ReceiptLinkRow & { readonly kind: SlotKind; readonly outcome: Outcome };

async function readRows(tx: TenantTx, book: Book, seqs: readonly number[]): Promise<ReadonlyMap<number, Row>> {
  const rows = await tx.rows<Row>(
    `select ${RECEIPT_LINK_COLUMNS} from receipts where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and receipt_seq = any($3::int8[])`,
    [book.accountId, book.runId, seqs],
  );
  return new Map(rows.map((row) => [row.receipt_seq, row]));
}

type Keys = { readonly tenantKey: string; readonly accountKey: string; readonly runKey: string };

async function readKeys(tx: TenantTx, book: Book): Promise<Keys> {
  const rows = await tx.rows<{ readonly tenant_key: string; readonly account_key: string }>(
    "select t.key as tenant_key, a.key as account_key from accounts a join tenants t on t.id = a.tenant_id where a.tenant_id = (select tenant_id()) and a.id = $1",
    [book.accountId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`no account ${book.accountId}`);
  return { tenantKey: row.tenant_key, accountKey: row.account_key, runKey: book.runKey };
}

/** The hash that a receipt's columns have now, whatever stands in its hash column. */
function recompute(row: Row, keys: Keys): string {
  const slot = { ...keys, kind: row.kind, atMs: row.at_ms, seq: row.seq };
  const { outcome, body } = row;
  const bytes = encodeReceipt({
    slot, outcome, body, receiptSeq: row.receipt_seq, reasonCodes: row.reason_codes, snapshotHash: row.snapshot_hash,
    stateBefore: row.state_before, stateAfter: row.state_after, inputHash: row.input_hash, outputHash: row.output_hash,
    coreHash: row.core_hash, equityUnits: row.equity_units, previousHash: row.previous_hash,
  }); // prettier-ignore
  return toHex(nodeSha256(bytes));
}

const GENESIS = "00".repeat(32);

function judgeChain(row: Row, previous: Row | undefined, keys: Keys): ChainVerdict {
  const isHashRight = recompute(row, keys) === toHex(row.hash);
  const before = row.receipt_seq === 1 ? GENESIS : optional(previous, ({ hash }) => toHex(hash));
  const isLinked = before === toHex(row.previous_hash);
  return { isIntact: isHashRight && isLinked, isHashRight, isLinked };
}

function hashesOf(row: Row, body: ReceiptBody): ReceiptHashes {
  return {
    snapshot: toHex(row.snapshot_hash),
    stateBefore: toHex(row.state_before),
    stateAfter: toHex(row.state_after),
    profile: toHex(body.profileHash),
    settings: toHex(body.settingsHash),
    instruments: toHex(body.instrumentsHash),
    input: toHex(row.input_hash),
    output: toHex(row.output_hash),
    core: toHex(row.core_hash),
    previous: toHex(row.previous_hash),
    receipt: toHex(row.hash),
  };
}

type OrderNow = { readonly id: string; readonly state: string; readonly filled_quantity: bigint };

async function readIntents(
  tx: TenantTx,
  of: { readonly book: Book; readonly body: ReceiptBody; readonly pairs: ReadonlyMap<string, Pair> },
): Promise<readonly IntentView[]> {
  const { book, body, pairs } = of;
  const orders = await tx.rows<OrderNow>("select id, state, filled_quantity from orders where tenant_id = (select tenant_id()) and account_id = $1 and run_id = $2 and id = any($3::uuid[])", [
    book.accountId, book.runId, body.intents.map(({ id }) => id),
  ]); // prettier-ignore
  const nowById = new Map(orders.map((order) => [order.id, order]));
  return body.intents.map((intent) => {
    const { base, quote } = pairOf(pairs, intent.symbol);
    const now = nowById.get(intent.id);
    return {
      orderId: intent.id,
      intentSeq: intent.intentSeq,
      symbol: intent.symbol,
      side: intent.side,
      kind: intent.kind,
      purpose: intent.purpose,
      quantity: money(intent.quantity, base),
      quoteBudget: optional(intent.quoteBudget, (units) => money(units, quote)),
      trigger: optional(intent.triggerUnits, (units) => price(units, quote)),
      stopOffset: optional(intent.stopOffsetUnits, (units) => price(units, quote)),
      state: now?.state ?? intent.state,
      filled: money(now?.filled_quantity ?? 0n, base),
    };
  });
}

type PricesRow = { readonly is_synthetic: boolean; readonly source: string };

/** Where its prices are from: what its run walks over, else what its snapshot was made of, else what its market is. */
export async function readPriceSource(
  tx: TenantTx,
  of: Pick<Book, "runId" | "marketKey"> & { readonly snapshotHash: Uint8Array },
): Promise<Pick<ReceiptView, "isSynthetic" | "priceSource">> {
  const rows = await tx.rows<PricesRow>(
    `select is_synthetic, source from (
       select l.is_synthetic, l.source, 0 as place from runs r join lineages l on l.id = r.lineage_id
        where r.tenant_id = (select tenant_id()) and r.id = $3
       union all
       select l.is_synthetic, l.source, 1 from snapshots s join lineages l on l.id = s.lineage_id where s.hash = $1
       union all
       select m.is_synthetic, m.source, 2 from markets m where m.key = $2) p
      order by place limit 1`,
    [of.snapshotHash, of.marketKey, of.runId],
  );
  return { isSynthetic: rows[0]?.is_synthetic ?? false, priceSource: rows[0]?.source };
}

/** One receipt, decoded, with its hashes and whether it still is the link that the chain says. */
export async function readReceipt(tx: TenantTx, of: InAccount & { readonly receiptSeq: number }): Promise<ReceiptView> {
  const book = await requireBook(tx, of);
  const rows = await readRows(tx, book, [of.receiptSeq - 1, of.receiptSeq]);
  const row = rows.get(of.receiptSeq);
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This account has no decision with that number." });
  const body = decodeReceiptBody(row.body);
  const pairs = await readPairs(tx);
  const named = {
    receiptSeq: row.receipt_seq,
    atMs: row.at_ms,
    snapshotHash: row.snapshot_hash,
    stateAfter: row.state_after,
    equityUnits: row.equity_units,
  };
  return {
    accountId: book.accountId,
    accountName: book.accountName,
    runId: book.runId,
    runKey: book.runKey,
    receiptSeq: row.receipt_seq,
    atMs: row.at_ms,
    seq: row.seq,
    kind: row.kind,
    nowMs: body.nowMs,
    outcome: row.outcome,
    reasonCodes: row.reason_codes,
    symbols: symbolsOf(body),
    intents: body.intents.length,
    refusals: body.refusals.length,
    equity: money(row.equity_units, book.baseCurrency),
    ...(await readPriceSource(tx, { ...book, snapshotHash: row.snapshot_hash })),
    facts: body.facts,
    refusalList: body.refusals,
    intentList: await readIntents(tx, { book, body, pairs }),
    cancels: body.cancels,
    hashes: hashesOf(row, body),
    chain: judgeChain(row, rows.get(of.receiptSeq - 1), await readKeys(tx, book)),
    incidents: await incidentsOfReceipt(tx, { accountId: book.accountId, runId: book.runId, receiptSeq: row.receipt_seq }),
    content: await readReceiptContent(tx, { book, row: named, body, pairs }),
    previousSeq: of.receiptSeq > 1 ? of.receiptSeq - 1 : undefined,
    nextSeq: of.receiptSeq < book.receiptSeq ? of.receiptSeq + 1 : undefined,
  };
}
