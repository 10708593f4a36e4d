import type { FillRow } from "@ballast/core/decision/booking";
import { barFillModelSchema } from "@ballast/core/execution/fill-model-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { syntheticFeed } from "./paper-feed.ts";
import { PaperLoop, type PaperSlot } from "./paper-loop.ts";
import { historyBarsOf, type PaperTerms } from "./paper-walk.ts";
import { PaperWeeks, type WeekReport } from "./week-report.ts";

const FROM_MS = Date.UTC(2026, 0, 31);
const universe = ["BTC/USD", "ETH/USD"];
const settings = defaultEmaAtrSettings(universe);
const TERMS: PaperTerms = {
  ...{ sha256, settings, profile: GUARDED_PROFILE, baseCurrency: "USD", startingUnits: 1_000_000_000_000n, seed: "paper" },
  feed: syntheticFeed({
    ...{ sha256, seed: "ballast", universe, timeframeMs: HOUR_MS, fromMs: FROM_MS },
    historyBars: historyBarsOf({ settings, profile: GUARDED_PROFILE }),
  }),
  instruments: shippedCatalogue().map(({ instrument }) => instrument),
  ...{ takerFeeBps: 26, slippageBps: 5, rearmAfterMs: DAY_MS },
};
const CLOSES = 400;

function slotsOf(terms: PaperTerms): readonly PaperSlot[] {
  const loop = new PaperLoop(terms);
  return Array.from({ length: CLOSES }, () => loop.step());
}

function reportsOf(slots: readonly PaperSlot[], terms = TERMS): readonly WeekReport[] {
  const weeks = new PaperWeeks(terms);
  return [...slots.map((slot) => weeks.add(slot)), weeks.end()].filter((week) => week !== undefined);
}

/** The slots with the fills of the first that has any otherwise, or gone. */
function tampered(slots: readonly PaperSlot[], change: (fill: FillRow) => readonly FillRow[]): readonly PaperSlot[] {
  const at = slots.findIndex(({ bookings }) => bookings.some(({ fills = [] }) => fills.length > 0));
  return slots.map((slot, index) => {
    if (index !== at) return slot;
    return { ...slot, bookings: slot.bookings.map((rows) => ({ ...rows, fills: (rows.fills ?? []).flatMap(change) })) };
  });
}

let slots: readonly PaperSlot[];
beforeAll(() => {
  slots = slotsOf(TERMS);
});

describe("weeks of a paper loop", () => {
  test("each is identical to its backtest, the part of the last one too", () => {
    const weeks = reportsOf(slots);
    expect(weeks.map(({ isWhole, isSame, paper }) => [isWhole, isSame, paper.closes])).toEqual([
      [true, true, 168],
      [true, true, 168],
      [false, true, 64],
    ]);
    expect(weeks.map(({ fromMs }) => (fromMs - FROM_MS) / DAY_MS)).toEqual([0, 7, 14]);
    expect(weeks.reduce((sum, { comparison }) => sum + comparison.counts.same, 0)).toBeGreaterThan(5);
    expect(weeks[1]?.openedUnits).toBe(weeks[0]?.paper.equityUnits);
  });

  test("of orders that fill in parts are identical too, and another way to fill is not", () => {
    const parts = {
      ...TERMS,
      startingUnits: TERMS.startingUnits * 200n,
      fillModel: barFillModelSchema.parse({ name: "bar-path", participationBps: 1 }),
    };
    const worked = slotsOf(parts);
    expect(reportsOf(worked, parts).map(({ isSame }) => isSame)).toEqual([true, true, true]);
    const steps = worked.flatMap(({ bookings }) => bookings.flatMap(({ orderEvents = [] }) => orderEvents));
    expect(steps.filter(({ event }) => event === "partly_filled").length).toBeGreaterThan(3);
    expect(reportsOf(worked).map(({ isSame }) => isSame)).toContain(false);
  });

  test("a trade at another price, a lost one and one too many are found", () => {
    const priced = reportsOf(tampered(slots, (fill) => [{ ...fill, priceUnits: 1n }]))[0];
    expect(priced?.isSame).toBe(false);
    expect(priced?.comparison.counts.differs).toBeGreaterThan(0);
    const lost = reportsOf(tampered(slots, () => []))[0];
    expect(lost?.comparison.counts.missing).toBeGreaterThan(0);
    const doubled = reportsOf(tampered(slots, (fill) => [fill, fill]))[0];
    expect([doubled?.isSame, (doubled?.comparison.counts.extra ?? 0) > 0]).toEqual([false, true]);
  });

  test("a loop of other costs is not the backtest's", () => {
    const weeks = reportsOf(slotsOf({ ...TERMS, takerFeeBps: 30 }));
    expect(weeks.map(({ isSame }) => isSame)).toEqual([false, false, false]);
  });

  test("the same trades with other receipts are not identical", () => {
    const forged = slots.map((slot) => ({ ...slot, receiptHash: new Uint8Array(32) }));
    expect(reportsOf(forged)[0]).toMatchObject({ isSame: false, comparison: { counts: { differs: 0, missing: 0, extra: 0 } } });
  });

  test("history reaches back a month and more at any timeframe", () => {
    const barsOf = (timeframeMs: number): number => historyBarsOf({ settings: { ...settings, timeframeMs }, profile: GUARDED_PROFILE });
    expect(barsOf(HOUR_MS) * HOUR_MS).toBeGreaterThan(31 * DAY_MS);
    expect(barsOf(HOUR_MS / 4) * (HOUR_MS / 4)).toBeGreaterThan(31 * DAY_MS);
    expect(barsOf(DAY_MS)).toBe(1_000);
  });
});
