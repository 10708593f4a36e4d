import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../market/snapshot.ts";
import { LATE_AFTER_MS } from "../risk/checks/standing.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import { SEAL_DELAY_MS } from "../time/clock.ts";
import type { BookedState } from "./booking.ts";
import { dispatch } from "./dispatch.ts";
import { openBook } from "./open-book.ts";
import { entryOrder, exitOrder } from "./orders-of.ts";
import { withIntent } from "./project.ts";
import { settle } from "./settle.ts";
import { coinInstrument, walkOf } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const HOUR_MS = 3_600_000;
const CLOSE_MS = 86_400_000 * 19_000 + 12 * HOUR_MS;
const USD = 100_000_000n;
const COIN = 1_000_000_000_000n;
const PRICE = 1_000_000_000_000n;
const BTC = coinInstrument("BTC");
const settings = strategySettingsSchema.parse({
  ...{ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 2, timeframeMs: HOUR_MS, instruments: ["BTC/USD"] },
});
const terms = {
  sha256,
  settings,
  profile: GUARDED_PROFILE,
  instruments: [BTC],
  startingUnits: 10_000n * USD,
  takerFeeBps: 0,
  slippageBps: 0,
};
const { context } = walkOf(terms);
const opened = openBook({ context, baseCurrency: "USD", startingUnits: 10_000n * USD, atMs: CLOSE_MS });

function snapshotAt(openMs: number, low = 99): Snapshot {
  const bar = { tsMs: openMs, open: 100, high: 101, low, close: 100, volume: 10 };
  const lineage = { lineageId: "l", isSynthetic: true, timeframeMs: HOUR_MS, closeMs: openMs + HOUR_MS, originMs: 0 };
  return {
    ...{ ...lineage, previousHash: new Uint8Array(32), capabilities: ["bars"], featureNames: [] },
    instruments: [{ symbol: "BTC/USD", bar, features: [] }],
  };
}

const DECIDED = { instrument: BTC, quantity: COIN, createdMs: CLOSE_MS, barVolumeUnits: undefined };

function entryDecided(): BookedState {
  const stop = { costUnits: 102n * USD, quoteBudget: undefined, stopOffsetUnits: 5n * PRICE, takeProfitOffsetUnits: undefined };
  const order = entryOrder(opened.state, { ...DECIDED, ...stop, id: "entry-1", reason: "CROSS_UP" });
  return { ...opened, state: withIntent(opened.state, order) };
}

/** One coin held with its stop at 95, and its sale decided at the close but not sent. */
function saleDecided(): BookedState {
  const long = sendAt(entryDecided(), SEAL_DELAY_MS);
  const order = exitOrder(long.state, { purpose: "exit", ...DECIDED, id: "exit-1", reason: "CROSS_DOWN" });
  return { ...long, state: withIntent(long.state, order) };
}

/** The dispatch of what was decided at the close, so long after it. */
function sendAt(book: BookedState, behindMs: number): BookedState {
  const nextOpens = new Map([["BTC/USD", 100]]);
  return dispatch({ ...book, snapshot: snapshotAt(CLOSE_MS - HOUR_MS), nextOpens, nowMs: CLOSE_MS + behindMs, context });
}

describe("an entry that waits for its dispatch", () => {
  it("up to five minutes is sent as it was decided", () => {
    expect(sendAt(entryDecided(), LATE_AFTER_MS)).toEqual(sendAt(entryDecided(), SEAL_DELAY_MS));
    expect(sendAt(entryDecided(), LATE_AFTER_MS).bookings.fills).toHaveLength(1);
  });

  it("longer than that expires unsent, says why, and gives its money back", () => {
    const nowMs = CLOSE_MS + LATE_AFTER_MS + 1;
    const { state, bookings } = sendAt(entryDecided(), LATE_AFTER_MS + 1);
    expect(state).toMatchObject({ orders: [], positions: [], balances: [{ asset: "USD", total: 10_000n * USD, held: 0n }] });
    expect(bookings.fills).toEqual([]);
    expect(bookings.orderEvents).toEqual([
      { orderId: "entry-1", n: 2, atMs: nowMs, event: "lapsed", fromState: "intended", toState: "expired", reason: "INTENT_STALE" },
    ]);
    const facts = [
      ["ageMs", String(LATE_AFTER_MS + 1)],
      ["limitMs", String(LATE_AFTER_MS)],
    ];
    expect(bookings.refusals).toEqual([{ atMs: nowMs, refusal: { check: "intent_age", code: "INTENT_STALE", symbol: "BTC/USD", facts } }]);
  });
});

describe("a sale that waits for its dispatch", () => {
  it("in time fills at the open of its close", () => {
    expect(sendAt(saleDecided(), SEAL_DELAY_MS).bookings.fills).toMatchObject([{ orderId: "exit-1", atMs: CLOSE_MS }]);
  });

  it("too long is sent now, and fills at the first open that follows", () => {
    const behindMs = 90 * 60_000;
    const sent = sendAt(saleDecided(), behindMs);
    expect(sent.bookings.fills).toEqual([]);
    expect(sent.bookings.orderEvents.map(({ event, atMs }) => [event, atMs - CLOSE_MS])).toEqual([
      ["send_begun", behindMs],
      ["acknowledged", behindMs],
    ]);
    const during = settle({ ...sent, snapshot: snapshotAt(CLOSE_MS + HOUR_MS), context });
    expect(during.bookings.fills).toEqual([]);
    const after = settle({ ...during, snapshot: snapshotAt(CLOSE_MS + 2 * HOUR_MS), context });
    expect(after.bookings.fills).toMatchObject([{ orderId: "exit-1", atMs: CLOSE_MS + 2 * HOUR_MS, why: "cross" }]);
    expect(after.state).toMatchObject({ orders: [], positions: [] });
  });

  it("meanwhile rests behind its stop, which acts on the bars of the outage", () => {
    const sent = sendAt(saleDecided(), 90 * 60_000);
    const stopped = settle({ ...sent, snapshot: snapshotAt(CLOSE_MS, 90), context });
    expect(stopped.bookings.fills).toMatchObject([{ why: "stop", atMs: CLOSE_MS }]);
    expect(stopped.state).toMatchObject({ orders: [], positions: [] });
  });
});
