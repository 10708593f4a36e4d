import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { toHex } from "@ballast/core/numeric/hash";
import type { StudyPoint } from "@ballast/db/repositories/study-points";
import { ThreadPool } from "../lab-threads/thread-pool.ts";
import { sha256 } from "../ports/sha256.ts";
import { loadFileMarket } from "../usecases/backtest/file-market.ts";
import { countTrials, trialFileIn } from "../usecases/backtest/trial-file.ts";
import { openFileStudy, walkFileStudy } from "../usecases/lab/file-study.ts";
import { judgeStudy } from "../usecases/lab/judge-study.ts";
import { sampleVariance } from "../usecases/lab/judging.ts";
import { parseStudySpec } from "../usecases/lab/parse-study.ts";
import { pointMetrics } from "../usecases/lab/point.mapper.ts";
import { hashTrialSpec } from "../usecases/lab/spec-hash.ts";
import type { OpenStudy } from "../usecases/lab/study-shelf.ts";
import { UsageError, type Terminal } from "./command.ts";
import { symbolsNamed } from "./parse-options.ts";
import { commandActor } from "./run-study.ts";
import { stateFolderOf } from "./state-folder.ts";
import { studyProgress } from "./study-progress.ts";
import type { GridOptions } from "./study-options.ts";
import type { ViewedStudy } from "./study-view.ts";

/** A study on a file alone, walked by threads of this process. */
export type FileStudy = Pick<ViewedStudy, "result" | "points" | "costs" | "seconds">;

type Asked = {
  readonly path: string;
  readonly options: GridOptions;
  readonly terms: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
};

type Counted = { readonly datasetHash: Uint8Array; readonly open: OpenStudy; readonly points: readonly StudyPoint[] };

/** Every walk counts in the ledger of this installation: the next start of the engine takes it over. */
async function countWalks({ path, terminal }: Asked, { datasetHash, open, points }: Counted) {
  const runs = points.map(({ parameters, fold, metrics }) => ({
    dataset: toHex(datasetHash),
    spec: toHex(hashTrialSpec(sha256, open.spec, { parameters, fold })),
    run_by: commandActor(),
    file: basename(path),
    strategy: open.spec.strategy,
    sharpe_per_bar: metrics["sharpePerBar"] ?? null,
    observations: metrics["observations"] ?? 0,
    skew: metrics["skew"] ?? null,
    kurtosis: metrics["kurtosis"] ?? null,
  }));
  const { number, sharpes } = await countTrials(trialFileIn(stateFolderOf(terminal)), runs, Date.now);
  return { trials: { total: number, ofThisStudy: runs.length, sharpeVariance: sampleVariance(sharpes) }, trialSharpes: sharpes };
}

async function openAsked({ path, options, terms }: Asked): Promise<{ readonly open: OpenStudy; readonly datasetHash: Uint8Array }> {
  const wish = { path, instrument: symbolsNamed(options)?.[0], timeframeMs: options.timeframe, timestampUnit: options.ts };
  const { market, loaded, datasetHash } = await loadFileMarket(sha256, wish);
  const { tsMs } = loaded.columns;
  const [firstMs = 0, lastMs = 0] = [tsMs[0], tsMs[tsMs.length - 1]];
  const [instrument] = market.instruments;
  if (instrument === undefined) throw new UsageError("the file holds the bars of no instrument.");
  const period = { fromMs: options.from ?? firstMs, toMs: options.to ?? lastMs + market.timeframeMs };
  const spec = parseStudySpec({ ...terms, ...period, source: "file", instruments: [instrument.symbol], timeframeMs: market.timeframeMs });
  return { open: openFileStudy(spec, { columns: loaded.columns, instrument }), datasetHash };
}

/** Walks, counts and judges a study over the bars of a file. No server is asked for anything. */
export async function runFileStudy(asked: Asked): Promise<FileStudy> {
  const { options, terminal } = asked;
  const { open, datasetHash } = await openAsked(asked);
  const threads = new ThreadPool({ threads: options.workers ?? availableParallelism(), givesWay: false });
  const progress = studyProgress(terminal, Date.now);
  const { signal } = new AbortController();
  const startedMs = performance.now();
  try {
    const points = await walkFileStudy(threads, { open, signal, onProgress: progress.report });
    const seconds = (performance.now() - startedMs) / 1_000;
    const counted = await countWalks(asked, { datasetHash, open, points });
    const result = await judgeStudy({ threads, open, points, signal, ...counted });
    const inSample = points.filter(({ isOutOfSample }) => !isOutOfSample);
    return {
      result,
      costs: open.spec,
      seconds,
      points: inSample.map(({ point, parameters, metrics }) => ({ point, parameters, metrics: pointMetrics(metrics) })),
    };
  } finally {
    progress.done();
    await threads.close();
  }
}
