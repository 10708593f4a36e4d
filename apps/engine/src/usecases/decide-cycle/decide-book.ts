import { encodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import { costsOf, NO_BOOKINGS, type BookContext, type Bookings, type ChainHeads } from "@ballast/core/decision/booking";
import type { Decide, Hashed, KillFact, SlotKey } from "@ballast/core/decision/decide-types";
import { dueOf } from "@ballast/core/decision/due";
import { markEquity } from "@ballast/core/decision/exposure";
import { bookDecision, sealReceipt, type ReceiptRow } from "@ballast/core/decision/receipt";
import { settle } from "@ballast/core/decision/settle";
import type { Instrument } from "@ballast/core/market/instrument";
import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import { LATE_AFTER_MS } from "@ballast/core/risk/checks/standing";
import type { LadderHalt } from "@ballast/core/risk/ladder";
import type { RiskProfile } from "@ballast/core/risk/profile";
import type { FactValues } from "@ballast/core/risk/refusal";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { SLOT_EQUITY } from "./slot-facts.ts";
import { inKillOrder } from "./work.mapper.ts";

/** One claimed book with everything its decisions may depend on besides the market. */
export type BookWork = {
  readonly tenantKey: string;
  readonly context: BookContext;
  readonly profile: Hashed<RiskProfile>;
  readonly settings: Hashed<StrategySettings>;
  readonly instruments: Hashed<readonly Instrument[]>;
  readonly state: Hashed<AccountState>;
  readonly heads: ChainHeads;
  readonly kills: readonly KillFact[];
  readonly isFenceHeld: boolean;
};

export type DecidedSlot = {
  readonly key: SlotKey;
  /** The slot's own time; of a skipped range, where it ends (half-open). */
  readonly untilMs: number;
  readonly outcome: "RUN" | "SKIPPED" | "LATE";
  readonly reason: string;
  readonly facts: FactValues;
};

/** A limit that the account reached in a slot. */
export type BookHalt = LadderHalt & { readonly atMs: number };

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
  /** Limits of the account's own that were reached: kill switches from this commit on. */
  readonly halts: readonly BookHalt[];
  /** Kill switches that the next slot sees. */
  readonly kills: readonly KillFact[];
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
};

const HOUR_MS = 3_600_000;

function slotKeyOf(work: BookWork, snapshot: SealedSnapshot["snapshot"]): SlotKey {
  const kind = snapshot.timeframeMs === HOUR_MS ? "hour" : "bar";
  const { accountKey, runKey } = work.context;
  return { tenantKey: work.tenantKey, accountKey, runKey, kind, atMs: snapshot.closeMs, seq: 0 };
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
export function withHalts(kills: readonly KillFact[], halts: readonly LadderHalt[], { accountKey, atMs }: SlotKey): readonly KillFact[] {
  if (halts.length === 0) return kills;
  return inKillOrder([...kills, ...halts.map(({ verb }): KillFact => ({ scope: "account", subject: accountKey, verb, sinceMs: atMs }))]);
}

/**
 * Decides a book's due slots in time order: each snapshot is settled first, then decided, or skipped
 * because of its window or an outage; in its window it is marked all the same, so that the curve of a
 * book has a point at every close. Stops early where something must be sent, because the next slot may not be decided
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
  const halts: BookHalt[] = [];

  for (const sealed of snapshots) {
    const settled = settle({ state: state.value, heads, snapshot: sealed.snapshot, context });
    if (settled.state !== state.value) {
      const bytes = encodeAccountState(settled.state);
      state = { value: settled.state, hash: context.sha256(bytes) };
      newStates.push({ hash: state.hash, bytes });
      bookings.push(settled.bookings);
      heads = settled.heads;
    }

    const key = slotKeyOf(work, sealed.snapshot);
    const { timeframeMs } = sealed.snapshot;
    if (isMissed(key.atMs, ports)) {
      skipMissed(slots, key, { timeframeMs, nowMs: ports.nowMs(key.atMs) });
      continue;
    }
    const due = dueOf({ kind: key.kind, atMs: key.atMs, profile: work.profile.value, kills, state: state.value });
    if (!due.isDue) {
      equityUnits = markEquity({ snapshot: sealed.snapshot, instruments: work.instruments.value }, state.value).units;
      const facts: FactValues = [...due.facts, [SLOT_EQUITY, String(equityUnits)]];
      slots.push({ key, untilMs: key.atMs, outcome: "SKIPPED", reason: due.reason, facts });
      continue;
    }

    const nowMs = ports.nowMs(key.atMs);
    const input = { ...work, kills, mode: context.mode, costs: costsOf(context), slot: key, nowMs, snapshot: sealed, account: state };
    const decision = ports.decide(input);
    halts.push(...decision.output.halts.map((halt) => ({ ...halt, atMs: key.atMs })));
    kills = withHalts(kills, decision.output.halts, key);
    const sealedReceipt = sealReceipt({ sha256: context.sha256, input, decision, coreHash: ports.coreHash, heads });
    receipts.push(sealedReceipt.receipt);
    slots.push({
      key,
      untilMs: key.atMs,
      outcome: nowMs - key.atMs > LATE_AFTER_MS ? "LATE" : "RUN",
      reason: decision.output.outcome,
      facts: [],
    });
    heads = sealedReceipt.heads;
    state = decision.account;
    equityUnits = decision.output.equityUnits;
    if (decision.accountBytes !== undefined) newStates.push({ hash: state.hash, bytes: decision.accountBytes });
    mustDispatch = decision.output.intents.length > 0 || decision.output.cancels.length > 0;
    if (mustDispatch) {
      bookings.push({ ...NO_BOOKINGS, ...bookDecision(decision, { receiptSeq: sealedReceipt.receipt.receiptSeq, atMs: key.atMs }) });
      break;
    }
  }
  return { slots, receipts, bookings, newStates, state, heads, equityUnits, halts, kills, mustDispatch };
}
