import { settingsAt, studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import { coinInstrument, syntheticBars } from "@ballast/core/decision/walk-fixture";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { columnsOfBars } from "@ballast/core/market/columns";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { labBars, sweepTerms, TEST_LAB_FROM_MS } from "../../testing/test-lab.ts";
import { runBacktest, type Backtested } from "../backtest/run-backtest.ts";
import { countedOf, openPointWalk, type WalkedInput } from "./point-walk.ts";
import { shareMarket } from "./study-market.ts";

const PERIOD = { from: 0, to: 2_400 };

function expectSameTrades(walked: WalkedInput, { input }: Backtested, tradesMin: number): void {
  expect(walked.trades.length).toBeGreaterThan(tradesMin);
  expect(walked.trades).toEqual(input.trades);
  expect(walked.fills).toEqual(input.fills);
  expect(walked.finalUnits).toBe(input.finalUnits);
  expect(walked.marks).toEqual(input.marks);
}

const termsOf = (spec: StudySpec, profile: RiskProfile, parameters: Readonly<Record<string, number>>) => ({
  ...{ settings: settingsAt(spec, parameters), profile, baseCurrency: "USD", startingUnits: 1_000_000_000_000n },
  ...{ feeBps: 5, slippageBps: spec.slippageBps, fillModel: spec.fillModel, seed: spec.seed, barsLate: 0 },
  ...{ fromMs: spec.fromMs, toMs: spec.toMs },
});

describe("a point trades as the backtest of its settings does", () => {
  const bars = labBars();
  const instruments = shippedCatalogue().flatMap(({ instrument }) => (instrument.symbol === "BTC/USD" ? [instrument] : []));
  const parameters = { fast: 5, slow: 21, atrMult: 1.5 };

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["without slippage", { slippageBps: 0 }],
    ["with slippage", { slippageBps: 5 }],
    ["with fills along the bars, in parts", { slippageBps: 5, fillModel: { name: "bar-path", participationBps: 1, barsMax: 4 } }],
  ])("under the reference profile %s", (_, more) => {
    const spec = studySpecSchema.parse(sweepTerms(more));
    const { whole } = openPointWalk(sha256, {
      spec,
      profile: REFERENCE_PROFILE,
      market: { series: [bars], instruments, rowsMs: bars.tsMs },
    });
    const market = { timeframeMs: HOUR_MS, instruments, bars: new Map([["BTC/USD", bars]]) };
    expectSameTrades(whole(parameters, PERIOD), runBacktest(sha256, market, termsOf(spec, REFERENCE_PROFILE, parameters)), 10);
  });

  test("of other fills than at the next open otherwise", () => {
    const walkOf = (more: Readonly<Record<string, unknown>>): WalkedInput => {
      const spec = studySpecSchema.parse(sweepTerms(more));
      const market = { series: [bars], instruments, rowsMs: bars.tsMs };
      return openPointWalk(sha256, { spec, profile: REFERENCE_PROFILE, market }).whole(parameters, PERIOD);
    };
    expect(walkOf({ fillModel: { name: "bar-path" } }).finalUnits).not.toBe(walkOf({}).finalUnits);
  });

  test("a point that is counted comes to what a whole walk of it does, whatever was walked before it", () => {
    const spec = studySpecSchema.parse(sweepTerms({ slippageBps: 5 }));
    const { whole, counted } = openPointWalk(sha256, {
      spec,
      profile: REFERENCE_PROFILE,
      market: { series: [bars], instruments, rowsMs: bars.tsMs },
    });
    const walks = [
      { fast: 3, slow: 13, atrMult: 1.5, from: 0, to: 2_400 },
      // Shorter than the columns that the walk before it has written.
      { fast: 8, slow: 21, atrMult: 3, from: 700, to: 1_500 },
      { fast: 900, slow: 1_000, atrMult: 3, from: 0, to: 2_400 },
      { fast: 5, slow: 21, atrMult: 0.5, from: 100, to: 100 },
    ];
    const memory = new Set<ArrayBufferLike>();
    for (const { from, to, ...set } of walks) {
      const range = { from, to };
      const { counts, ...curve } = countedOf(whole(set, range));
      const point = counted(set, range);
      expect({ ...point.counts }).toEqual({ ...counts });
      expect(point).toMatchObject(curve);
      memory.add(point.equity.buffer);
    }
    // Thousands of sets, and the columns of one.
    expect(memory.size).toBe(1);
  });
});

describe("a point of several instruments under a profile of the workspace", () => {
  const coins = ["ETH", "BTC"].map(coinInstrument);
  const series = coins.map(({ symbol }) =>
    columnsOfBars(
      syntheticBars(sha256, { name: symbol, length: 3_400, startMs: TEST_LAB_FROM_MS - 1_000 * HOUR_MS, volatility: 0.006, drift: 0.0004 }),
    ),
  );
  const careful: RiskProfile = { ...GUARDED_PROFILE, name: "careful", positionsMax: 1 };

  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, number>>]>([
    ["the crossover", { grid: {}, parameters: {} }, { fast: 5, slow: 21 }],
    [
      "two of the six",
      { strategy: "governed", strategies: ["trend-follower", "recovery"], grid: {}, parameters: {} },
      { trendStopAtr: 1.5 },
    ],
  ])("trades as its backtest does: %s", { timeout: 60_000 }, (_, more, parameters) => {
    const spec = studySpecSchema.parse(sweepTerms({ ...more, profile: "careful@1", instruments: ["BTC/USD", "ETH/USD"] }));
    const [ethBars, btcBars] = series;
    if (ethBars === undefined || btcBars === undefined) throw new Error("two series were made");
    const instruments = coins.toReversed();
    const market = shareMarket(spec, { series: [btcBars, ethBars], instruments });
    const { whole } = openPointWalk(sha256, { spec, profile: careful, market });
    const bars = new Map(instruments.map(({ symbol }, index) => [symbol, index === 0 ? btcBars : ethBars] as const));
    const alone = runBacktest(sha256, { timeframeMs: HOUR_MS, instruments, bars }, termsOf(spec, careful, parameters));
    expectSameTrades(whole(parameters, { from: 0, to: market.rowsMs.length }), alone, 2);
  });
});
