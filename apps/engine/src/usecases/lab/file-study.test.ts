import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { afterAll, expect, test } from "vitest";
import { ThreadPool, WorkCancelled } from "../../lab-threads/thread-pool.ts";
import { labBars, sweepTerms } from "../../testing/test-lab.ts";
import { openFileStudy, walkFileStudy } from "./file-study.ts";

const THREADS = 2;
/** Threads load all of the decision before they walk: on a machine that is busy that alone takes many seconds. */
const TIMEOUT_MS = 120_000;
const threads = new ThreadPool({ threads: THREADS, givesWay: false });
afterAll(() => threads.close());

const [instrument] = shippedCatalogue().flatMap((entry) => (entry.instrument.symbol === "BTC/USD" ? [entry.instrument] : []));
if (instrument === undefined) throw new Error("BTC/USD does not ship");
const grid = { fast: [3, 4, 5, 6, 7, 8], slow: Array.from({ length: 200 }, (_, index) => index + 20) };
const open = openFileStudy(studySpecSchema.parse(sweepTerms({ grid })), { columns: labBars(), instrument });

test(
  "a cancel stops a walk at the pieces that are out: no further set is handed to a thread or counted",
  { timeout: TIMEOUT_MS },
  async () => {
    const cancelling = new AbortController();
    let [begun, doneAtCancel, doneLast] = [0, 0, 0];
    const counting: Pick<ThreadPool, "run"> = {
      run: (kind, of) => {
        begun += 1;
        return threads.run(kind, of);
      },
    };
    const walking = walkFileStudy(counting, {
      open,
      signal: cancelling.signal,
      onProgress: (done) => {
        doneLast = done;
        if (cancelling.signal.aborted) return;
        doneAtCancel = done;
        cancelling.abort();
      },
    });
    await expect(walking).rejects.toBeInstanceOf(WorkCancelled);
    const piece = open.plan.walks / begun;
    expect(begun).toBeGreaterThan(THREADS + 1);
    expect(doneAtCancel).toBeGreaterThan(0);
    // A piece that came in with the one that was counted is told of; of all others nothing is.
    expect(doneLast).toBeLessThanOrEqual(doneAtCancel + Math.ceil(piece) * (THREADS - 1));
    // The same threads walk what is asked next, whole.
    const orders = [{ parameters: { fast: 3, slow: 21 }, range: { from: 0, to: 2_400 } }];
    const next = { study: open.thread, given: { orders }, signal: new AbortController().signal };
    expect((await threads.run("walk", next)).length).toBe(1);
    expect(doneLast).toBeLessThan(open.plan.walks);
  },
);
