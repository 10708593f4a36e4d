import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { foldsOf, type BarRange } from "@ballast/core/backtest/walk-forward-plan";
import type { BarColumns } from "@ballast/core/market/bar";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { describe, expect, test } from "vitest";
import { openStudyWork } from "../../lab-threads/study-work.ts";
import { leakingFolds } from "../../testing/other-future.ts";
import { labBars, sweepTerms } from "../../testing/test-lab.ts";

const spec = studySpecSchema.parse(sweepTerms());
const instruments = shippedCatalogue().flatMap(({ instrument }) => (instrument.symbol === "BTC/USD" ? [instrument] : []));
const bars = labBars();
const PLAN = { bars: bars.tsMs.length, inSampleBars: 500, outOfSampleBars: 400, purgeBars: 24, embargoBars: 12 } as const;
const candidates: readonly ParameterSet[] = [3, 5, 8].map((fast) => ({ fast, slow: 21, atrMult: 2 }));

/** What the lab chooses by, over whatever history it is given. */
function sharpeOf(history: BarColumns, parameters: ParameterSet, range: BarRange): number | null {
  const study = { key: "blind", spec, profile: REFERENCE_PROFILE, market: { series: [history], instruments, rowsMs: history.tsMs } };
  return openStudyWork(study).walk({ orders: [{ parameters, range }] })[0]?.metrics.sharpe ?? null;
}

describe.each(["rolling", "anchored"] as const)("the folds of a %s walk-forward", (kind) => {
  const folds = foldsOf({ ...PLAN, kind });

  test("keep purge and embargo, and choose by ratios that no later bar moves", () => {
    expect(folds.length).toBeGreaterThan(2);
    const { purgeBars, embargoBars } = PLAN;
    for (const { inSample, outOfSample } of folds) expect(outOfSample.from - inSample.to).toBe(purgeBars + embargoBars);
    expect(folds.map(({ inSample }) => sharpeOf(bars, { fast: 5, slow: 21, atrMult: 2 }, inSample))).not.toContain(null);
    expect(leakingFolds({ folds, bars, candidates, score: sharpeOf })).toEqual([]);
  });

  test("are caught where a ratio is taken one bar too far", () => {
    const score = (history: BarColumns, parameters: ParameterSet, { from, to }: BarRange): number | null =>
      sharpeOf(history, parameters, { from, to: to + 1 });
    const leaking = leakingFolds({ folds, bars, candidates, score });
    // A candidate that is flat over that one bar shows nothing; some other does.
    expect(leaking.length).toBeGreaterThan(0);
  });
});
