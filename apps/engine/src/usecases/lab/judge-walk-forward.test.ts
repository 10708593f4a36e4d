import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import type { WalkForwardResult } from "@ballast/core/backtest/study-result";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { describe, expect, test } from "vitest";
import { openStudyWork } from "../../lab-threads/study-work.ts";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import { labBars, sweepTerms } from "../../testing/test-lab.ts";
import { openFileStudy, walkFileStudy } from "./file-study.ts";
import { judgeStudy } from "./judge-study.ts";

const [instrument] = shippedCatalogue().flatMap((entry) => (entry.instrument.symbol === "BTC/USD" ? [entry.instrument] : []));
if (instrument === undefined) throw new Error("BTC/USD does not ship");
const columns = labBars();
const { signal } = new AbortController();

/** A walk-forward over the lab's bars in this thread, judged as the engine judges it. */
async function walkedForward(more: Readonly<Record<string, unknown>>, inSampleBars: number): Promise<WalkForwardResult> {
  if (instrument === undefined) throw new Error("BTC/USD does not ship");
  const folds = { inSampleBars, outOfSampleBars: 400 };
  const open = openFileStudy(studySpecSchema.parse({ ...sweepTerms({ ...more, folds }), kind: "walk-forward" }), { columns, instrument });
  const work = openStudyWork(open.thread);
  const threads: Pick<ThreadPool, "run"> = { run: async (kind, { given }) => Promise.resolve(work[kind](given)) };
  const points = await walkFileStudy(threads, { open, signal, onProgress: () => undefined });
  const trials = { total: points.length, ofThisStudy: points.length, sharpeVariance: null };
  const result = await judgeStudy({ threads, open, points, trials, trialSharpes: [], signal });
  if (result.kind !== "walk-forward") throw new Error(`a walk-forward was judged as a ${result.kind}`);
  return result;
}

describe("a walk-forward", () => {
  test("over one set chooses it: the only set of an empty grid has no parameter of its own, and is no cash", async () => {
    const set = { fast: 3, slow: 21, atrMult: 1.5, atr: 7 };
    const single = await walkedForward({ parameters: set, grid: {} }, 1_000);
    const { atr, ...varied } = set;
    const grid = Object.fromEntries(Object.entries(varied).map(([name, value]) => [name, [value]]));
    const spelled = await walkedForward({ parameters: { atr }, grid }, 1_000);
    expect(single.folds.length).toBeGreaterThan(2);
    expect(single.folds.map(({ chosen }) => chosen)).toEqual(single.folds.map(() => ({})));
    expect(single.outOfSample).toEqual(spelled.outOfSample);
    expect(single.outOfSample.totalReturn).not.toBe(0);
    expect(single.folds.map(({ chosen: _chosen, ...fold }) => fold)).toEqual(spelled.folds.map(({ chosen: _chosen, ...fold }) => fold));
  });

  test("stays in cash over a fold in which no set has a ratio", async () => {
    // A thousand bars pass before the slow average stands: the first training stretch ends before them.
    const late = await walkedForward({ parameters: { atr: 7, slow: 1_000, atrMult: 2 }, grid: { fast: [20, 30] } }, 500);
    const [first] = late.folds;
    expect(first).toMatchObject({ chosen: null, inSampleSharpe: null, outOfSampleReturn: 0, outOfSampleTrades: 0 });
    expect(late.folds.some(({ chosen }) => chosen !== null)).toBe(true);
    const { toMs = 0 } = first?.outOfSample ?? {};
    const atRest = late.outOfSample.curve.filter(({ tsMs }) => tsMs < toMs);
    expect(atRest.length).toBeGreaterThan(0);
    expect(atRest.every(({ equity }) => equity === 10_000)).toBe(true);
  });
});
