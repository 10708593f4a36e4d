import { BY_RULES } from "../campaign/predictions.ts";
import type { Bar } from "../market/bar.ts";
import type { HashedSnapshot, SealedSnapshot } from "../market/snapshot.ts";
import type { StrategySettings } from "../strategy/settings.ts";
import { encodeAccountState, type AccountState } from "./account-state.ts";
import { killsInForce, ladderKills, NO_KILLS, stepKills, withOwn, type BookKills, type KillEvent, type OwnKill } from "./book-kills.ts";
import { costsOf, NO_BOOKINGS, type BookContext, type BookedState, type Bookings, type ChainHeads } from "./booking.ts";
import type {
  AccountMode,
  Decide,
  DecideInput,
  DecideQuestion,
  Decision,
  Hashed,
  KillFact,
  SlotKind,
  Verdict,
  Weigh,
} from "./decide-types.ts";
import { dispatch, type NextOpens } from "./dispatch.ts";
import type { StrainedIn } from "./strained-instruments.ts";
import { bookDecision, sealReceipt, type ReceiptRow } from "./receipt.ts";
import { endRun } from "./run-end.ts";
import { settle } from "./settle.ts";
import { slotKindOf } from "./slot-kind.ts";
import type { EncodeState } from "./state-encoder.ts";

/** A snapshot with what the paper venue, and no decision, knows of the bar after it. */
export type WalkStep = {
  readonly snapshot: SealedSnapshot;
  readonly nextOpens: ReadonlyMap<string, number>;
  readonly nowMs: number;
  /** What the slot is called, and its orders' ids with it; left out: `bar`. */
  readonly kind?: SlotKind;
  /** Kill switches that come from outside the walk; those that its book sets for itself it keeps itself. */
  readonly kills: readonly KillFact[];
  /** A halt is decided before the slot's orders are sent: they go out behind it. Left out: they are sent at once. */
  readonly isUnsent?: boolean;
};

/** A step whose snapshot nobody stores. */
export type SlotStep = Omit<WalkStep, "snapshot" | "nextOpens"> & { readonly snapshot: HashedSnapshot; readonly nextOpens: NextOpens };
/** A step of a walk that keeps no receipts: nothing of it is hashed. */
export type BareStep = Omit<SlotStep, "snapshot"> & { readonly snapshot: Pick<HashedSnapshot, "snapshot"> };

export type Walk = {
  readonly decide: Decide;
  readonly context: BookContext;
  readonly mode: AccountMode;
  readonly tenantKey: string;
  /** As the walk's `decide` has it: a lone book writes anew what changed of its state; left out, all of it. */
  readonly encodeState?: EncodeState;
  readonly coreHash: Uint8Array;
  readonly shared: Pick<DecideInput, "profile" | "instruments" | "active"> & { readonly settings: Hashed<StrategySettings> };
  /** Nobody watches a walk: after so long on its clock a kill switch of its own is released. Undefined: never. */
  readonly rearmAfterMs?: number | undefined;
  /** How it finds strained instruments where it goes from close to close; left out: in each close by itself. */
  readonly strainedIn?: StrainedIn;
  /** It walks in the place of an account that trades on: its profile's word on releases holds. Left out: a run over the past. */
  readonly isContinuous?: boolean;
};

/** A book as a slot finds it. */
export type WalkedBook = Pick<BookedState, "state" | "heads"> & {
  /** Kill switches that the book has set for itself and that are in force; none where it is left out. */
  readonly ownKills?: readonly OwnKill[];
  /** The close that comes next is settled in its state already, as in one that a receipt names. Left out: it is not. */
  readonly isSettled?: boolean;
  /** Its last decided state with its hash: where nothing was filled since, it need not be hashed again. */
  readonly decided?: Hashed<AccountState> | undefined;
};

/** A book in memory after a slot: its heads, what was booked, and its receipt. */
export type Walked = {
  readonly state: AccountState;
  readonly heads: ChainHeads;
  /** The state between settling and deciding: what the receipt names as the state before. */
  readonly settled: AccountState;
  readonly bookings: readonly Partial<Bookings>[];
  readonly receipt: ReceiptRow;
  readonly decision: Decision;
  readonly decided: Hashed<AccountState> | undefined;
  /** Kill switches of the book's own after this slot, and what became of them in it. */
  readonly ownKills: readonly OwnKill[];
  readonly killEvents: readonly KillEvent[];
};

type Standing = { readonly state: AccountState; readonly kills: readonly KillFact[] };

/** What is asked of a slot, but for what a receipt names by its hash. */
function slotOf(walk: Walk, step: BareStep, kills: readonly KillFact[]): Omit<DecideInput, "snapshot" | "account" | keyof Walk["shared"]> {
  const { context } = walk;
  const { snapshot } = step.snapshot;
  const kind = step.kind ?? slotKindOf(snapshot);
  return {
    slot: { tenantKey: walk.tenantKey, accountKey: context.accountKey, runKey: context.runKey, kind, atMs: snapshot.closeMs, seq: 0 },
    nowMs: step.nowMs,
    mode: walk.mode,
    kills,
    costs: costsOf(context),
    predictions: BY_RULES,
    isFenceHeld: true,
  };
}

function inputOf(walk: Walk, step: SlotStep, { state, kills, decided }: Standing & Pick<WalkedBook, "decided">): DecideInput {
  const account =
    decided?.value === state ? decided : { value: state, hash: walk.context.sha256((walk.encodeState ?? encodeAccountState)(state)) };
  return { ...slotOf(walk, step, kills), snapshot: step.snapshot, account, ...walk.shared };
}

function questionOf(walk: Walk, step: BareStep, { state, kills }: Standing): DecideQuestion {
  return { ...slotOf(walk, step, kills), snapshot: step.snapshot, account: { value: state }, ...walk.shared };
}

/** The book's kill switches at this close: what it tripped is in force for the slot that is decided on it. */
function killsAt(walk: Walk, step: BareStep, book: WalkedBook): { readonly kills: BookKills; readonly events: readonly KillEvent[] } {
  const watch = { profile: walk.context.profile, settings: walk.shared.settings.value, breaks: [], strainedIn: walk.strainedIn };
  const kills = { given: step.kills, own: book.ownKills ?? NO_KILLS.own };
  return stepKills(kills, { sealed: step.snapshot, watch, rearmAfterMs: walk.rearmAfterMs, isContinuous: walk.isContinuous ?? false });
}

type Arrived = {
  readonly settled: BookedState;
  readonly kills: BookKills;
  readonly events: readonly KillEvent[];
  readonly inForce: readonly KillFact[];
};

/** A book at a close before it is decided: what the closed bars filled, and which kill switches the close trips. */
function arrive(walk: Walk, step: BareStep, book: WalkedBook): Arrived {
  const { context } = walk;
  const { snapshot } = step.snapshot;
  const { state, heads } = book;
  const settled = book.isSettled === true ? { state, heads, bookings: NO_BOOKINGS } : settle({ state, heads, snapshot, context });
  const { kills, events } = killsAt(walk, step, book);
  return { settled, kills, events, inForce: killsInForce(kills) };
}

function send(walk: Walk, step: BareStep, { state, heads }: Pick<BookedState, "state" | "heads">): BookedState {
  const { nextOpens, nowMs } = step;
  if (step.isUnsent === true) return { state, heads, bookings: NO_BOOKINGS };
  return dispatch({ state, heads, snapshot: step.snapshot.snapshot, nextOpens, nowMs, context: walk.context });
}

/**
 * One account through one snapshot, in the order in which every book is worked: settle what the
 * closed bars filled, see which kill switches the close trips, decide, seal the receipt, dispatch. The engine does the
 * same with a commit between the steps; whoever has no database walks here.
 */
export function walkSlot(walk: Walk, step: SlotStep, book: WalkedBook): Walked {
  const { settled, kills, events, inForce } = arrive(walk, step, book);
  const input = inputOf(walk, step, { state: settled.state, kills: inForce, decided: book.decided });
  const decision = walk.decide(input);
  const halts = ladderKills(decision.output.halts, input.slot);
  const { sha256, writer } = walk.context;
  const sealed = sealReceipt({ sha256, writer, input, decision, coreHash: walk.coreHash, heads: settled.heads });
  const decided = bookDecision(decision, { receiptSeq: sealed.receipt.receiptSeq, atMs: input.slot.atMs });
  const sent = send(walk, step, { state: decision.output.state, heads: sealed.heads });
  return {
    state: sent.state,
    heads: sent.heads,
    settled: settled.state,
    bookings: [settled.bookings, decided, sent.bookings],
    receipt: sealed.receipt,
    decision,
    decided: decision.account,
    ownKills: withOwn(kills, halts).own,
    killEvents: [...events, ...halts.map((halt): KillEvent => ({ event: "set", halt }))],
  };
}

/** A book after a slot of which no receipt is kept: its ledger is chained, its decisions are not. */
export type BareWalked = WalkedBook & { readonly verdict: Verdict; readonly bookings: readonly Partial<Bookings>[] };

/** The same slot for research that keeps no receipts: the same steps, and the same trades. */
export function walkBareSlot(walk: Walk & { readonly weigh: Weigh }, step: BareStep, book: WalkedBook): BareWalked {
  const { settled, kills, inForce } = arrive(walk, step, book);
  const question = questionOf(walk, step, { state: settled.state, kills: inForce });
  const verdict = walk.weigh(question);
  const sent = send(walk, step, { state: verdict.state, heads: settled.heads });
  const ownKills = withOwn(kills, ladderKills(verdict.halts, question.slot)).own;
  return { state: sent.state, heads: sent.heads, ownKills, verdict, bookings: [settled.bookings, sent.bookings] };
}

/** The end of a walk: what is open is sold at the last bar's close. */
export function endWalk(walk: Walk, book: Pick<BookedState, "state" | "heads">, lastBars: ReadonlyMap<string, Bar>): BookedState {
  return endRun({ ...book, lastBars, context: walk.context });
}
