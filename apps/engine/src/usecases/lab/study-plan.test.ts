import { studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { describe, expect, test } from "vitest";
import { cutIntoChunks, planStudy } from "./study-plan.ts";

const TERMS = { instruments: ["BTC/USD"], timeframeMs: HOUR_MS, fromMs: 0, toMs: 1_000 * HOUR_MS, grid: { fast: [3, 5], slow: [13, 21] } };
const folds = { inSampleBars: 400, outOfSampleBars: 200, purgeBars: 10 };
const walkForward: StudySpec = studySpecSchema.parse({ kind: "walk-forward", ...TERMS, folds });

describe("a plan", () => {
  test("of a sweep is each set over all bars, and nothing after it", () => {
    const plan = planStudy(studySpecSchema.parse({ kind: "sweep", ...TERMS }), 1_000);
    expect([plan.walks, plan.inSampleWalks]).toEqual([4, 4]);
    expect(plan.walkAt(3)).toEqual({
      fold: 0,
      isOutOfSample: false,
      point: 3,
      parameters: { fast: 5, slow: 21 },
      range: { from: 0, to: 1_000 },
    });
    expect(() => plan.walkAt(4)).toThrow("no walk 4");
  });

  test("of a walk-forward is each set in each training stretch, then one walk a fold whose set is not known yet", () => {
    const plan = planStudy(walkForward, 1_000);
    expect([plan.folds.length, plan.inSampleWalks, plan.walks]).toEqual([2, 8, 10]);
    expect(plan.walkAt(4)).toMatchObject({ fold: 1, isOutOfSample: false, point: 0, range: plan.folds[1]?.inSample });
    expect(plan.walkAt(8)).toEqual({ fold: 0, isOutOfSample: true, point: 0, parameters: undefined, range: plan.folds[0]?.outOfSample });
    for (const { inSample, outOfSample } of plan.folds) expect(outOfSample.from - inSample.to).toBe(10);
  });

  test("of folds that do not fit, or of more bars than a study may walk, is refused", () => {
    expect(() => planStudy(walkForward, 300)).toThrow("one fold takes 610 bars");
    const wide = studySpecSchema.parse({
      kind: "sweep",
      ...TERMS,
      grid: { fast: [3], slow: Array.from({ length: 1_000 }, (_, n) => n + 1).slice(3), atr: [5, 6, 7, 8, 9] },
    });
    expect(() => planStudy(wide, 5_000_000)).toThrow("at most 20,000,000,000");
    const many = studySpecSchema.parse({ ...wide, kind: "walk-forward", folds: { inSampleBars: 10, outOfSampleBars: 10 } });
    expect(() => planStudy(many, 1_000)).toThrow("walks; at most 200,000");
  });
});

test("pieces hold every walk once, in order, each about as much work as the others", () => {
  const chunks = cutIntoChunks({ first: 5, end: 1_000, chunkFrom: 2, barsPerWalk: 43_800 });
  expect(chunks[0]).toEqual({ chunk: 2, firstPoint: 5, points: 22 });
  const walks = chunks.flatMap(({ firstPoint, points }) => Array.from({ length: points }, (_, index) => firstPoint + index));
  expect(walks).toEqual(Array.from({ length: 995 }, (_, index) => index + 5));
  expect(cutIntoChunks({ first: 0, end: 2, chunkFrom: 0, barsPerWalk: 5_000_000 }).map(({ points }) => points)).toEqual([1, 1]);
});
