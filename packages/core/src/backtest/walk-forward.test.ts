import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cashRun, chooseBest, runReturn, stitchRuns, walkForwardEfficiency, type FoldRun } from "./walk-forward.ts";
import { FOLDS_MAX, foldsOf, planFault, type WalkForwardPlan } from "./walk-forward-plan.ts";

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
      }),
    );
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
    expect(chooseBest([null, 1, 3, 3, -1])).toBe(2);
    expect(chooseBest([-5, -2])).toBe(1);
    expect(chooseBest([null, -Infinity])).toBe(1);
    expect(chooseBest([null, null])).toBeNull();
    expect(chooseBest([])).toBeNull();
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

describe("the efficiency", () => {
  it("is the mean score out of sample ÷ the mean in sample, over folds that have both", () => {
    const folds = [
      { inSampleScore: 2, outOfSampleScore: 1 },
      { inSampleScore: 3, outOfSampleScore: 1 },
      { inSampleScore: null, outOfSampleScore: null },
      { inSampleScore: 9, outOfSampleScore: null },
    ];
    expect(walkForwardEfficiency(folds)).toBe(2 / 5);
    expect(walkForwardEfficiency([])).toBeNull();
    expect(walkForwardEfficiency([{ inSampleScore: -1, outOfSampleScore: 1 }])).toBeNull();
  });

  it("is told beside what each fold made of what it began with", () => {
    expect(runReturn(runOf([1, 2], [120, 110], 100))).toBeCloseTo(0.1, 12);
    expect(runReturn(cashRun(Float64Array.of(1, 2)))).toBe(0);
  });
});
