import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Bar } from "../market/bar.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { openLadder } from "../risk/ladder.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import type { AccountState } from "./account-state.ts";
import { NO_BOOKINGS, type BookedState } from "./booking.ts";
import { dispatch } from "./dispatch.ts";
import { openBook } from "./open-book.ts";
import { entryOrder, exitOrder } from "./orders-of.ts";
import { withIntent } from "./project.ts";
import { endRun } from "./run-end.ts";
import { settle } from "./settle.ts";
import { coinInstrument, walkOf } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const HOUR = 3_600_000;
/** 12:00 UTC. */
const NOON = 86_400_000 * 19_000 + 12 * HOUR;
const USD = 100_000_000n;
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const BTC = coinInstrument("BTC");
const settings = strategySettingsSchema.parse({
  kind: "ema-atr",
  fast: 2,
  slow: 5,
  atr: 3,
  atrMult: 2,
  timeframeMs: HOUR,
  instruments: ["BTC/USD"],
});
const contextOf = (profile: RiskProfile = GUARDED_PROFILE) =>
  walkOf({ sha256, settings, profile, instruments: [BTC], startingUnits: 10_000n * USD, takerFeeBps: 0, slippageBps: 0 }).context;
const context = contextOf();
const fresh = openBook({ context, baseCurrency: "USD", startingUnits: 10_000n * USD, atMs: NOON });
/** As the decision of the entry leaves it: its day has begun. */
const opened = { ...fresh, state: { ...fresh.state, ladder: openLadder({ equityUnits: 10_000n * USD, nowMs: NOON }) } };

function snapshotAt(openMs: number, prices: readonly [open: number, high: number, low: number, close: number] | undefined): Snapshot {
  const [open = 0, high = 0, low = 0, close = 0] = prices ?? [];
  const bar: Bar | undefined = prices === undefined ? undefined : { tsMs: openMs, open, high, low, close, volume: 10 };
  const lineage = {
    lineageId: "l",
    isSynthetic: true,
    timeframeMs: HOUR,
    closeMs: openMs + HOUR,
    originMs: 0,
    previousHash: new Uint8Array(32),
  };
  return { ...lineage, capabilities: ["bars"], featureNames: [], instruments: [{ symbol: "BTC/USD", bar, features: [] }] };
}

/** An entry of one coin with a stop 5 below and a take profit 10 above, decided at noon. */
function withEntry(state: AccountState): AccountState {
  const order = entryOrder(state, {
    id: "entry-1",
    instrument: BTC,
    quantity: COIN,
    reason: "CROSS_UP",
    createdMs: NOON,
    barVolumeUnits: undefined,
    costUnits: 102n * USD,
    quoteBudget: undefined,
    stopOffsetUnits: 5n * PRICE,
    takeProfitOffsetUnits: 10n * PRICE,
  });
  return withIntent(state, order);
}

/** The book after that entry was sent and filled at 100, the open of the bar that opens at noon. */
function longBook(): BookedState {
  const state = withEntry(opened.state);
  return dispatch({
    state,
    heads: opened.heads,
    snapshot: snapshotAt(NOON - HOUR, [99, 101, 98, 100]),
    nextOpens: new Map([["BTC/USD", 100]]),
    nowMs: NOON,
    context,
  });
}

const settleBar = (book: BookedState, ...prices: [number, number, number, number]) =>
  settle({ state: book.state, heads: book.heads, snapshot: snapshotAt(NOON, prices), context });
const cashOf = ({ state }: BookedState) => state.balances.find(({ asset }) => asset === "USD");

describe("an entry that fills", () => {
  const long = longBook();

  it("comes with its stop and take profit in the same bookings, as intents of their own", () => {
    expect(
      long.bookings.intents.map(({ purpose, kind, parentOrderId, receiptSeq, triggerUnits }) => [
        purpose,
        kind,
        parentOrderId,
        receiptSeq,
        triggerUnits,
      ]),
    ).toEqual([
      ["protection", "stop-loss", "entry-1", undefined, 95n * PRICE],
      ["protection", "take-profit", "entry-1", undefined, 110n * PRICE],
    ]);
    expect(long.bookings.fills).toMatchObject([{ fillSeq: 1, atMs: NOON, why: "entry", priceUnits: 100n * PRICE, ledgerSeq: 2 }]);
    expect(long.state.orders.map(({ state }) => state)).toEqual(["open", "open"]);
  });

  it("gives back what it had reserved beyond its cost, and its stop reserves the coin", () => {
    expect(long.state.balances).toEqual([
      { asset: "BTC", total: COIN, held: COIN },
      { asset: "USD", total: 9_900n * USD, held: 0n },
    ]);
  });

  it("lives from intended to filled, step by step", () => {
    const steps = long.bookings.orderEvents
      .filter(({ orderId }) => orderId === "entry-1")
      .map(({ n, event, toState }) => [n, event, toState]);
    expect(steps).toEqual([
      [2, "send_begun", "sending"],
      [3, "acknowledged", "open"],
      [4, "completed", "filled"],
    ]);
    expect(long.bookings.orders.find(({ id }) => id === "entry-1")).toMatchObject({ state: "filled", filledQuantity: COIN });
  });

  it("waits where its bar is missing and fills, with the same protection, where it comes", () => {
    const state = withEntry(opened.state);
    const sent = dispatch({
      state,
      heads: opened.heads,
      snapshot: snapshotAt(NOON - HOUR, undefined),
      nextOpens: new Map(),
      nowMs: NOON,
      context,
    });
    expect(sent.state.orders).toMatchObject([{ state: "open", purpose: "entry" }]);
    const gap = settle({ state: sent.state, heads: sent.heads, snapshot: snapshotAt(NOON, undefined), context });
    expect(gap).toEqual({ state: sent.state, heads: sent.heads, bookings: NO_BOOKINGS });
    const filled = settle({ state: gap.state, heads: gap.heads, snapshot: snapshotAt(NOON + HOUR, [100, 101, 99, 100]), context });
    expect(filled.bookings.fills).toMatchObject([{ atMs: NOON + HOUR, priceUnits: 100n * PRICE }]);
    expect(filled.state.orders.map(({ id, kind }) => [id, kind])).toEqual(long.state.orders.map(({ id, kind }) => [id, kind]));
  });

  it("takes no more than the money it finds, and is cancelled for the rest", () => {
    const poor = openBook({ context, baseCurrency: "USD", startingUnits: 150n * USD, atMs: NOON });
    const state = withEntry(poor.state);
    const sent = dispatch({
      state,
      heads: poor.heads,
      snapshot: snapshotAt(NOON - HOUR, [99, 101, 98, 100]),
      nextOpens: new Map([["BTC/USD", 200]]),
      nowMs: NOON,
      context,
    });
    expect(sent.bookings.fills).toMatchObject([{ quantity: (COIN * 3n) / 4n }]);
    expect(sent.bookings.orders[0]).toMatchObject({ state: "cancelled", filledQuantity: (COIN * 3n) / 4n });
    expect(cashOf(sent)).toEqual({ asset: "USD", total: 0n, held: 0n });
    expect(sent.state.orders.map(({ quantity }) => quantity)).toEqual([(COIN * 3n) / 4n, (COIN * 3n) / 4n]);
  });
});

describe("a bar against resting protection", () => {
  it("changes nothing where it reaches neither, not even the object", () => {
    const long = longBook();
    const settled = settleBar(long, 100, 109.9, 95.1, 100);
    expect(settled.state).toBe(long.state);
    expect(settled.bookings).toBe(NO_BOOKINGS);
  });

  it("sells at the stop from the entry's own bar on, and cancels the take profit", () => {
    const stopped = settleBar(longBook(), 100, 101, 95, 96);
    expect(stopped.state).toMatchObject({ positions: [], orders: [] });
    expect(stopped.bookings.fills).toMatchObject([{ why: "stop", atMs: NOON, priceUnits: 95n * PRICE }]);
    expect(stopped.bookings.orders.map(({ kind, state }) => [kind, state])).toEqual([
      ["take-profit", "cancelled"],
      ["stop-loss", "filled"],
    ]);
    expect(stopped.bookings.disposals).toMatchObject([{ why: "stop", openedMs: NOON, costUnits: 100n * USD, proceedsUnits: 95n * USD }]);
    expect(cashOf(stopped)?.total).toBe(9_995n * USD);
  });

  it("sells at the take profit and cancels the stop", () => {
    const taken = settleBar(longBook(), 100, 110, 96, 100);
    expect(taken.bookings.fills).toMatchObject([{ why: "take_profit", priceUnits: 110n * PRICE }]);
    expect(taken.state).toMatchObject({ positions: [], orders: [] });
  });

  it("assumes the stop where one bar reaches both", () => {
    expect(settleBar(longBook(), 100, 120, 90, 100).bookings.fills).toMatchObject([{ why: "stop" }]);
  });

  it("of a time before the order is not its bar", () => {
    const long = longBook();
    const early = settle({ state: long.state, heads: long.heads, snapshot: snapshotAt(NOON - HOUR, [10, 10, 10, 10]), context });
    expect(early.bookings).toBe(NO_BOOKINGS);
  });

  it("in downtime acts on stops, unless the profile holds them there", () => {
    const windows = [{ fromMinute: 720, toMinute: 780 }];
    const of = (stopsInDowntime: RiskProfile["stopsInDowntime"]) => {
      const long = longBook();
      const held = contextOf({ ...GUARDED_PROFILE, schedule: { windows, transitionMinutes: 5 }, stopsInDowntime });
      return settle({ state: long.state, heads: long.heads, snapshot: snapshotAt(NOON, [100, 101, 90, 96]), context: held }).bookings.fills
        .length;
    };
    expect([of("rest"), of("flat_before"), of("hold")]).toEqual([1, 1, 0]);
  });
});

describe("the high-water mark", () => {
  const long = longBook();
  const markAfter = (
    close: number,
    window: { readonly fromMinute: number; readonly toMinute: number },
    kind: RiskProfile["kind"] = "governed",
  ) => {
    const profile = { ...GUARDED_PROFILE, kind, schedule: { windows: [window], transitionMinutes: 5 } };
    const { state } = settle({
      state: long.state,
      heads: long.heads,
      snapshot: snapshotAt(NOON, [100, 108, 99, close]),
      context: contextOf(profile),
    });
    return state.ladder.highWaterUnits;
  };
  /** The bar of noon closes at 13:00, minute 780: inside the one, behind the other. */
  const [inside, behind] = [
    { fromMinute: 780, toMinute: 840 },
    { fromMinute: 720, toMinute: 780 },
  ];
  const before = long.state.ladder.highWaterUnits;

  it("is kept at every close, for in downtime and in an outage nothing is decided", () => {
    expect(markAfter(107, inside)).toBeGreaterThan(before);
    expect(markAfter(107, behind)).toBe(markAfter(107, inside));
    expect(markAfter(99, inside)).toBe(before);
    expect(markAfter(107, inside, "reference")).toBe(before);
  });
});

describe("an exit", () => {
  const long = longBook();
  const order = exitOrder(long.state, {
    purpose: "exit",
    id: "exit-1",
    instrument: BTC,
    quantity: COIN,
    reason: "CROSS_DOWN",
    createdMs: NOON + HOUR,
    barVolumeUnits: undefined,
  });
  const state = withIntent(long.state, order);

  it("shares the reservation of the stop, sells at the next open, and cancels all protection", () => {
    expect(order.heldUnits).toBe(0n);
    const sent = dispatch({
      state,
      heads: long.heads,
      snapshot: snapshotAt(NOON, [100, 101, 99, 100]),
      nextOpens: new Map([["BTC/USD", 104]]),
      nowMs: NOON,
      context,
    });
    expect(sent.bookings.fills).toMatchObject([{ why: "cross", atMs: NOON + HOUR, priceUnits: 104n * PRICE }]);
    expect(sent.state).toMatchObject({ positions: [], orders: [] });
    expect(sent.state.balances).toEqual([
      { asset: "BTC", total: 0n, held: 0n },
      { asset: "USD", total: 10_004n * USD, held: 0n },
    ]);
  });

  it("that waits fills at the open, before the bar reaches the stop", () => {
    const sent = dispatch({
      state,
      heads: long.heads,
      snapshot: snapshotAt(NOON, [100, 101, 99, 100]),
      nextOpens: new Map(),
      nowMs: NOON,
      context,
    });
    expect(sent.state.orders.map(({ kind }) => kind)).toEqual(["stop-loss", "take-profit", "market"]);
    const settled = settle({ state: sent.state, heads: sent.heads, snapshot: snapshotAt(NOON + HOUR, [99, 99, 50, 60]), context });
    expect(settled.bookings.fills).toMatchObject([{ why: "cross", priceUnits: 99n * PRICE }]);
    expect(settled.state).toMatchObject({ positions: [], orders: [] });
  });
});

describe("the end of a run", () => {
  const long = longBook();
  const last: Bar = { tsMs: NOON, open: 100, high: 101, low: 99, close: 100.5, volume: 10 };

  it("sells what is held at its last close, and cancels what protected it", () => {
    const ended = endRun({ state: long.state, heads: long.heads, lastBars: new Map([["BTC/USD", last]]), context });
    expect(ended.bookings.fills).toMatchObject([{ why: "end", atMs: NOON, priceUnits: (201n * PRICE) / 2n }]);
    expect(ended.bookings.intents).toMatchObject([{ purpose: "exit", receiptSeq: undefined }]);
    expect(ended.state).toMatchObject({ positions: [], orders: [] });
  });

  it("cancels an entry that never met its bar: no signal of the last bar is traded", () => {
    const state = withEntry(opened.state);
    const sent = dispatch({
      state,
      heads: opened.heads,
      snapshot: snapshotAt(NOON - HOUR, [99, 101, 98, 100]),
      nextOpens: new Map(),
      nowMs: NOON,
      context,
    });
    const ended = endRun({ state: sent.state, heads: sent.heads, lastBars: new Map([["BTC/USD", last]]), context });
    expect(ended.bookings.fills).toEqual([]);
    expect(ended.bookings.orders).toMatchObject([{ state: "cancelled" }]);
    expect(cashOf(ended)).toEqual({ asset: "USD", total: 10_000n * USD, held: 0n });
  });

  it("keeps a position without a last bar, with its stop, and touches no empty book", () => {
    const ended = endRun({ state: long.state, heads: long.heads, lastBars: new Map(), context });
    expect(ended.state).toBe(long.state);
    expect(endRun({ state: opened.state, heads: opened.heads, lastBars: new Map(), context }).bookings).toBe(NO_BOOKINGS);
  });
});

describe("protection that is refused", () => {
  it("is booked as a refusal and leaves no stop, for the next decision to sell", () => {
    const halted = { ...context, instruments: [{ ...BTC, status: "cancel_only" as const }] };
    const state = withEntry(opened.state);
    const sent = dispatch({
      state,
      heads: opened.heads,
      snapshot: snapshotAt(NOON - HOUR, [99, 101, 98, 100]),
      nextOpens: new Map([["BTC/USD", 100]]),
      nowMs: NOON,
      context: halted,
    });
    expect(sent.bookings.refusals.map(({ refusal }) => refusal.code)).toEqual(["INSTRUMENT_NOT_TRADABLE", "INSTRUMENT_NOT_TRADABLE"]);
    expect(sent.state.orders).toEqual([]);
    expect(sent.state.positions).toHaveLength(1);
  });
});

describe("heads that don't fit the state", () => {
  it("are a broken invariant, before anything is booked", () => {
    expect(() =>
      dispatch({
        state: withEntry(opened.state),
        heads: { ...opened.heads, ledgerSeq: 7 },
        snapshot: snapshotAt(NOON, undefined),
        nextOpens: new Map(),
        nowMs: NOON,
        context,
      }),
    ).toThrow(/ledger head 7/);
  });
});
