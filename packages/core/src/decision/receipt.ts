import type { Sha256 } from "../numeric/hash.ts";
import type { Bookings, ChainHeads } from "./booking.ts";
import type { DecideInput, Decision, Outcome, SlotKey } from "./decide-types.ts";

/**
 * One row per decision, NO_TRADE and REFUSED too. `hash` covers every other column and the link
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

/** The receipt of a decision as the next link of its book's chain, and the heads after it. */
export declare function sealReceipt(of: {
  readonly sha256: Sha256;
  readonly input: DecideInput;
  readonly decision: Decision;
  readonly coreHash: Uint8Array;
  readonly heads: ChainHeads;
}): { readonly receipt: ReceiptRow; readonly heads: ChainHeads };

/** Intents, orders and their first events of a decision, for the commit that writes its receipt. */
export declare function bookDecision(decision: Decision, at: { readonly receiptSeq: number; readonly atMs: number }): Bookings;
