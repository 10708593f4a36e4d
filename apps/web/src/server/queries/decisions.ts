import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import type { DecisionPage, DecisionRow } from "../contract/decision.ts";
import type { Tx } from "../database.ts";
import { money } from "../mappers/money.ts";
import { placeKey, walkDecisions, type Place, type ReceiptFilter } from "./decision-walk.ts";

export type DecisionFilter = Omit<ReceiptFilter, "reasonCodes"> & {
  readonly reasonCode?: string | undefined;
  /** Stands in the body of a receipt, so each one that fits otherwise is opened. */
  readonly symbol?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export type OpenedRow = {
  readonly account_id: string;
  readonly account_name: string;
  readonly base_currency: string;
  readonly run_id: string;
  readonly receipt_seq: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly outcome: string;
  readonly reason_codes: readonly string[];
  readonly equity_units: bigint;
  readonly body: Uint8Array;
};

/** Instruments that an intent or a refusal names, in the order decided. */
export function symbolsOf(body: Pick<ReceiptBody, "intents" | "refusals">): readonly string[] {
  return [...new Set([...body.intents, ...body.refusals].map(({ symbol }) => symbol).filter((symbol) => symbol !== ""))];
}

/** What stands in the facts counts too: a quiet hour looked at the instrument and left it. Facts of many instruments name them in a value. */
function concerns(body: ReceiptBody, symbol: string | undefined): boolean {
  if (symbol === undefined || symbolsOf(body).includes(symbol)) return true;
  return body.facts.some((fact) => fact.symbol === symbol || fact.values.some(([, value]) => value.split(" ").includes(symbol)));
}

function decisionRow(row: OpenedRow, body: ReceiptBody): DecisionRow {
  return {
    accountId: row.account_id,
    accountName: row.account_name,
    runId: row.run_id,
    receiptSeq: row.receipt_seq,
    atMs: row.at_ms,
    kind: row.kind,
    outcome: row.outcome,
    reasonCodes: row.reason_codes,
    symbols: symbolsOf(body),
    intents: body.intents.length,
    refusals: body.refusals.length,
    equity: money(row.equity_units, row.base_currency),
  };
}

/** Whole receipts of these places, with their accounts. */
export async function openReceipts(tx: Tx, places: readonly Place[]): Promise<readonly OpenedRow[]> {
  if (places.length === 0) return [];
  return tx.rows<OpenedRow>(
    `select r.account_id, a.name as account_name, a.base_currency, r.run_id, r.receipt_seq, r.at_ms, r.kind, r.outcome, r.reason_codes, r.equity_units, r.body
       from unnest($1::uuid[], $2::uuid[], $3::int8[], $4::int8[]) as p (account_id, run_id, receipt_seq, at_ms)
       join receipts r on r.tenant_id = (select tenant_id()) and r.account_id = p.account_id and r.run_id = p.run_id
         and r.receipt_seq = p.receipt_seq and r.at_ms = p.at_ms
       join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id`,
    [
      places.map(({ accountId }) => accountId), places.map(({ runId }) => runId),
      places.map(({ receiptSeq }) => receiptSeq), places.map(({ atMs }) => atMs),
    ], // prettier-ignore
  );
}

/** Newest first. A page may hold fewer than asked and still name a next one, where what is asked for is rare. */
export async function listDecisions(tx: Tx, filter: DecisionFilter): Promise<DecisionPage> {
  const { symbol, reasonCode, limit, cursor, ...rest } = filter;
  return walkDecisions(tx, {
    filter: { ...rest, reasonCodes: reasonCode === undefined ? undefined : [reasonCode] },
    limit,
    cursor,
    isSelective: symbol !== undefined,
    open: async (places) => {
      const opened = new Map<string, DecisionRow>();
      for (const row of await openReceipts(tx, places)) {
        const body = decodeReceiptBody(row.body);
        const item = decisionRow(row, body);
        if (concerns(body, symbol)) opened.set(placeKey(item), item);
      }
      return opened;
    },
  });
}
