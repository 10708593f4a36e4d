import { availableParallelism } from "node:os";
import { studySpecSchema, type StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarColumns } from "@ballast/core/market/bar";
import { columnsBetween } from "@ballast/core/market/columns";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import type { Instrument } from "@ballast/core/market/instrument";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { ThreadPool } from "../src/lab-threads/thread-pool.ts";
import { SyntheticMarket } from "../src/marketdata/synthetic/synthetic-market.ts";
import { sha256 } from "../src/ports/sha256.ts";
import { loadFileMarket } from "../src/usecases/backtest/file-market.ts";
import { openFileStudy, walkFileStudy } from "../src/usecases/lab/file-study.ts";
import { judgeStudy } from "../src/usecases/lab/judge-study.ts";
import type { OpenStudy } from "../src/usecases/lab/study-shelf.ts";

const HOURS = 43_830;
const FROM_MS = Date.UTC(2020, 0, 1);
/** How often one and two workers are measured, in turn. */
const ROUNDS = 5;
/** What two workers are measured on takes one of them so long at least. */
const LONG_SECONDS_MIN = 30;
/** So many sets take one worker somewhat longer than that on an idle core. */
const LONG_SETS = { fast: 18, slow: 30, atrMult: 12 };
/** Sets of the whole grid, evenly taken, that each worker walks before it is measured: what it runs is compiled by then. */
const WARM_SETS = 100;

type Bars = { readonly columns: BarColumns; readonly instrument: Instrument; readonly name: string };

/** Five years of hours: of a file where one is named, else of the synthetic market, which trades more often. */
async function barsOf(path: string | undefined): Promise<Bars> {
  const range = { fromMs: FROM_MS, toMs: FROM_MS + HOURS * HOUR_MS };
  if (path !== undefined) {
    const { market, loaded } = await loadFileMarket(sha256, { path, instrument: undefined, timeframeMs: HOUR_MS, timestampUnit: "auto" });
    const [instrument] = market.instruments;
    if (instrument === undefined) throw new Error(`${path} holds the bars of no instrument`);
    return { columns: columnsBetween(loaded.columns, range), instrument, name: path };
  }
  const instrument = shippedCatalogue().find((entry) => entry.instrument.symbol === "BTC/USD")?.instrument;
  if (instrument === undefined) throw new Error("BTC/USD does not ship");
  return { columns: new SyntheticMarket({ sha256, seed: "bench" }).columns("BTC/USD", range), instrument, name: "synthetic" };
}

function studyOf(
  { columns, instrument }: Bars,
  counts: { readonly fast: number; readonly slow: number; readonly atrMult: number },
): OpenStudy {
  const axis = (count: number, from: number, step: number): number[] => Array.from({ length: count }, (_, index) => from + index * step);
  const spec: StudySpec = studySpecSchema.parse({
    kind: "sweep",
    instruments: [instrument.symbol],
    timeframeMs: HOUR_MS,
    fromMs: FROM_MS,
    toMs: FROM_MS + HOURS * HOUR_MS,
    grid: { fast: axis(counts.fast, 5, 3), slow: axis(counts.slow, 60, 8), atrMult: axis(counts.atrMult, 1.5, 0.25) },
    feeBps: 10,
  });
  return openFileStudy(spec, { columns, instrument });
}

type Walked = { readonly seconds: number; readonly cpuSeconds: number };

async function timeWalk(threads: ThreadPool, open: OpenStudy): Promise<Walked> {
  const [before, cpu] = [performance.now(), process.cpuUsage()];
  const points = await walkFileStudy(threads, { open, signal: new AbortController().signal, onProgress: () => undefined });
  const { user, system } = process.cpuUsage(cpu);
  if (points.length !== open.plan.walks) throw new Error(`${points.length} points of ${open.plan.walks}`);
  return { seconds: (performance.now() - before) / 1_000, cpuSeconds: (user + system) / 1_000_000 };
}

/** A walk by warm workers: their start, and the first pass of their compiler, are left out. */
async function timeWarm(workers: number, open: OpenStudy): Promise<Walked> {
  const threads = new ThreadPool({ threads: workers, givesWay: false });
  const { points, walkAt } = open.plan;
  const { range } = walkAt(0);
  const every = Math.ceil(points.length / WARM_SETS);
  try {
    await threads.warm(open.thread, {
      orders: points.filter((_, index) => index % every === 0).map((parameters) => ({ parameters, range })),
    });
    return await timeWalk(threads, open);
  } finally {
    await threads.close();
  }
}

const median = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN;

/** From nothing to the judged result: workers start, walk, and the whole is judged. */
async function timeWhole(open: OpenStudy): Promise<Record<string, unknown>> {
  const threads = new ThreadPool({ threads: availableParallelism(), givesWay: false });
  const [before, cpu] = [performance.now(), process.cpuUsage()];
  const { signal } = new AbortController();
  try {
    const points = await walkFileStudy(threads, { open, signal, onProgress: () => undefined });
    const walkedSeconds = (performance.now() - before) / 1_000;
    const trials = { total: points.length, ofThisStudy: points.length, sharpeVariance: 0.001 };
    await judgeStudy({ threads, open, points, trials, trialSharpes: [], signal });
    const { user, system } = process.cpuUsage(cpu);
    const trades = points.reduce((sum, { metrics }) => sum + (metrics["trades"] ?? 0), 0);
    return {
      sets: points.length,
      workers: threads.threads,
      tradesPerSet: Math.round(trades / points.length),
      walkedSeconds,
      seconds: (performance.now() - before) / 1_000,
      cpuSeconds: (user + system) / 1_000_000,
    };
  } finally {
    await threads.close();
  }
}

/** A thousand sets over five years of hours, and two workers against one. */
export async function benchSweep(say: (line: string) => void, path: string | undefined): Promise<Record<string, unknown>> {
  const bars = await barsOf(path);
  say(`sweep: 1,000 sets over ${bars.columns.tsMs.length} hours, ${availableParallelism()} workers`);
  const thousand = await timeWhole(studyOf(bars, { fast: 10, slow: 10, atrMult: 10 }));
  say(`sweep: ${JSON.stringify(thousand)}`);
  const long = studyOf(bars, LONG_SETS);
  const rounds: { readonly one: Walked; readonly two: Walked }[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`sweep: ${long.plan.walks} sets by one worker and by two, round ${round} of ${ROUNDS}`);
    const measured = { one: await timeWarm(1, long), two: await timeWarm(2, long) };
    say(`sweep: ${JSON.stringify(measured)}`);
    rounds.push(measured);
  }
  return {
    goal: "1,000 sets over five years of hours under 10 s on two cores; on a sweep of 30 s two workers 1.8 times as fast as one, median of 5",
    bars: bars.name,
    thousandSets: thousand,
    twoWorkersAgainstOne: {
      sets: long.plan.walks,
      speedUp: median(rounds.map(({ one, two }) => one.seconds / two.seconds)),
      /** Processor time of two for that of one: above 1 they hinder each other, and the rest of a poor speed-up is what else ran beside them. */
      cpuRatio: median(rounds.map(({ one, two }) => two.cpuSeconds / one.cpuSeconds)),
      isLongEnough: rounds.every(({ one }) => one.seconds >= LONG_SECONDS_MIN),
      rounds,
    },
  };
}
