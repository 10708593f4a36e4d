import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { BarColumns } from "@ballast/core/market/bar";
import { COLUMN_NAMES, newColumns } from "@ballast/core/market/columns";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings } from "@ballast/core/strategy/settings";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { numberOfUnits } from "@ballast/core/numeric/fixed";
import { sha256 } from "../src/ports/sha256.ts";
import type { BacktestTerms } from "../src/usecases/backtest/backtest-terms.ts";
import { loadFileMarket, type FileMarket } from "../src/usecases/backtest/file-market.ts";
import { runBacktest, type Backtested } from "../src/usecases/backtest/run-backtest.ts";
import { walkPlainly, type PlainResult } from "./plain-crossover.ts";

const ROWS = 2_000_000;
const ROW_GROUP_ROWS = 500_000;
const ROUNDS = 5;
const FIRST_MS = Date.UTC(2020, 0, 1);
const FEE_BPS = 1;
const CASH = 10_000;
const TERMS = { fast: 20, slow: 50, atr: 14, atrMult: 2, feeBps: FEE_BPS, cash: CASH };

/** A walk at random in tenths, as prices are printed: about a trade in a hundred bars, as on real ones. */
function madeUpBars(): BarColumns {
  const columns = newColumns(ROWS);
  let [seed, price] = [2_463_534_242, 10_000];
  const random = (): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) / 0x1_0000_0000;
  };
  const tenths = (value: number): number => Math.round(value * 10) / 10;
  for (let row = 0; row < ROWS; row += 1) {
    const open = tenths(price);
    price = Math.max(1_000, price * (1 + 0.002 * (random() + random() + random() - 1.5)));
    const close = tenths(price);
    columns.tsMs[row] = FIRST_MS + row * MINUTE_MS;
    columns.open[row] = open;
    columns.high[row] = tenths(Math.max(open, close) + 8 * random());
    columns.low[row] = tenths(Math.min(open, close) - 8 * random());
    columns.close[row] = close;
    columns.volume[row] = Math.round(random() * 1e6) / 1e4;
  }
  return columns;
}

async function writeParquet(path: string, columns: BarColumns): Promise<number> {
  const columnData = COLUMN_NAMES.map((name) =>
    name === "tsMs"
      ? { name: "ts_ms", data: BigInt64Array.from(columns.tsMs, BigInt), type: "INT64" as const }
      : { name, data: columns[name], type: "DOUBLE" as const },
  );
  await writeFile(path, new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: ROW_GROUP_ROWS })));
  return (await stat(path)).size;
}

/** Seconds on the wall, and what the processor gave to the thread that works: on a busy machine the second is the truer. */
type Spent = { readonly seconds: number; readonly threadSeconds: number };

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly spent: Spent }> {
  const [wallMs, cpu] = [performance.now(), process.threadCpuUsage()];
  const value = await work();
  const { user, system } = process.threadCpuUsage(cpu);
  return { value, spent: { seconds: (performance.now() - wallMs) / 1_000, threadSeconds: (user + system) / 1_000_000 } };
}

/** The rounds of a measure: the first, cold one by itself, and the median of all by the wall. */
function ratesOf(rounds: readonly Spent[]): Record<string, unknown> {
  const sorted = [...rounds].sort((left, right) => left.seconds - right.seconds);
  const median = sorted[Math.floor(sorted.length / 2)];
  return {
    first: rounds[0],
    median,
    barsPerSecond: median === undefined ? null : Math.round(ROWS / median.seconds),
    barsPerSecondOfFirst: rounds[0] === undefined ? null : Math.round(ROWS / rounds[0].seconds),
    barsPerThreadSecond: median === undefined ? null : Math.round(ROWS / median.threadSeconds),
  };
}

function termsOf({ market }: FileMarket): BacktestTerms {
  const symbols = market.instruments.map(({ symbol }) => symbol);
  return {
    settings: { ...defaultEmaAtrSettings(symbols), timeframeMs: market.timeframeMs },
    ...{ profile: REFERENCE_PROFILE, baseCurrency: "USD", startingUnits: BigInt(CASH) * 100_000_000n },
    ...{ feeBps: FEE_BPS, slippageBps: 0, fillModel: undefined, seed: "bench", fromMs: undefined, toMs: undefined, barsLate: 0 },
  };
}

function sameAs({ input, walked }: Backtested, plain: PlainResult): Record<string, unknown> {
  const finalEquity = numberOfUnits(input.finalUnits, input.quoteScale);
  return {
    trades: walked.trades.length,
    tradesOfPlainLoop: plain.trades,
    finalEquity,
    finalEquityOfPlainLoop: plain.finalEquity,
    isSameToTheCent: walked.trades.length === plain.trades && Math.abs(finalEquity - plain.finalEquity) < 0.005,
  };
}

/** EMA and ATR on one instrument by the live decision, called on every bar; beside it the plain loop, and the way from the file. */
export async function benchBacktest(say: (line: string) => void): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), "ballast-bench-"));
  try {
    const path = join(folder, "bars.parquet");
    say(`backtest: ${ROWS} bars into a Parquet file`);
    const bytes = await writeParquet(path, madeUpBars());
    const wish = { path, instrument: "BTC/USD", timeframeMs: MINUTE_MS, timestampUnit: "ms" } as const;
    const [loads, walks, loops]: [Spent[], Spent[], Spent[]] = [[], [], []];
    const load = async (): Promise<FileMarket> => {
      const { value, spent } = await timed(() => loadFileMarket(sha256, wish));
      loads.push(spent);
      return value;
    };
    say("backtest: loading it");
    let file = await load();
    for (let round = 1; round < ROUNDS; round += 1) file = await load();
    const columns = file.market.bars.get("BTC/USD") ?? newColumns(0);
    const terms = termsOf(file);
    let compared: Record<string, unknown> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      say(`backtest: round ${round + 1} of ${ROUNDS}`);
      const walk = await timed(() => runBacktest(sha256, file.market, terms));
      const loop = await timed(() => walkPlainly(columns, TERMS));
      walks.push(walk.spent);
      loops.push(loop.spent);
      compared = { decisions: walk.value.decisions, ...sameAs(walk.value, loop.value) };
    }
    return {
      goal: "on one thread 5,000,000 bars a second after loading, indicators included and decide called on every bar; 2,000,000 bars from Parquet under 1.5 s",
      bars: ROWS,
      loading: { fileMb: bytes / 1_048_576, ...ratesOf(loads) },
      withoutReceipts: ratesOf(walks),
      plainLoopOverTheSameArrays: ratesOf(loops),
      compared,
      rssMb: Math.round(process.memoryUsage.rss() / 1_048_576),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
