import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { describe, expect, test } from "vitest";
import { openStudyWork } from "../../lab-threads/study-work.ts";
import { labBars, sweepTerms } from "../../testing/test-lab.ts";

const bars = labBars();
const instruments = shippedCatalogue().flatMap(({ instrument }) => (instrument.symbol === "BTC/USD" ? [instrument] : []));
const work = openStudyWork({
  key: "a",
  spec: studySpecSchema.parse(sweepTerms()),
  profile: REFERENCE_PROFILE,
  market: { series: [bars], instruments, rowsMs: bars.tsMs },
});

describe("the figures of a point", () => {
  test.each([
    { fast: 3, slow: 13, atrMult: 1.5 },
    { fast: 8, slow: 21, atrMult: 3 },
    // Averages that never stand: no trade, and nothing that is made of trades.
    { fast: 900, slow: 1_000, atr: 1_000, atrMult: 3 },
  ])("are those of its whole report: %o", (parameters) => {
    const range = { from: 100, to: 2_000 };
    const [walked] = work.walk({ orders: [{ parameters, range }] });
    const { summary, confidence } = work.report({ parameters, range, trialSharpes: undefined });
    const { turnover, sharpePerBar, observations, ...metrics } = walked?.metrics ?? { turnover: NaN };
    expect(summary).toMatchObject(metrics);
    expect(sharpePerBar).toBe(confidence.sharpePerBar);
    expect(observations).toBe(1_899);
    if (summary.turnover === null) expect(turnover).toBeNull();
    else expect(Math.abs((turnover ?? NaN) - summary.turnover)).toBeLessThan(1e-9);
  });

  test("compound from stretch to stretch to the return of the whole", () => {
    const [walked] = work.walk({ orders: [{ parameters: { fast: 3, slow: 13, atrMult: 1.5 }, range: { from: 0, to: 2_400 } }] });
    const grown = (walked?.returns ?? new Float64Array(0)).reduce((worth, value) => worth * (1 + value), 1);
    expect(walked?.returns.length).toBe(240);
    expect(grown - 1).toBeCloseTo(walked?.metrics.totalReturn ?? NaN, 9);
  });
});
