import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { expect, test } from "vitest";
import { openStudyWork } from "../../lab-threads/study-work.ts";
import type { ThreadPool } from "../../lab-threads/thread-pool.ts";
import { labBars, sweepTerms } from "../../testing/test-lab.ts";
import { openFileStudy, walkFileStudy } from "./file-study.ts";
import { judgeStudy } from "./judge-study.ts";

test.each<[string, readonly number[], boolean]>([
  ["is null where all sets did the same: there is nothing to choose among", [19, 20], false],
  ["is told where one set differs", [1.5, 19, 20], true],
])("the probability of overfitting %s", async (_, atrMult, isTold) => {
  const [instrument] = shippedCatalogue().flatMap((entry) => (entry.instrument.symbol === "BTC/USD" ? [entry.instrument] : []));
  if (instrument === undefined) throw new Error("BTC/USD does not ship");
  // A stop so far away is never met over these bars, and two of them are one set.
  const terms = sweepTerms({ parameters: { atr: 7, fast: 3, slow: 21 }, grid: { atrMult } });
  const open = openFileStudy(studySpecSchema.parse(terms), { columns: labBars(), instrument });
  const work = openStudyWork(open.thread);
  const threads: Pick<ThreadPool, "run"> = { run: async (kind, { given }) => Promise.resolve(work[kind](given)) };
  const { signal } = new AbortController();
  const points = await walkFileStudy(threads, { open, signal, onProgress: () => undefined });
  const trials = { total: points.length, ofThisStudy: points.length, sharpeVariance: null };
  const result = await judgeStudy({ threads, open, points, trials, trialSharpes: [], signal });
  expect(result.kind === "sweep" && result.overfitting !== null).toBe(isTold);
});
