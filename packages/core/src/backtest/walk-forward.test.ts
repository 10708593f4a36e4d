import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOfBars } from "../market/columns.ts";
import { leakingFolds, withOtherFuture } from "./choice-leakage.ts";
import { cashRun, chooseBest, stitchRuns, walkForward, type FoldRun } from "./walk-forward.ts";
import { FOLDS_MAX, foldsOf, leaksOf, planFault, type WalkForwardPlan } from "./walk-forward-plan.ts";

const PLAN: WalkForwardPlan = { bars: 100, kind: "rolling", inSampleBars: 40, outOfSampleBars: 15, purgeBars: 4, embargoBars: 3 };

const anyPlan = fc
  .record({
    kind: fc.constantFrom("rolling" as const, "anchored" as const),
    inSampleBars: fc.integer({ min: 2, max: 60 }),
    outOfSampleBars: fc.integer({ min: 1, max: 30 }),
    purgeBars: fc.integer({ min: 0, max: 12 }),
    embargoBars: fc.integer({ min: 0, max: 12 }),
    more: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ more, ...plan }): WalkForwardPlan => ({
    ...plan,
    bars: plan.inSampleBars + plan.outOfSampleBars + plan.purgeBars + plan.embargoBars + more,
  }));

describe("folds", () => {
  it("end with the last bar and follow each other without a gap", () => {
    expect(foldsOf(PLAN)).toEqual([
      { n: 1, inSample: { from: 8, to: 48 }, outOfSample: { from: 55, to: 70 } },
      { n: 2, inSample: { from: 23, to: 63 }, outOfSample: { from: 70, to: 85 } },
      { n: 3, inSample: { from: 38, to: 78 }, outOfSample: { from: 85, to: 100 } },
    ]);
    expect(foldsOf({ ...PLAN, kind: "anchored" }).map(({ inSample }) => inSample)).toEqual([
      { from: 0, to: 48 },
      { from: 0, to: 63 },
      { from: 0, to: 78 },
    ]);
  });

  it("have no bar in sample within purge or embargo of their out-of-sample, whatever the plan", () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const folds = foldsOf(plan);
        const gap = plan.purgeBars + plan.embargoBars;
        for (const { inSample, outOfSample } of folds) {
          let nearest = Infinity;
          for (let bar = inSample.from; bar < inSample.to; bar += 1)
            for (let tested = outOfSample.from; tested < outOfSample.to; tested += 1) nearest = Math.min(nearest, Math.abs(tested - bar));
          expect(nearest).toBe(gap + 1);
          expect(inSample.from).toBeGreaterThanOrEqual(0);
          expect(inSample.to - inSample.from).toBeGreaterThanOrEqual(plan.inSampleBars);
          if (plan.kind === "rolling") expect(inSample.to - inSample.from).toBe(plan.inSampleBars);
        }
        folds.slice(1).forEach(({ outOfSample }, index) => {
          expect(outOfSample.from).toBe(folds[index]?.outOfSample.to);
        });
        expect(folds.at(-1)?.outOfSample.to).toBe(plan.bars);
        expect(leaksOf(folds, plan)).toEqual([]);
      }),
    );
  });

  it("show a planted leak: every bar that an in-sample is moved towards its out-of-sample", () => {
    fc.assert(
      fc.property(anyPlan, fc.integer({ min: 1, max: 40 }), (plan, moved) => {
        const leaky = foldsOf(plan).map((fold) => ({ ...fold, inSample: { ...fold.inSample, to: fold.inSample.to + moved } }));
        const leaks = leaksOf(leaky, plan);
        const { purgeBars, embargoBars, outOfSampleBars } = plan;
        const first = leaks.filter(({ n }) => n === 1).map(({ kind, bars }) => [kind, bars] as const);
        const expected = [
          ["overlap", Math.min(outOfSampleBars, Math.max(0, moved - purgeBars - embargoBars))],
          ["purge", Math.min(purgeBars, Math.max(0, moved - embargoBars))],
        ] as const;
        for (const [kind, bars] of expected) expect(first.find(([found]) => found === kind)?.[1] ?? 0).toBe(bars);
        expect(first.length).toBeGreaterThan(0);
      }),
    );
  });

  it("are watched on the side after the out-of-sample too", () => {
    const after = [{ n: 1, inSample: { from: 52, to: 90 }, outOfSample: { from: 30, to: 50 } }];
    expect(leaksOf(after, { purgeBars: 5, embargoBars: 4 })).toEqual([{ n: 1, kind: "embargo", bars: 2 }]);
    expect(leaksOf(after, { purgeBars: 5, embargoBars: 2 })).toEqual([]);
  });

  it.each<[Partial<WalkForwardPlan>, string]>([
    [{ bars: 61 }, "one fold takes 62 bars (40 in sample, 4 purged, 3 embargoed, 15 out of sample), the history has 61"],
    [{ inSampleBars: 1 }, "too few to choose by"],
    [{ outOfSampleBars: 0 }, "at least 1 bar out of sample"],
    [{ purgeBars: -1 }, "purgeBars must be a whole number of bars, not -1"],
    [{ embargoBars: 1.5 }, "embargoBars must be a whole number"],
    [{ bars: NaN }, "bars must be a whole number"],
    [{ bars: 2_000_000, outOfSampleBars: 10 }, `more than ${FOLDS_MAX}`],
  ])("refuse a plan that can't be: %j", (wrong, words) => {
    const plan = { ...PLAN, ...wrong };
    expect(planFault(plan)).toContain(words);
    expect(() => foldsOf(plan)).toThrow(`walk-forward: ${planFault(plan)}`);
  });

  it("are those of a history that one fold just fills", () => {
    expect(planFault({ ...PLAN, bars: 62 })).toBeUndefined();
    expect(foldsOf({ ...PLAN, bars: 62 })).toHaveLength(1);
  });
});

describe("the choice of a fold", () => {
  it("is the highest score, of two alike the earlier, and none where none is defined", () => {
    expect(chooseBest([null, 1, 3, 3, -1])).toMatchObject({ chosen: 2, inSampleScore: 3 });
    expect(chooseBest([-5, -2])).toMatchObject({ chosen: 1, inSampleScore: -2 });
    expect(chooseBest([null, null])).toMatchObject({ chosen: null, inSampleScore: null });
    expect(() => chooseBest([1, NaN])).toThrow("candidate 1");
  });
});

const runOf = (tsMs: readonly number[], equity: readonly number[], startEquity: number): FoldRun => {
  const columns = { tsMs: Float64Array.from(tsMs), equity: Float64Array.from(equity), cash: Float64Array.from(equity) };
  return { marks: { ...columns, exposure: new Float64Array(tsMs.length) }, startEquity };
};

describe("the stitched curve", () => {
  it("goes on from where the fold before ended", () => {
    const stitched = stitchRuns([runOf([1, 2], [110, 120], 100), runOf([3, 4], [45, 60], 50)], 1_000);
    expect([...stitched.equity]).toEqual([1_100, 1_200, 1_080, 1_440]);
    expect([...stitched.tsMs]).toEqual([1, 2, 3, 4]);
  });

  it("refuses folds that overlap or begin with nothing", () => {
    expect(() => stitchRuns([runOf([1, 2], [1, 1], 1), runOf([2, 3], [1, 1], 1)], 1)).toThrow("fold 2 begins at 2");
    expect(() => stitchRuns([runOf([1], [1], 0)], 1)).toThrow("fold 1 begins with 0");
  });

  it("stays at rest over a fold that chose nothing", () => {
    const stitched = stitchRuns([runOf([1], [3], 2), cashRun(Float64Array.of(2, 3)), runOf([4], [1], 2)], 10);
    expect([...stitched.equity]).toEqual([15, 15, 15, 7.5]);
  });

  it("compounds the folds' own returns", () => {
    const folds = fc.array(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(folds, (equities) => {
        let clock = 0;
        const runs = equities.map((equity) =>
          runOf(
            equity.map(() => (clock += 1)),
            equity,
            100,
          ),
        );
        const compounded = equities.reduce((growth, equity) => (growth * (equity.at(-1) ?? NaN)) / 100, 1);
        const end = stitchRuns(runs, 500).equity.at(-1) ?? NaN;
        expect(Math.abs(end / 500 / compounded - 1)).toBeLessThan(1e-12);
      }),
    );
  });
});

/** Bars whose closes go where told; the rest of each bar is its close. */
const barsOf = (closes: readonly number[]) =>
  columnsOfBars(closes.map((close, index) => ({ tsMs: index, open: close, high: close, low: close, close, volume: 1 })));

const BARS = barsOf(Array.from({ length: 100 }, (_, index) => 100 + ((index * 37) % 23) - index * 0.1));

/** Mean of the last so many closes before a row. */
const meanBefore = (bars: typeof BARS, row: number, length: number): number =>
  bars.close.slice(Math.max(0, row - length), row).reduce((sum, close) => sum + close, 0);

describe("a walk-forward", () => {
  it("chooses in each fold by its in-sample alone and trades the choice out of sample", () => {
    const asked: (readonly [string, number, number, number])[] = [];
    const result = walkForward(
      { plan: PLAN, tsMs: BARS.tsMs, candidates: [3, 5, 7], startEquity: 1_000 },
      {
        scoreInSample: (candidate, { from, to }) => {
          asked.push(["in", candidate, from, to]);
          return candidate === 5 ? 2 : candidate === 7 && from === 23 ? 3 : 1;
        },
        runOutOfSample: (candidate, { from, to }) => {
          asked.push(["out", candidate, from, to]);
          const tsMs = [...BARS.tsMs.slice(from, to)];
          return {
            ...runOf(
              tsMs,
              tsMs.map(() => 110),
              100,
            ),
            score: 1,
          };
        },
      },
    );
    expect(result.folds.map(({ chosen }) => chosen)).toEqual([1, 2, 1]);
    expect(asked.filter(([where]) => where === "out")).toEqual([
      ["out", 5, 55, 70],
      ["out", 7, 70, 85],
      ["out", 5, 85, 100],
    ]);
    expect(asked.slice(0, 3)).toEqual([3, 5, 7].map((candidate) => ["in", candidate, 8, 48]));
    expect(result.unusedBars).toBe(8);
    expect(result.efficiency).toBeCloseTo(3 / 7, 12);
    expect(result.stitched.equity.at(-1)).toBeCloseTo(1_331, 9);
    expect(result.folds[0]?.outOfSampleReturn).toBeCloseTo(0.1, 12);
  });

  it("keeps its capital where no candidate can be scored", () => {
    const refuse = (): never => {
      throw new Error("nothing was chosen");
    };
    const of = { plan: PLAN, tsMs: BARS.tsMs, candidates: [1], startEquity: 1_000 };
    const result = walkForward(of, { scoreInSample: () => null, runOutOfSample: refuse });
    expect([...result.stitched.equity]).toEqual(Array.from({ length: 45 }, () => 1_000));
    expect(result).toMatchObject({ efficiency: null });
    expect(result.folds.every(({ chosen, outOfSampleReturn }) => chosen === null && outOfSampleReturn === 0)).toBe(true);
  });

  it("refuses no candidates, and a plan of another history", () => {
    const runs = { scoreInSample: () => 0, runOutOfSample: () => ({ ...runOf([], [], 1), score: null }) };
    expect(() => walkForward({ plan: PLAN, tsMs: BARS.tsMs, candidates: [], startEquity: 1 }, runs)).toThrow("nothing to choose");
    expect(() => walkForward({ plan: PLAN, tsMs: new Float64Array(99), candidates: [1], startEquity: 1 }, runs)).toThrow(
      "100 bars over a history of 99",
    );
  });
});

describe("the search for leaking choices", () => {
  const [folds, candidates] = [foldsOf(PLAN), [3, 9] as const];

  it("finds nothing where scores look back", () => {
    const score = (bars: typeof BARS, candidate: number, range: { readonly to: number }) => meanBefore(bars, range.to, candidate);
    expect(leakingFolds({ folds, bars: BARS, candidates, score })).toEqual([]);
  });

  it("finds a score that looks one bar too far", () => {
    const score = (bars: typeof BARS, candidate: number, range: { readonly to: number }) => meanBefore(bars, range.to + 1, candidate);
    const leaking = leakingFolds({ folds, bars: BARS, candidates, score });
    expect(leaking.map(({ n, candidates: seen }) => [n, seen])).toEqual(folds.map(({ n }) => [n, [0, 1]]));
  });

  it("finds the one candidate that is normalised by the whole history", () => {
    const score = (bars: typeof BARS, candidate: number, range: { readonly to: number }) =>
      candidate === 9 ? meanBefore(bars, range.to, 9) / Math.max(...bars.close) : meanBefore(bars, range.to, candidate);
    expect(leakingFolds({ folds, bars: BARS, candidates, score }).every(({ candidates: seen }) => seen.join() === "1")).toBe(true);
    expect(leakingFolds({ folds, bars: BARS, candidates, score })).toHaveLength(folds.length);
  });

  it("changes every price after the row and none before it", () => {
    const other = withOtherFuture(BARS, 60);
    expect([...other.close.slice(0, 60)]).toEqual([...BARS.close.slice(0, 60)]);
    for (let row = 60; row < 100; row += 1) expect(other.close[row]).not.toBe(BARS.close[row]);
  });
});
