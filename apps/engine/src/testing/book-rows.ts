import { decodeReceiptBody, type ReceiptBody } from "@ballast/core/decision/canonical-decision";
import { CanonicalReader } from "@ballast/core/numeric/canonical";
import type { Pool } from "pg";

export type TestSlot = {
  readonly account: string;
  readonly kind: string;
  readonly atMs: number;
  readonly untilMs: number;
  readonly outcome: string;
  readonly reason: string;
  readonly facts: Readonly<Record<string, string>>;
};

function factsOf(bytes: Uint8Array): Record<string, string> {
  const reader = new CanonicalReader(bytes);
  const facts = reader.list((): [string, string] => [reader.text(), reader.text()]);
  reader.end();
  return Object.fromEntries(facts);
}

/** Slots of closes, in time order, with their facts in words; or the halts' own. */
export async function readSlots(owner: Pool, kinds: readonly string[] = ["hour", "bar"]): Promise<TestSlot[]> {
  const { rows } = await owner.query<Omit<TestSlot, "facts"> & { readonly facts: Uint8Array }>(
    `select a.key as account, s.kind, s.at_ms as "atMs", s.until_ms as "untilMs", s.outcome, s.reason, s.facts
     from slots s join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id where s.kind = any($1) order by s.at_ms, s.seq, a.key`,
    [kinds],
  );
  return rows.map((row) => ({ ...row, facts: factsOf(row.facts) }));
}

export type TestReceipt = {
  readonly account: string;
  readonly kind: string;
  readonly atMs: number;
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly body: ReceiptBody;
};

/** Every receipt there is, in time order, with its body read. */
export async function readReceipts(owner: Pool): Promise<TestReceipt[]> {
  const { rows } = await owner.query<Omit<TestReceipt, "body"> & { readonly body: Uint8Array }>(
    `select a.key as account, r.kind, r.at_ms as "atMs", r.outcome, r.reason_codes as codes, r.body
     from receipts r join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id order by r.at_ms, a.key`,
  );
  return rows.map((row) => ({ ...row, body: decodeReceiptBody(row.body) }));
}

export type TestOrder = {
  readonly account: string;
  readonly symbol: string;
  readonly side: string;
  readonly kind: string;
  readonly purpose: string;
  readonly state: string;
  readonly reason: string;
  readonly createdMs: number;
  /** When it filled; null where it did not. */
  readonly filledMs: number | null;
};

/** Every order there is, in the order in which they were made. */
export async function readOrders(owner: Pool): Promise<TestOrder[]> {
  const { rows } = await owner.query<TestOrder>(
    `select a.key as account, o.symbol, o.side, o.kind, o.purpose, o.state, o.reason, o.created_ms as "createdMs", max(f.at_ms) as "filledMs"
     from orders o join accounts a on a.tenant_id = o.tenant_id and a.id = o.account_id
     left join fills f on f.tenant_id = o.tenant_id and f.account_id = o.account_id and f.run_id = o.run_id and f.order_id = o.id
     group by a.key, o.tenant_id, o.account_id, o.run_id, o.id order by o.created_ms, a.key, o.intent_seq`,
  );
  return rows;
}
