import type { Bar } from "../market/bar.ts";
import type { SealedSnapshot } from "../market/snapshot.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import { encodeAccountState, type AccountState } from "./account-state.ts";
import { costsOf, type BookContext, type BookedState, type Bookings, type ChainHeads } from "./booking.ts";
import type { AccountMode, Decide, DecideInput, Decision, Hashed, KillFact } from "./decide-types.ts";
import { dispatch } from "./dispatch.ts";
import { dueOf } from "./due.ts";
import { bookDecision, sealReceipt, type ReceiptRow } from "./receipt.ts";
import { endRun } from "./run-end.ts";
import { settle } from "./settle.ts";

/** A snapshot with what the paper venue, and no decision, knows of the bar after it. */
export type WalkStep = {
  readonly snapshot: SealedSnapshot;
  readonly nextOpens: ReadonlyMap<string, number>;
  readonly nowMs: number;
  readonly kills: readonly KillFact[];
};

export type Walk = {
  readonly decide: Decide;
  readonly context: BookContext;
  readonly mode: AccountMode;
  readonly tenantKey: string;
  readonly coreHash: Uint8Array;
  readonly shared: Pick<DecideInput, "profile" | "instruments"> & { readonly settings: Hashed<StrategySettings> };
};

/** A book in memory after a slot: its heads, what was booked, and the receipt where the slot was due. */
export type Walked = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  /** The state between settling and deciding: what the receipt names as the state before. */
  readonly settled: AccountState;
  readonly bookings: readonly Partial<Bookings>[];
  readonly receipt: ReceiptRow | undefined;
  readonly decision: Decision | undefined;
};

function inputOf(walk: Walk, step: WalkStep, state: AccountState): DecideInput {
  const { context } = walk;
  const atMs = step.snapshot.snapshot.closeMs;
  return {
    slot: { tenantKey: walk.tenantKey, accountKey: context.accountKey, runKey: context.runKey, kind: "bar", atMs, seq: 0 },
    nowMs: step.nowMs,
    mode: walk.mode,
    snapshot: step.snapshot,
    account: { value: state, hash: context.sha256(encodeAccountState(state)) },
    ...walk.shared,
    kills: step.kills,
    costs: costsOf(context),
    isFenceHeld: true,
  };
}

/**
 * One account through one snapshot, in the order in which every book is worked: settle what the
 * closed bars filled, decide if the slot is due, seal the receipt, dispatch. The engine does the
 * same with a commit between the steps; whoever has no database walks here.
 */
export function walkSlot(walk: Walk, step: WalkStep, book: Pick<BookedState, "state" | "heads">): Walked {
  const { context } = walk;
  const { snapshot } = step.snapshot;
  const settled = settle({ ...book, snapshot, context });
  const due = dueOf({ kind: "bar", atMs: snapshot.closeMs, profile: context.profile, kills: step.kills, state: settled.state });
  if (!due.isDue)
    return {
      state: settled.state,
      heads: settled.heads,
      settled: settled.state,
      bookings: [settled.bookings],
      receipt: undefined,
      decision: undefined,
    };
  const input = inputOf(walk, step, settled.state);
  const decision = walk.decide(input);
  const sealed = sealReceipt({ sha256: context.sha256, input, decision, coreHash: walk.coreHash, heads: settled.heads });
  const decided = bookDecision(decision, { receiptSeq: sealed.receipt.receiptSeq, atMs: snapshot.closeMs });
  const sent = dispatch({
    state: decision.output.state,
    heads: sealed.heads,
    snapshot,
    nextOpens: step.nextOpens,
    nowMs: step.nowMs,
    context,
  });
  return {
    state: sent.state,
    heads: sent.heads,
    settled: settled.state,
    bookings: [settled.bookings, decided, sent.bookings],
    receipt: sealed.receipt,
    decision,
  };
}

/** The end of a walk: what is open is sold at the last bar's close. */
export function endWalk(walk: Walk, book: Pick<BookedState, "state" | "heads">, lastBars: ReadonlyMap<string, Bar>): BookedState {
  return endRun({ ...book, lastBars, context: walk.context });
}
