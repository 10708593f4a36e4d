import { BY_RULES } from "@ballast/core/campaign/predictions";
import { killsInForce, ladderKills, type KillEvent } from "@ballast/core/decision/book-kills";
import { costsOf, NO_BOOKINGS } from "@ballast/core/decision/booking";
import type { SlotKey } from "@ballast/core/decision/decide-types";
import { needsDispatch } from "@ballast/core/decision/dispatch";
import { bookDecision, sealReceipt } from "@ballast/core/decision/receipt";
import { slotEndOf } from "@ballast/core/decision/skip-slot";
import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import { withHalts, type BookProgress, type BookWork, type DecidePorts } from "./decide-book.ts";

/** When a halt acts in a book: its slot's time and number there, and the run's clock. */
export type HaltSlot = { readonly atMs: number; readonly seq: number; readonly nowMs: number };

/** A book in which a halt has nothing to act on. */
function untouched({ state, heads, kills }: BookWork): Omit<BookProgress, "slots"> {
  const nothing = { receipts: [], bookings: [], newStates: [], killEvents: [], equityUnits: undefined, mustDispatch: false };
  return { ...nothing, state, heads, kills };
}

/**
 * A halt's slot in one book: the same decision with the same gate, on the close that the book was
 * brought to last, however old it is. A book without any close has never traded: there is nothing
 * to act on, and the slot says so.
 */
export function decideHalt(
  work: BookWork,
  of: { readonly slot: HaltSlot; readonly sealed: SealedSnapshot | undefined },
  ports: Pick<DecidePorts, "decide" | "coreHash">,
): BookProgress {
  const { slot, sealed } = of;
  const { context, heads } = work;
  const { accountKey, runKey } = context;
  const key: SlotKey = { tenantKey: work.tenantKey, accountKey, runKey, kind: "halt", atMs: slot.atMs, seq: slot.seq };
  if (sealed === undefined) {
    if (work.state.value.orders.length > 0) throw new Error(`account ${accountKey} has orders, and no close that they were decided on`);
    return { ...untouched(work), slots: [{ key, untilMs: slot.atMs, outcome: "SKIPPED", reason: "SNAPSHOT_MISSING", facts: [] }] };
  }
  const input = {
    ...work,
    kills: killsInForce(work.kills),
    mode: context.mode,
    costs: costsOf(context),
    predictions: BY_RULES,
    slot: key,
    nowMs: slot.nowMs,
    snapshot: sealed,
    account: work.state,
  };
  const decision = ports.decide(input);
  const { receipt, heads: sealedHeads } = sealReceipt({ sha256: context.sha256, input, decision, coreHash: ports.coreHash, heads });
  const { output, account, accountBytes } = decision;
  const halts = ladderKills(output.halts, key);
  return {
    slots: [{ key, untilMs: slot.atMs, ...slotEndOf(output, slot), facts: [] }],
    receipts: [receipt],
    bookings: [{ ...NO_BOOKINGS, ...bookDecision(decision, { receiptSeq: receipt.receiptSeq, atMs: slot.atMs }) }],
    newStates: accountBytes === undefined ? [] : [{ hash: account.hash, bytes: accountBytes }],
    state: account,
    heads: sealedHeads,
    equityUnits: output.equityUnits,
    killEvents: halts.map((halt): KillEvent => ({ event: "set", halt })),
    kills: withHalts(work, work.kills, halts),
    // What its last close decided may still wait to be sent; the halt was decided before it is.
    mustDispatch: needsDispatch(output.state),
  };
}
