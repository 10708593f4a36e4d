import { canonicalBytes, fromCanonical, type CanonicalWriter } from "../numeric/canonical.ts";
import type { Sha256 } from "../numeric/hash.ts";
import type { Bookings, ChainHeads } from "./booking.ts";
import type { DecideInput, Decision, Outcome, SlotKey } from "./decide-types.ts";
import { intentRowOf, orderRowOf } from "./rows.ts";

/**
 * One row per slot that comes up, NO_TRADE, REFUSED and SKIPPED too. `hash` covers every other column and the link
 * before it; `body` is the canonical form of the input's small parts and of the output.
 */
export type ReceiptRow = {
  readonly slot: SlotKey;
  readonly receiptSeq: number;
  readonly outcome: Outcome;
  readonly reasonCodes: readonly string[];
  readonly snapshotHash: Uint8Array;
  readonly stateBefore: Uint8Array;
  readonly stateAfter: Uint8Array;
  readonly inputHash: Uint8Array;
  readonly outputHash: Uint8Array;
  readonly coreHash: Uint8Array;
  readonly equityUnits: bigint;
  readonly body: Uint8Array;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

const FORM = "receipt";
const VERSION = 1;

function writeReceipt(writer: CanonicalWriter, receipt: Omit<ReceiptRow, "hash">): void {
  const { slot } = receipt;
  writer.text(FORM).u32(VERSION).bytes(receipt.previousHash);
  writer.text(slot.tenantKey).text(slot.accountKey).text(slot.runKey).text(slot.kind).i64(slot.atMs).i64(slot.seq);
  writer
    .i64(receipt.receiptSeq)
    .text(receipt.outcome)
    .list(receipt.reasonCodes, (code) => writer.text(code));
  writer.bytes(receipt.snapshotHash).bytes(receipt.stateBefore).bytes(receipt.stateAfter);
  writer.bytes(receipt.inputHash).bytes(receipt.outputHash).bytes(receipt.coreHash);
  writer.units(receipt.equityUnits).bytes(receipt.body);
}

/** Canonical bytes of every hashed column of a receipt, the previous hash first. */
export function encodeReceipt(receipt: Omit<ReceiptRow, "hash">): Uint8Array {
  return canonicalBytes((writer) => writeReceipt(writer, receipt));
}

/** The receipt of a decision as the next link of its book's chain, and the heads after it. */
export function sealReceipt(of: {
  readonly sha256: Sha256;
  readonly writer?: CanonicalWriter | undefined;
  readonly input: DecideInput;
  readonly decision: Decision;
  readonly coreHash: Uint8Array;
  readonly heads: ChainHeads;
}): { readonly receipt: ReceiptRow; readonly heads: ChainHeads } {
  const { sha256, input, decision, coreHash, heads } = of;
  const receiptSeq = heads.receiptSeq + 1;
  const unsealed = {
    slot: input.slot,
    receiptSeq,
    outcome: decision.output.outcome,
    reasonCodes: decision.output.reasonCodes,
    snapshotHash: input.snapshot.hash,
    stateBefore: input.account.hash,
    stateAfter: decision.account.hash,
    inputHash: decision.inputHash,
    outputHash: decision.outputHash,
    coreHash,
    equityUnits: decision.output.equityUnits,
    body: decision.body,
    previousHash: heads.receiptHash,
  };
  const hash = fromCanonical((writer) => writeReceipt(writer, unsealed), sha256, of.writer);
  return { receipt: { ...unsealed, hash }, heads: { ...heads, receiptSeq, receiptHash: hash } };
}

/** Intents, orders and their first events of a decision, for the commit that writes its receipt. */
export function bookDecision(
  decision: Decision,
  at: { readonly receiptSeq: number; readonly atMs: number },
): Pick<Bookings, "intents" | "orders" | "orderEvents"> {
  const { intents } = decision.output;
  return {
    intents: intents.map((order) => intentRowOf(order, at.atMs, at.receiptSeq)),
    orders: intents.map((order) => orderRowOf(order, order.createdMs)),
    orderEvents: intents.map((order) => ({
      orderId: order.id,
      n: order.eventCount,
      atMs: order.createdMs,
      event: "intended" as const,
      fromState: undefined,
      toState: order.state,
      reason: order.reason,
    })),
  };
}
