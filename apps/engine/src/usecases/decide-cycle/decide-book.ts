import { BY_RULES } from "@ballast/core/campaign/predictions";
import { encodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import {
  killsInForce,
  ladderKills,
  stepKills,
  withOwn,
  type BookHalt,
  type BookKills,
  type KillEvent,
  type KillStep,
} from "@ballast/core/decision/book-kills";
import { costsOf, NO_BOOKINGS, type BookContext, type Bookings, type ChainHeads } from "@ballast/core/decision/booking";
import { inKillOrder } from "@ballast/core/decision/kill-order";
import type { ActiveVersions, Decide, Hashed, KillFact, SlotKey } from "@ballast/core/decision/decide-types";
import { bookDecision, sealReceipt, type ReceiptRow } from "@ballast/core/decision/receipt";
import { settle } from "@ballast/core/decision/settle";
import { slotKindOf } from "@ballast/core/decision/slot-kind";
import { slotEndOf, type SlotEnd } from "@ballast/core/decision/skip-slot";
import type { Instrument } from "@ballast/core/market/instrument";
import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import { LATE_AFTER_MS } from "@ballast/core/risk/checks/standing";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { FactValues } from "@ballast/core/risk/refusal";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import type { FindBreaks } from "../../marketdata/find-breaks.ts";

/** One claimed book with everything its decisions may depend on besides the market. */
export type BookWork = {
  readonly tenantKey: string;
  readonly context: BookContext;
  readonly profile: Hashed<RiskProfile>;
  readonly settings: Hashed<StrategySettings>;
  /** What the people of its account made active; undefined in a run over a period. */
  readonly active: ActiveVersions | undefined;
  readonly instruments: Hashed<readonly Instrument[]>;
  readonly state: Hashed<AccountState>;
  readonly heads: ChainHeads;
  readonly kills: BookKills;
  /** A continuous book is halted as a whole by its ladder: that is a kill switch of its account, not of this book alone. */
  readonly isHaltable: boolean;
  /** After so long a run's clock releases what nobody has to look at of the book's own kill switches; undefined: by hand alone. */
  readonly rearmAfterMs: number | undefined;
  readonly isFenceHeld: boolean;
};

export type DecidedSlot = SlotEnd & {
  readonly key: SlotKey;
  /** The slot's own time; of a skipped range, where it ends (half-open). */
  readonly untilMs: number;
  readonly facts: FactValues;
};

/** What a stretch of slots of one book wrote: committed as one piece or not at all. */
export type BookProgress = {
  readonly slots: readonly DecidedSlot[];
  readonly receipts: readonly ReceiptRow[];
  readonly bookings: readonly Bookings[];
  /** States that are not stored yet. */
  readonly newStates: readonly { readonly hash: Uint8Array; readonly bytes: Uint8Array }[];
  readonly state: Hashed<AccountState>;
  readonly heads: ChainHeads;
  readonly equityUnits: bigint | undefined;
  /** Kill switches that the book set or released by itself, in order: in force or gone from this commit on. */
  readonly killEvents: readonly KillEvent[];
  /** Kill switches that the next slot sees. */
  readonly kills: BookKills;
  /** Intents or cancellations wait for the venue: nothing more is decided before they are sent. */
  readonly mustDispatch: boolean;
};

export type DecidePorts = {
  readonly decide: Decide;
  readonly coreHash: Uint8Array;
  /** The run's clock when a slot is decided. */
  readonly nowMs: (closeMs: number) => number;
  /** The book's newest slot that is due. */
  readonly newestMs: number;
  readonly findBreaks: FindBreaks;
};

function slotKeyOf(work: BookWork, snapshot: SealedSnapshot["snapshot"]): SlotKey {
  const { accountKey, runKey } = work.context;
  return { tenantKey: work.tenantKey, accountKey, runKey, kind: slotKindOf(snapshot), atMs: snapshot.closeMs, seq: 0 };
}

/** A slot that went by without a decision, for a newer one is due: deciding it now would act on a market that was. */
function isMissed(atMs: number, { newestMs, nowMs }: Pick<DecidePorts, "newestMs" | "nowMs">): boolean {
  return atMs < newestMs && nowMs(atMs) - atMs > LATE_AFTER_MS;
}

/** Slots that were missed in a row are one row of the range that they cover. */
function skipMissed(slots: DecidedSlot[], key: SlotKey, of: { readonly timeframeMs: number; readonly nowMs: number }): void {
  const untilMs = key.atMs + of.timeframeMs;
  const last = slots.at(-1);
  const range = last?.reason === "OUTAGE" && last.untilMs === key.atMs ? slots.pop() : undefined;
  const first = range?.key ?? key;
  const facts: FactValues = [
    ["slots", String((untilMs - first.atMs) / of.timeframeMs)],
    ["nowMs", String(of.nowMs)],
  ];
  slots.push({ key: first, untilMs, outcome: "SKIPPED", reason: "OUTAGE", facts });
}

/** Kill switches after a decision that halted its account: the later slots of the same batch see them as those of the next would. */
export function withHalts(work: Pick<BookWork, "isHaltable">, kills: BookKills, halts: readonly BookHalt[]): BookKills {
  if (!work.isHaltable) return withOwn(kills, halts);
  return halts.length === 0 ? kills : { own: kills.own, given: inKillOrder([...kills.given, ...halts.map(({ kill }) => kill)]) };
}

/** What a close releases and trips of a book's own kill switches. */
function killsAt(
  work: BookWork,
  kills: BookKills,
  close: { readonly sealed: SealedSnapshot; readonly previous: SealedSnapshot | undefined; readonly findBreaks: FindBreaks },
): KillStep {
  const { sealed, previous, findBreaks } = close;
  const watch = { profile: work.profile.value, settings: work.settings.value, breaks: findBreaks(sealed, previous) };
  return stepKills(kills, { sealed, watch, rearmAfterMs: work.rearmAfterMs, isContinuous: work.isHaltable });
}

/** What a due slot is decided on: the market of its close, and how the book stands there. */
type SlotInput = {
  readonly key: SlotKey;
  readonly sealed: SealedSnapshot;
  readonly state: Hashed<AccountState>;
  readonly heads: ChainHeads;
  readonly kills: readonly KillFact[];
};

/** The decision of one slot with its receipt, and the row that says how the slot ended. */
function decideSlot(work: BookWork, { key, sealed, state, heads, kills }: SlotInput, ports: DecidePorts) {
  const { context } = work;
  const nowMs = ports.nowMs(key.atMs);
  const mode = context.mode;
  const input = {
    ...work,
    kills,
    mode,
    costs: costsOf(context),
    predictions: BY_RULES,
    slot: key,
    nowMs,
    snapshot: sealed,
    account: state,
  };
  const decision = ports.decide(input);
  const slot: DecidedSlot = { key, untilMs: key.atMs, ...slotEndOf(decision.output, { atMs: key.atMs, nowMs }), facts: [] };
  return { decision, slot, ...sealReceipt({ sha256: context.sha256, input, decision, coreHash: ports.coreHash, heads }) };
}

/**
 * Decides a book's due slots in time order: each snapshot is settled first, then decided. A slot in
 * its downtime window leaves a receipt too, which says so and marks the book; slots that an outage
 * missed are a range without one. Stops early where something must be sent, because the next slot may not be decided
 * before the fills of this one are booked.
 */
export function decideBook(work: BookWork, snapshots: readonly SealedSnapshot[], ports: DecidePorts): BookProgress {
  const slots: DecidedSlot[] = [];
  const receipts: ReceiptRow[] = [];
  const bookings: Bookings[] = [];
  const newStates: { hash: Uint8Array; bytes: Uint8Array }[] = [];
  const { context } = work;
  let { state, heads } = work;
  let equityUnits: bigint | undefined;
  let mustDispatch = false;
  let kills = work.kills;
  const killEvents: KillEvent[] = [];
  let previous: SealedSnapshot | undefined;

  for (const sealed of snapshots) {
    const settled = settle({ state: state.value, heads, snapshot: sealed.snapshot, context });
    if (settled.state !== state.value) {
      const bytes = encodeAccountState(settled.state);
      state = { value: settled.state, hash: context.sha256(bytes) };
      newStates.push({ hash: state.hash, bytes });
      bookings.push(settled.bookings);
      heads = settled.heads;
    }

    const stepped = killsAt(work, kills, { sealed, previous, findBreaks: ports.findBreaks });
    previous = sealed;
    kills = stepped.kills;
    killEvents.push(...stepped.events);
    const inForce = killsInForce(kills);

    const key = slotKeyOf(work, sealed.snapshot);
    const { timeframeMs } = sealed.snapshot;
    if (isMissed(key.atMs, ports)) {
      skipMissed(slots, key, { timeframeMs, nowMs: ports.nowMs(key.atMs) });
      continue;
    }
    const { decision, slot, receipt, heads: sealedHeads } = decideSlot(work, { key, sealed, state, heads, kills: inForce }, ports);
    const halts = ladderKills(decision.output.halts, key);
    killEvents.push(...halts.map((halt): KillEvent => ({ event: "set", halt })));
    kills = withHalts(work, kills, halts);
    receipts.push(receipt);
    slots.push(slot);
    heads = sealedHeads;
    state = decision.account;
    equityUnits = decision.output.equityUnits;
    if (decision.accountBytes !== undefined) newStates.push({ hash: state.hash, bytes: decision.accountBytes });
    mustDispatch = decision.output.intents.length > 0 || decision.output.cancels.length > 0;
    if (mustDispatch) {
      bookings.push({ ...NO_BOOKINGS, ...bookDecision(decision, { receiptSeq: receipt.receiptSeq, atMs: key.atMs }) });
      break;
    }
  }
  return { slots, receipts, bookings, newStates, state, heads, equityUnits, killEvents, kills, mustDispatch };
}
