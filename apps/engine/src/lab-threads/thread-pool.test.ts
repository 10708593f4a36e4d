import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { afterAll, describe, expect, test } from "vitest";
import { labBars, sweepTerms } from "../testing/test-lab.ts";
import { shareColumns } from "./shared-bars.ts";
import { openStudyWork } from "./study-work.ts";
import type { ThreadStudy } from "./thread-messages.ts";
import { ThreadPool, WorkCancelled } from "./thread-pool.ts";

const spec = studySpecSchema.parse(sweepTerms());
const instruments = shippedCatalogue().flatMap(({ instrument }) => (instrument.symbol === "BTC/USD" ? [instrument] : []));
const bars = shareColumns(labBars());
const study: ThreadStudy = { key: "a", spec, profile: REFERENCE_PROFILE, market: { series: [bars], instruments, rowsMs: bars.tsMs } };
const pool = new ThreadPool({ threads: 2, givesWay: false });
afterAll(() => pool.close());

const never = new AbortController().signal;
const range = { from: 0, to: 2_400 };
const orders = [3, 5, 8].map((fast) => ({ parameters: { fast, slow: 21, atrMult: 2 }, range }));

describe("threads", () => {
  test("walk to the same figures as this process, bit by bit", async () => {
    const there = await Promise.all(orders.map((order) => pool.run("walk", { study, given: { orders: [order] }, signal: never })));
    expect(there.flat()).toEqual(openStudyWork(study).walk({ orders }));
  });

  test("walk a stretch of the bars with indicators that are warm and know nothing later", async () => {
    const stretch = { from: 1_000, to: 1_500 };
    const order = { parameters: { fast: 5, slow: 21, atrMult: 2 }, range: stretch };
    const whole = await pool.run("walk", { study, given: { orders: [order] }, signal: never });
    const cut = Object.fromEntries(Object.entries(bars).map(([name, column]) => [name, column.slice(0, stretch.to)]));
    const known = { ...study, key: "cut", market: { ...study.market, series: [shareColumns({ ...bars, ...cut })] } };
    expect(openStudyWork(known).walk({ orders: [order] })).toEqual(whole);
    expect(whole[0]?.metrics.bars).toBe(500);
  });

  test("stop at once where their work is cancelled, and the others go on", async () => {
    const cancelling = new AbortController();
    const long = { orders: Array.from({ length: 5_000 }, () => orders).flat() };
    const running = pool.run("walk", { study, given: long, signal: cancelling.signal });
    const waiting = [1, 2, 3].map(() => pool.run("walk", { study, given: long, signal: cancelling.signal }));
    const other = pool.run("walk", { study: { ...study, key: "b" }, given: { orders }, signal: never });
    cancelling.abort();
    for (const work of [running, ...waiting]) await expect(work).rejects.toBeInstanceOf(WorkCancelled);
    expect((await other).length).toBe(3);
    await expect(pool.run("walk", { study, given: { orders }, signal: cancelling.signal })).rejects.toBeInstanceOf(WorkCancelled);
  });

  test("say what is wrong with a piece, and do the next one", async () => {
    const wrong = [{ parameters: { fast: 21, slow: 3 }, range }];
    await expect(pool.run("walk", { study, given: { orders: wrong }, signal: never })).rejects.toMatchObject({ retry: "never" });
    expect((await pool.run("walk", { study, given: { orders }, signal: never })).length).toBe(3);
  });

  test("end when nothing is asked of them, and start again with the next piece", async () => {
    const resting = new ThreadPool({ threads: 2, givesWay: false, restMs: 1 });
    try {
      const walk = () => resting.run("walk", { study, given: { orders }, signal: never });
      expect((await Promise.all([walk(), walk(), walk()])).length).toBe(3);
      await expect.poll(() => resting.started, { timeout: 30_000 }).toBe(0);
      expect((await walk()).length).toBe(3);
    } finally {
      await resting.close();
    }
  });
});
