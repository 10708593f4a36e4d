import { encodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import { killsInForce } from "@ballast/core/decision/book-kills";
import { dispatch } from "@ballast/core/decision/dispatch";
import { settle } from "@ballast/core/decision/settle";
import { walkSlot, type Walk, type WalkedBook } from "@ballast/core/decision/walk-book";
import { compareDecisions, countEffects, type OrderComparison, type WhatIfCounts } from "@ballast/core/decision/what-if";
import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { profileDiff, type ProfileChange } from "@ballast/core/risk/profile-diff";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { replayNowOf } from "@ballast/core/time/clock";
import { readOwnHalts } from "@ballast/db/repositories/book-receipts";
import type { ReplayBook } from "@ballast/db/repositories/replay-books";
import type { SnapshotRow } from "@ballast/db/repositories/snapshots";
import { nextOpensOf } from "../../marketdata/snapshot-window.ts";
import { sha256 } from "../../ports/sha256.ts";
import { isSameBytes } from "../replay/first-difference.ts";
import { closesBetween, equityAtSlot, lonePartsOf, openWalk, walkAtSlot } from "./lone-walk.ts";
import { findsUnsent, readRecordedCloses, type RecordedClose } from "./recorded-closes.ts";
import { RecordedKills } from "./recorded-kills.ts";
import type { RecordedSlot } from "./recorded-slots.ts";
import { stretchOf, type WhatIfPorts, type WhatIfRequest } from "./what-if-request.ts";

/** The walk of another profile beside what was recorded: along its own path, so they part where the first order differs. */
export type WalkedWhatIf = {
  readonly book: ReplayBook;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the other profile changes of the one that decided last. */
  readonly changes: readonly ProfileChange[];
  readonly closes: number;
  /** Closes at which nobody decided, for an outage or in the window of an older release: stops act there, nothing else. */
  readonly undecidedCloses: number;
  /** Slots that another release decided: there a difference may be the release's. */
  readonly otherReleaseSlots: number;
  readonly orders: readonly OrderComparison[];
  readonly counts: WhatIfCounts;
  /** Times that the other path tripped a kill switch or the ladder's halt of its own. */
  readonly halts: number;
  /** Portfolio value at the last close, units of the base currency. */
  readonly wasEquityUnits: bigint;
  readonly wouldEquityUnits: bigint;
  readonly baseCurrency: string;
  /** The strategy settings that decided last. */
  readonly settings: StrategySettings;
  /** Portfolio value along the other path at each close that was decided, in units of the base currency as doubles. */
  readonly curve: Float64Array;
};

/** How far the other path has come. */
type Path = {
  readonly book: WalkedBook;
  /** The state that a receipt of this close would mark: settled, and not yet decided. */
  readonly marked: AccountState;
  readonly orders: readonly OrderComparison[];
  readonly halts: number;
};

/** A close at which nobody decided: its bars are settled, as they were when the engine came back. */
function passClose(walk: Walk, row: SnapshotRow, { book: { state, heads, ownKills = [] } }: Path): Path {
  const settled = settle({ state, heads, snapshot: decodeSnapshot(row.body), context: walk.context });
  return { book: { state: settled.state, heads: settled.heads, ownKills }, marked: settled.state, orders: [], halts: 0 };
}

type Along = { readonly path: Path; readonly kills: RecordedKills };

/** A close at which the other profile decides, beside what was decided there. */
function decideClose(walk: Walk, row: SnapshotRow, of: Along & { readonly slot: RecordedSlot; readonly isUnsent: boolean }): Path {
  const { path, slot, kills, isUnsent } = of;
  const snapshot = decodeSnapshot(row.body);
  const ownKills = kills.follow(slot, path.book.ownKills ?? []);
  const step = {
    snapshot: { snapshot, bytes: row.body, hash: row.hash },
    nextOpens: nextOpensOf(snapshot, row.nextOpens),
    nowMs: slot.input.nowMs,
    kind: slot.input.slot.kind,
    kills: kills.given,
    isUnsent,
  };
  const next = walkSlot(walk, step, { ...path.book, ownKills });
  return {
    book: next,
    marked: next.settled,
    orders: compareDecisions(row.closeMs, slot.findings, next.decision.output),
    halts: next.killEvents.filter(({ event }) => event === "set").length,
  };
}

/**
 * A halt between two closes, at its own slot and its own time: what is held along the other path is cancelled
 * or sold by the words of the kill switches that people set, under the ids that the orders had.
 */
function decideHalt(
  walk: Walk,
  row: SnapshotRow,
  of: Along & { readonly slot: RecordedSlot; readonly isUnsent: boolean; readonly isReplayClock: boolean },
): Path {
  const { path, slot, kills, isUnsent, isReplayClock } = of;
  const { state, heads } = path.book;
  const own = kills.follow(slot, path.book.ownKills ?? []);
  const account = { value: state, hash: sha256(encodeAccountState(state)) };
  const decision = walk.decide({ ...slot.input, ...walk.shared, account, kills: killsInForce({ given: kills.given, own }) });
  const decided = decision.output.state;
  const { snapshot } = slot.input.snapshot;
  const nowMs = isReplayClock ? replayNowOf(row.closeMs) : slot.input.nowMs;
  const nextOpens = nextOpensOf(snapshot, row.nextOpens);
  const sent = isUnsent
    ? { state: decided, heads }
    : dispatch({ state: decided, heads, snapshot, nextOpens, nowMs, context: walk.context });
  return {
    book: { state: sent.state, heads: sent.heads, ownKills: own },
    marked: state,
    orders: compareDecisions(slot.receipt.atMs, slot.findings, decision.output),
    halts: 0,
  };
}

/** All that was decided on one close, by the walk as each slot finds it. */
function* decideRow(
  under: (slot: RecordedSlot) => Walk,
  row: SnapshotRow,
  of: Along & { readonly close: RecordedClose; readonly isReplayClock: boolean },
): Generator<Path> {
  const { close, kills, isReplayClock } = of;
  let { path } = of;
  if (close.slot !== undefined)
    yield (path = decideClose(under(close.slot), row, {
      path,
      kills,
      slot: close.slot,
      isUnsent: findsUnsent(close.halts[0]),
    }));
  for (const [index, slot] of close.halts.entries()) {
    const isUnsent = findsUnsent(close.halts[index + 1]);
    yield (path = decideHalt(under(slot), row, { path, kills, slot, isUnsent, isReplayClock }));
  }
}

/**
 * Walks the last days under another profile, from the state before the first recorded slot on: what it
 * decides later meets what it did earlier, and it trips kill switches of its own. The paper venue fills as it
 * fills a run. A halt between two closes acts when it acted. Nothing is written. Undefined where the
 * stretch holds no slot.
 */
export async function walkWhatIf(ports: Omit<WhatIfPorts, "decide">, request: WhatIfRequest): Promise<WalkedWhatIf | undefined> {
  const { db, coreHash } = ports;
  const { book, fromMs, toMs } = await stretchOf(db, request);
  const { slots, byClose } = await readRecordedCloses(db, { book, fromMs });
  const [first] = slots;
  const newest = slots.at(-1);
  if (first === undefined || newest === undefined) return undefined;
  const ownHalts = await readOwnHalts(db, book);
  const profile = { value: request.profile, hash: sha256(encodeRiskProfile(request.profile)) };
  const parts = lonePartsOf(ports);
  const under = (slot: RecordedSlot): Walk => walkAtSlot(parts, { book, slot, profile, rearmAfterMs: ownHalts.rearmAfterMs });
  const kills = new RecordedKills(slots, ownHalts, book);
  const orders: OrderComparison[] = [];
  const curve: number[] = [];
  const start = first.input.account.value;
  let walk = under(first);
  // The first bar was settled before the state was recorded.
  let path: Path = { book: openWalk(start), marked: start, orders: [], halts: 0 };
  let [closes, decided, halts] = [0, 0, 0];
  const stretch = { lineageId: newest.close.lineageId, fromMs: first.close.closeMs, toMs: newest.close.closeMs };
  for await (const row of closesBetween(db, stretch)) {
    const close = byClose.get(row.closeMs);
    closes += 1;
    if (close?.slot === undefined && path.book.isSettled !== true) path = passClose(walk, row, path);
    else decided += 1;
    if (close === undefined) continue;
    for (path of decideRow(under, row, { path, kills, close, isReplayClock: book.clock === "replay" })) {
      orders.push(...path.orders);
      halts += path.halts;
    }
    if (close.slot !== undefined) curve.push(Number(equityAtSlot(close.slot, path.marked)));
    walk = under(close.halts.at(-1) ?? close.slot ?? first);
  }
  return {
    ...{ book, fromMs, toMs, closes, orders, halts },
    changes: profileDiff(newest.input.profile.value, request.profile),
    undecidedCloses: closes - decided,
    otherReleaseSlots: slots.filter(({ receipt }) => !isSameBytes(receipt.coreHash, coreHash)).length,
    counts: countEffects(orders),
    wasEquityUnits: newest.receipt.equityUnits,
    // As a receipt marks it: what is decided at the last slot has not traded yet.
    wouldEquityUnits: equityAtSlot(newest, path.marked),
    baseCurrency: path.marked.baseCurrency,
    settings: newest.input.settings.value,
    curve: Float64Array.from(curve),
  };
}
