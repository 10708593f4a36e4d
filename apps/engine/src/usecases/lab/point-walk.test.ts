import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings } from "@ballast/core/strategy/settings";
import { expect, test } from "vitest";
import { sha256 } from "../../ports/sha256.ts";
import { labBars, sweepTerms, TEST_LAB_FROM_MS } from "../../testing/test-lab.ts";
import { runBacktest } from "../backtest/run-backtest.ts";
import { openPointWalk } from "./point-walk.ts";

const bars = labBars();
const instruments = shippedCatalogue().flatMap(({ instrument }) => (instrument.symbol === "BTC/USD" ? [instrument] : []));

test.each([0, 5])("a point trades as the backtest of its settings does, with slippage of %d bps", (slippageBps) => {
  const spec = studySpecSchema.parse(sweepTerms({ slippageBps }));
  const walk = openPointWalk(sha256, spec, { series: [bars], instruments, rowsMs: bars.tsMs });
  const terms = {
    settings: { ...defaultEmaAtrSettings(["BTC/USD"]), fast: 5, slow: 21, atr: 7, atrMult: 1.5 },
    profile: REFERENCE_PROFILE,
    baseCurrency: "USD",
    startingUnits: 1_000_000_000_000n,
    ...{ feeBps: 5, slippageBps, fillModel: undefined, seed: "lab", barsLate: 0 },
    ...{ fromMs: TEST_LAB_FROM_MS, toMs: TEST_LAB_FROM_MS + 2_400 * HOUR_MS },
  };
  const { input } = runBacktest(sha256, { timeframeMs: HOUR_MS, instruments, bars: new Map([["BTC/USD", bars]]) }, terms);
  const walked = walk({ fast: 5, slow: 21, atrMult: 1.5 }, { from: 0, to: 2_400 });
  expect(walked.trades.length).toBeGreaterThan(10);
  expect(walked.trades).toEqual(input.trades);
  expect(walked.fills).toEqual(input.fills);
  expect(walked.finalUnits).toBe(input.finalUnits);
  expect(walked.marks).toEqual(input.marks);
});
