import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { barFillModelSchema } from "../execution/fill-model-spec.ts";
import type { Bar } from "../market/bar.ts";
import type { Snapshot } from "../market/snapshot.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import type { BookedState, BookContext } from "./booking.ts";
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
  ...{ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2, timeframeMs: HOUR, instruments: ["BTC/USD"] },
});
/** A tenth of each bar, at once and without slippage: quantities are what matters here. */
const fillModel = barFillModelSchema.parse({ name: "bar-path", participationBps: 1_000, barsMax: 3, latencyMs: { min: 0, max: 0 } });
const terms = { sha256, settings, profile: GUARDED_PROFILE, instruments: [BTC], startingUnits: 10_000n * USD };
const context: BookContext = walkOf({ ...terms, takerFeeBps: 0, slippageBps: 0, fillModel }).context;
const opened = openBook({ context, baseCurrency: "USD", startingUnits: terms.startingUnits, atMs: NOON });

type Prices = readonly [open: number, high: number, low: number, close: number];

function snapshotAt(openMs: number, prices: Prices, volume: number): Snapshot {
  const [open, high, low, close] = prices;
  const bar: Bar = { tsMs: openMs, open, high, low, close, volume };
  return {
    ...{ lineageId: "l", isSynthetic: true, timeframeMs: HOUR, closeMs: openMs + HOUR, originMs: 0, previousHash: new Uint8Array(32) },
    ...{ capabilities: ["bars"], featureNames: [], instruments: [{ symbol: "BTC/USD", bar, features: [] }] },
  };
}

/** An entry of ten coins with a stop 5 below and, where it is wanted, a take profit 10 above, decided and sent at noon. */
function sentBook(takeProfitOffsetUnits?: bigint): BookedState {
  const order = entryOrder(opened.state, {
    ...{ id: "entry-1", instrument: BTC, quantity: 10n * COIN, reason: "CROSS_UP", createdMs: NOON, barVolumeUnits: undefined },
    ...{ costUnits: 1_100n * USD, quoteBudget: undefined, stopOffsetUnits: 5n * PRICE, takeProfitOffsetUnits },
  });
  return dispatch({
    ...{ state: withIntent(opened.state, order), heads: opened.heads, snapshot: snapshotAt(NOON - HOUR, [99, 101, 98, 100], 40) },
    ...{ nextOpens: new Map([["BTC/USD", 100]]), nowMs: NOON, context },
  });
}

const FLAT: Prices = [100, 101, 99, 100];
const settled = (book: BookedState, hour: number, of: { readonly prices?: Prices; readonly volume?: number } = {}): BookedState =>
  settle({ state: book.state, heads: book.heads, snapshot: snapshotAt(NOON + hour * HOUR, of.prices ?? FLAT, of.volume ?? 40), context });

const coins = (units: bigint): number => Number(units) / Number(COIN);
const stopsOf = ({ state }: BookedState) => state.orders.filter(({ kind }) => kind === "stop-loss").map(({ quantity }) => coins(quantity));
const heldOf = ({ state }: BookedState) => coins(state.positions[0]?.quantity ?? 0n);
const stateOf = ({ bookings }: BookedState, id: string) => bookings.orders.find((order) => order.id === id)?.state;
const endsOf = ({ bookings }: BookedState, id: string) =>
  bookings.orderEvents.filter(({ orderId, event }) => orderId === id && event === "cancel_confirmed").map(({ reason }) => reason);

describe("an entry that bars fill in parts", () => {
  it("waits for its bar, though the next open is known", () => {
    const sent = sentBook();
    expect(sent.bookings.fills).toEqual([]);
    expect(sent.state.orders).toMatchObject([{ id: "entry-1", state: "open" }]);
  });

  it("takes a tenth of each bar, and each part has its own stop in the same bookings", () => {
    const first = settled(sentBook(), 0);
    expect(first.bookings.fills.map(({ quantity }) => coins(quantity))).toEqual([4]);
    expect(first.bookings.intents).toMatchObject([{ kind: "stop-loss", parentOrderId: "entry-1", quantity: 4n * COIN }]);
    expect(stateOf(first, "entry-1")).toBe("partially_filled");
    const second = settled(first, 1);
    expect([heldOf(second), stopsOf(second)]).toEqual([8, [4, 4]]);
    const third = settled(second, 2);
    expect([heldOf(third), stopsOf(third), stateOf(third, "entry-1")]).toEqual([10, [4, 4, 2], "filled"]);
  });

  it("gives up its rest after the stated number of bars, says why, and frees what was reserved", () => {
    const thin = { volume: 20 };
    const last = settled(settled(settled(sentBook(), 0, thin), 1, thin), 2, thin);
    expect([heldOf(last), stopsOf(last), stateOf(last, "entry-1")]).toEqual([6, [2, 2, 2], "cancelled"]);
    expect(endsOf(last, "entry-1")).toEqual(["PARTICIPATION_OVER"]);
    expect(last.state.balances.find(({ asset }) => asset === "USD")).toEqual({ asset: "USD", total: 9_400n * USD, held: 0n });
  });

  it("gets nothing in a bar without a trade, and is cancelled whole where no bar has one", () => {
    const none = { volume: 0 };
    const last = settled(settled(settled(sentBook(), 0, none), 1, none), 2, none);
    expect([heldOf(last), endsOf(last, "entry-1")]).toEqual([0, ["PARTICIPATION_OVER"]]);
  });
});

describe("an entry that runs into downtime", () => {
  const windowed = (fromMinute: number): BookContext => {
    const schedule = { windows: [{ fromMinute, toMinute: fromMinute + 20 }], transitionMinutes: 5 };
    return { ...context, profile: { ...GUARDED_PROFILE, schedule } };
  };
  const thin = (book: BookedState, hour: number, under: BookContext): BookedState =>
    settle({ state: book.state, heads: book.heads, snapshot: snapshotAt(NOON + hour * HOUR, FLAT, 20), context: under });
  const endingOf = ({ bookings }: BookedState) => bookings.orderEvents.find(({ event }) => event === "cancel_confirmed");

  it.each([
    ["begins with the next bar", 780, 55],
    ["begins within its bar", 750, 25],
    ["begins with its transition at the bar's close", 785, 60],
  ])("keeps what its bar gave and is given up for the rest, where a window %s", (_, fromMinute, minutes) => {
    const last = thin(sentBook(), 0, windowed(fromMinute));
    expect([heldOf(last), stopsOf(last), stateOf(last, "entry-1")]).toEqual([2, [2], "cancelled"]);
    expect(endingOf(last)).toMatchObject({ atMs: NOON + minutes * 60_000, reason: "WINDOW_REACHED" });
    expect(last.state.balances.find(({ asset }) => asset === "USD")).toEqual({ asset: "USD", total: 9_800n * USD, held: 0n });
  });

  it("gets nothing of a bar that opens in a window or in the transition to it", () => {
    for (const fromMinute of [715, 724]) {
      const last = thin(sentBook(), 0, windowed(fromMinute));
      expect([heldOf(last), stateOf(last, "entry-1"), endingOf(last)?.atMs]).toEqual([0, "cancelled", NOON]);
    }
  });

  it("goes on where the window begins later", () => {
    const first = thin(sentBook(), 0, windowed(790));
    expect([heldOf(first), stateOf(first, "entry-1")]).toEqual([2, "partially_filled"]);
  });
});

describe("protections of an entry in parts", () => {
  const two = settled(settled(sentBook(10n * PRICE), 0), 1, { prices: [104, 105, 103, 104] });

  it("stand one by one: the stop of one part leaves those of the others", () => {
    expect(two.state.orders.filter(({ kind }) => kind === "stop-loss").map(({ triggerUnits }) => triggerUnits)).toEqual([
      95n * PRICE,
      99n * PRICE,
    ]);
    const fallen = settled(two, 2, { prices: [100, 101, 98, 100] });
    expect([heldOf(fallen), stopsOf(fallen)]).toEqual([6, [4, 2]]);
    const kinds = fallen.state.orders.map(({ kind, quantity }) => [kind, coins(quantity)]);
    expect(kinds).toContainEqual(["take-profit", 4]);
  });

  it("end the entry they belong to: what a stop sold is not bought on", () => {
    const fallen = settled(settled(sentBook(), 0), 1, { prices: [100, 101, 90, 91], volume: 20 });
    expect([heldOf(fallen), stateOf(fallen, "entry-1"), endsOf(fallen, "entry-1")]).toEqual([0, "cancelled", ["POSITION_SOLD"]]);
  });

  it("are filled whole, however little the bar trades, and say that their price is pessimistic", () => {
    const full = settled(settled(settled(sentBook(), 0), 1), 2);
    const fallen = settled(full, 3, { prices: [100, 101, 94, 96], volume: 0.5 });
    expect(fallen.bookings.fills.map(({ why, quantity, priceUnits }) => [why, coins(quantity), priceUnits])).toEqual([
      ["stop", 4, 95n * PRICE],
      ["stop", 4, 95n * PRICE],
      ["stop", 2, 95n * PRICE],
    ]);
    const reasons = fallen.bookings.orderEvents.filter(({ event }) => event === "completed").map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(["STOP_PESSIMISTIC_IN_BAR"]));
    expect(fallen.state).toMatchObject({ positions: [], orders: [] });
  });

  it("come before a take profit of the same bar", () => {
    const one = settled(sentBook(10n * PRICE), 0);
    expect(settled(one, 1, { prices: [100, 120, 90, 100] }).bookings.fills.map(({ why }) => why)).toEqual(["entry", "stop", "stop"]);
  });
});

describe("a sale in parts", () => {
  const full = settled(settled(settled(sentBook(), 0), 1), 2);
  const exit = exitOrder(full.state, {
    ...{ purpose: "exit", id: "exit-1", instrument: BTC, quantity: 10n * COIN, reason: "CROSS_DOWN" },
    ...{ createdMs: NOON + 3 * HOUR, barVolumeUnits: undefined },
  });
  const sent = dispatch({
    ...{ state: withIntent(full.state, exit), heads: full.heads, snapshot: snapshotAt(NOON + 2 * HOUR, FLAT, 40) },
    ...{ nextOpens: new Map(), nowMs: NOON + 3 * HOUR, context },
  });

  it("lets go of as much protection as it sells, and is worked until it is done", () => {
    let book = sent;
    const seen: (readonly [number, number])[] = [];
    for (let hour = 3; hour < 9; hour += 1) {
      book = settled(book, hour, { volume: 20 });
      seen.push([heldOf(book), stopsOf(book).reduce((sum, stop) => sum + stop, 0)]);
    }
    expect(seen).toEqual([
      [8, 8],
      [6, 6],
      [4, 4],
      [2, 2],
      [0, 0],
      [0, 0],
    ]);
    expect(book.state.orders).toEqual([]);
  });

  it("is overtaken by the stop, which sells what is left", () => {
    const part = settled(sent, 3, { volume: 20 });
    const fallen = settled(part, 4, { prices: [97, 98, 90, 91], volume: 20 });
    expect(heldOf(fallen)).toBe(0);
    expect(endsOf(fallen, "exit-1")).toEqual(["POSITION_REDUCED"]);
  });

  it("that is decided while an entry goes on ends the entry before it can buy more", () => {
    const one = settled(sentBook(), 0);
    const sale = exitOrder(one.state, {
      ...{ purpose: "exit", id: "exit-2", instrument: BTC, quantity: 4n * COIN, reason: "CROSS_DOWN" },
      ...{ createdMs: NOON + HOUR, barVolumeUnits: undefined },
    });
    const both = dispatch({
      ...{ state: withIntent(one.state, sale), heads: one.heads, snapshot: snapshotAt(NOON, FLAT, 40) },
      ...{ nextOpens: new Map(), nowMs: NOON + HOUR, context },
    });
    expect(endsOf(both, "entry-1")).toEqual(["POSITION_SOLD"]);
    expect(heldOf(settled(both, 1))).toBe(0);
  });

  it("at a run's end is whole, at the last close", () => {
    const part = settled(sent, 3, { volume: 20 });
    const last: Bar = { tsMs: NOON + 3 * HOUR, open: 100, high: 101, low: 99, close: 100.5, volume: 20 };
    const ended = endRun({ state: part.state, heads: part.heads, lastBars: new Map([["BTC/USD", last]]), context });
    expect(ended.bookings.fills).toMatchObject([{ why: "end", quantity: 8n * COIN, priceUnits: (201n * PRICE) / 2n }]);
    expect(ended.state).toMatchObject({ positions: [], orders: [] });
  });
});
