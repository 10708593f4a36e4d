import { findGaps } from "@ballast/core/market/validation";
import { toHex } from "@ballast/core/numeric/hash";
import { sha256 } from "../../ports/sha256.ts";
import { reportOn } from "../../usecases/backtest/report-backtest.ts";
import { runBacktest, type Backtested } from "../../usecases/backtest/run-backtest.ts";
import { biasOf } from "../../usecases/backtest/bias.ts";
import { stressOf } from "../../usecases/backtest/stress.ts";
import { writeExports } from "../backtest-exports.ts";
import { backtestSchema, checkOptions, fileOf, type BacktestOptions } from "../backtest-options.ts";
import { readyFromFile, readyFromStore, type ReadyBacktest } from "../backtest-ready.ts";
import { backtestJson, backtestText, type BacktestView } from "../backtest-view.ts";
import { EXIT, type CommandModule, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { parseOptions } from "../parse-options.ts";

/** Refusals by code, the most frequent first. */
function refusalCounts({ walked }: Backtested): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of walked.refusals) counts.set(code, (counts.get(code) ?? 0) + 1);
  return new Map([...counts].sort(([, left], [, right]) => right - left));
}

/** What the bars of the period lack: intervals without a bar, and bars without a trade. */
function lacksOf({ input }: Backtested): Pick<BacktestView, "gaps" | "barsWithoutVolume"> {
  const columns = [...input.bars.values()];
  return {
    gaps: columns.flatMap(({ tsMs }) => findGaps(tsMs, input.timeframeMs)),
    barsWithoutVolume: columns.reduce((sum, { volume }) => sum + volume.reduce((count, value) => (value === 0 ? count + 1 : count), 0), 0),
  };
}

async function execute(ready: ReadyBacktest, options: BacktestOptions, terminal: Terminal): Promise<BacktestView> {
  const { market, terms } = ready;
  const startedMs = performance.now();
  const backtested = runBacktest(sha256, market, terms);
  const walkMs = performance.now() - startedMs;
  const { report, trial } = await reportOn(backtested, market, ready.countRun);
  const { input } = backtested;
  const source = { ...input, tradeRows: report.trades, months: report.months };
  return {
    title: ready.title,
    strategy: ready.strategy,
    profile: terms.profile.name,
    costs: terms,
    fillModel: terms.fillModel,
    instruments: terms.settings.instruments,
    timeframeMs: market.timeframeMs,
    report,
    decisions: backtested.decisions,
    refusals: refusalCounts(backtested),
    ...lacksOf(backtested),
    datasetHash: toHex(ready.datasetHash),
    trialNumber: trial?.number,
    looks: trial?.looks ?? [],
    stress: options.stress ? stressOf(sha256, market, terms) : [],
    bias: options.bias ? biasOf(sha256, market, terms) : undefined,
    elapsed: { loadMs: ready.loadMs, walkMs },
    files: options.out === undefined ? [] : await writeExports(options.out, { source, report }, terminal),
    isWithTrades: options.trades,
    isWithTables: options.tables,
  };
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(backtestSchema, input);
  checkOptions(options);
  const file = fileOf(options);
  const view =
    file === undefined
      ? await withDatabase(terminal, async (pool) => execute(await readyFromStore(options, pool), options, terminal))
      : await execute(await readyFromFile(options, file, terminal), options, terminal);
  await terminal.out(`${options.json ? backtestJson(view) : backtestText(view)}\n`);
  return view.bias?.lookAhead.verdict === "LEAK" ? EXIT.refused : EXIT.done;
};
