import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, test } from "vitest";
import { speakCommand, type Spoken } from "../testing/spoken-command.ts";
import { EXIT } from "./command.ts";

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2021, 0, 1);
const ROWS = 1_500;
const folder = mkdtempSync(join(tmpdir(), "ballast-backtest-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Row = readonly [tsMs: number, open: number, high: number, low: number, close: number, volume: number];

/** A market that turns every few days, to the cent, from a generator of its own. */
function madeUpRows(): readonly Row[] {
  let [seed, close] = [12_345, 100];
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const cents = (value: number): number => Math.round(value * 100) / 100;
  return Array.from({ length: ROWS }, (_, hour): Row => {
    const open = cents(close * (1 + 0.002 * (random() - 0.5)));
    close = cents(Math.max(5, open * (1 + 0.01 * Math.sin(hour / 11) + 0.02 * (random() - 0.5))));
    const [high, low] = [cents(Math.max(open, close) * (1 + 0.005 * random())), cents(Math.min(open, close) * (1 - 0.005 * random()))];
    return [FIRST_MS + hour * HOUR_MS, open, Math.max(high, open, close), Math.min(low, open, close), close, cents(100 * random())];
  });
}

const ROWS_MADE = madeUpRows();
const HEADER = "ts_ms,open,high,low,close,volume\n";
const csvOf = (rows: readonly Row[]): string => HEADER + rows.map((row) => row.join(",")).join("\n");

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function parquetOf(rows: readonly Row[]): Uint8Array {
  const columns = ["open", "high", "low", "close", "volume"].map((name, index) => ({
    name,
    data: rows.map((row) => row[index + 1] ?? NaN),
    type: "DOUBLE" as const,
  }));
  const times = { name: "ts_ms", data: rows.map(([tsMs]) => BigInt(tsMs)), type: "INT64" as const };
  return new Uint8Array(parquetWriteBuffer({ columnData: [times, ...columns] }));
}

const CSV = file("BTC-USD_1h.csv", csvOf(ROWS_MADE));
const GZIP = file("packed.csv.gz", gzipSync(csvOf(ROWS_MADE)));
const PARQUET = file("bars.parquet", parquetOf(ROWS_MADE));

let states = 0;
const freshState = (): string => join(folder, `state-${(states += 1)}`);
const backtest = (words: readonly string[], stateDir = freshState()): Promise<Spoken> =>
  speakCommand(["backtest", ...words], { env: { BALLAST_STATE_DIR: stateDir } });

type Trade = {
  readonly entry_ts: number;
  readonly entry: number;
  readonly exit_ts: number;
  readonly exit: number;
  readonly why: string;
  readonly net: number;
};
type Answer = {
  readonly summary: {
    readonly bars: number;
    readonly trades: number;
    readonly final_equity: number;
    readonly stops: number;
    readonly deflated_sharpe: number | null;
  };
  readonly trades: readonly Trade[];
  readonly instruments: readonly string[];
  readonly gaps: { readonly count: number; readonly bars: number };
  readonly bars_without_volume: number;
  readonly decisions: number;
  readonly trial: { readonly number: number; readonly dataset: string };
  readonly stress?: readonly { readonly case: string; readonly final_equity: number; readonly trades: number }[];
  readonly error?: { readonly code: string; readonly line?: number };
};

async function answer(words: readonly string[], stateDir?: string): Promise<Answer> {
  const { code, out, err } = await backtest([...words, "--json", "--trades"], stateDir);
  if (code !== EXIT.done) throw new Error(`exit ${code}: ${out}${err}`);
  const parsed: Answer = JSON.parse(out);
  return parsed;
}

const PARAMETERS = ["--fast", "5", "--slow", "13", "--atr", "7", "--atr-mult", "1.5", "--fee-bps", "10"] as const;

/** The reference strategy in doubles and one loop, knowing nothing of Ballast. */
function oracle(rows: readonly Row[]): { readonly trades: readonly Trade[]; readonly equity: number } {
  const [fast, slow, atrBars, mult, fee] = [5, 13, 7, 1.5, 0.001];
  const average = (bars: number): number[] => {
    const values: number[] = [];
    rows.forEach(([, , , , close], index) => {
      const mean = rows.slice(0, bars).reduce((sum, row) => sum + row[4], 0) / bars;
      const k = 2 / (bars + 1);
      values.push(index < bars - 1 ? NaN : index === bars - 1 ? mean : close * k + (values[index - 1] ?? NaN) * (1 - k));
    });
    return values;
  };
  const [short, long] = [average(fast), average(slow)];
  const ranges = rows.map(([, , high, low], index) => {
    const before = rows[index - 1]?.[4] ?? NaN;
    return Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
  });
  const atr: number[] = [];
  ranges.forEach((range, index) => {
    const mean = ranges.slice(1, atrBars + 1).reduce((sum, value) => sum + value, 0) / atrBars;
    atr.push(index < atrBars ? NaN : index === atrBars ? mean : ((atr[index - 1] ?? NaN) * (atrBars - 1) + range) / atrBars);
  });
  const trades: Trade[] = [];
  let [cash, signal] = [10_000, ""];
  let held:
    { readonly ts: number; readonly price: number; readonly stop: number; readonly quantity: number; readonly cost: number } | undefined;
  const sell = (price: number, ts: number, why: string): void => {
    if (held === undefined) return;
    cash = held.quantity * price * (1 - fee);
    trades.push({ entry_ts: held.ts, entry: held.price, exit_ts: ts, exit: price, why, net: cash - held.cost });
    held = undefined;
  };
  rows.forEach(([ts, open, , low, close], index) => {
    if (signal === "sell") sell(open, ts, "cross");
    if (signal === "buy")
      held = { ts, price: open, stop: open - mult * (atr[index - 1] ?? NaN), quantity: cash / (open * (1 + fee)), cost: cash };
    signal = "";
    if (held !== undefined && low <= held.stop) sell(held.ts === ts ? held.stop : Math.min(open, held.stop), ts, "stop");
    const [f, s, f1, s1, a] = [short[index] ?? NaN, long[index] ?? NaN, short[index - 1] ?? NaN, long[index - 1] ?? NaN, atr[index] ?? NaN];
    if (Number.isNaN(f + s + f1 + s1 + a)) return;
    if (held === undefined && f > s && f1 <= s1) signal = "buy";
    if (held !== undefined && f < s && f1 >= s1) signal = "sell";
    if (index === rows.length - 1) sell(close, ts, "end");
  });
  return { trades, equity: cash };
}

describe("a backtest of a file, without any server", () => {
  test("makes the trades of an independent program, and its final equity to the cent", async () => {
    const { trades, equity } = oracle(ROWS_MADE);
    expect(trades.length).toBeGreaterThan(20);
    const said = await answer(["--csv", CSV, ...PARAMETERS]);
    expect(said.summary).toMatchObject({ bars: ROWS, trades: trades.length, stops: trades.filter(({ why }) => why === "stop").length });
    expect(said.decisions).toBe(ROWS);
    expect(said.instruments).toEqual(["BTC/USD"]);
    expect(Math.abs(said.summary.final_equity - equity)).toBeLessThan(0.005);
    trades.forEach((trade, index) => {
      const own = said.trades[index];
      expect([own?.entry_ts, own?.exit_ts, own?.why]).toEqual([trade.entry_ts, trade.exit_ts, trade.why]);
      for (const price of ["entry", "exit"] as const)
        expect(Math.abs((own?.[price] ?? NaN) - trade[price])).toBeLessThan(1e-9 * trade[price] + 1e-12);
      expect(Math.abs((own?.net ?? NaN) - trade.net)).toBeLessThan(1e-4);
    });
  });

  test("is the same of CSV, gzip and Parquet, and all three are one dataset", async () => {
    const stateDir = freshState();
    const [csv, packed, parquet] = [
      await answer(["--csv", CSV, ...PARAMETERS], stateDir),
      await answer(["--csv", GZIP, "--instrument", "BTC/USD", ...PARAMETERS], stateDir),
      await answer(["--parquet", PARQUET, "--instrument", "BTC/USD", ...PARAMETERS], stateDir),
    ];
    expect(packed.trades).toEqual(csv.trades);
    expect(parquet.trades).toEqual(csv.trades);
    expect([csv, packed, parquet].map(({ trial }) => trial.number)).toEqual([1, 2, 3]);
    expect(new Set([csv, packed, parquet].map(({ trial }) => trial.dataset)).size).toBe(1);
    expect(parquet.summary.deflated_sharpe).not.toBeNull();
  });

  test("takes the words of the reference sizing, and a period", async () => {
    const whole = await answer(["--csv", CSV, ...PARAMETERS, "--sizing", "all", "--lot-step", "0"]);
    expect(whole.trades).toEqual((await answer(["--csv", CSV, ...PARAMETERS])).trades);
    const [from, to] = [ROWS_MADE[200]?.[0] ?? 0, ROWS_MADE[700]?.[0] ?? 0];
    const part = await answer(["--csv", CSV, ...PARAMETERS, "--from", String(from), "--to", String(to)]);
    const { trades } = oracle(ROWS_MADE.slice(200, 700));
    expect(part.summary.bars).toBe(500);
    expect(part.trades.map(({ entry_ts: entry, exit_ts: exit, why }) => [entry, exit, why])).toEqual(
      trades.map(({ entry_ts: entry, exit_ts: exit, why }) => [entry, exit, why]),
    );
  });

  test("starts with the same number of whatever a pair is quoted in", async () => {
    const [inDollars, inCoins] = [
      await answer(["--csv", CSV, ...PARAMETERS]),
      await answer(["--csv", CSV, "--instrument", "ETH/BTC", ...PARAMETERS]),
    ];
    expect(inCoins.trades.map(({ exit_ts: ts, why }) => [ts, why])).toEqual(inDollars.trades.map(({ exit_ts: ts, why }) => [ts, why]));
    expect(Math.abs(inCoins.summary.final_equity - inDollars.summary.final_equity)).toBeLessThan(0.005);
  });

  test("shows the gaps that it met and the bars without a trade, and fills neither", async () => {
    const holed = ROWS_MADE.filter((_, row) => row !== 300 && (row < 600 || row >= 640)).map(
      ([ts, open, high, low, close, volume], row): Row => [ts, open, high, low, close, row % 10 === 0 ? 0 : volume],
    );
    const path = file("holed.csv", csvOf(holed));
    const said = await answer(["--csv", path, ...PARAMETERS]);
    expect(said.gaps).toMatchObject({ count: 2, bars: 41 });
    expect(said.bars_without_volume).toBe(146);
    const { trades } = oracle(holed);
    expect(said.trades.map(({ entry_ts: entry, exit_ts: exit, why }) => [entry, exit, why])).toEqual(
      trades.map(({ entry_ts: entry, exit_ts: exit, why }) => [entry, exit, why]),
    );
    const { out } = await backtest(["--csv", path, ...PARAMETERS]);
    expect(out).toMatch(/2 gaps of 41 bars in all, never filled; longest: /);
    expect(out).toContain("146 bars of 1,459 without volume");
  });

  test("tells its months, instruments, regimes, costs and benchmarks, each adding up to the whole", async () => {
    const { out } = await backtest(["--csv", CSV, ...PARAMETERS, "--json"]);
    const said: {
      readonly summary: { readonly total_return: number; readonly trades: number; readonly fees: number };
      readonly months: readonly { readonly year: number; readonly month: number; readonly return: number }[];
      readonly by_regime: readonly { readonly bars: number; readonly trades: number }[];
      readonly by_instrument: readonly { readonly profit: number; readonly costs: { readonly fees: number } }[];
      readonly benchmark: Readonly<Record<string, { readonly total_return: number }>>;
    } = JSON.parse(out);
    const { summary, months, by_regime: regimes, by_instrument: instruments, benchmark } = said;
    expect(months.map(({ year, month }) => [year, month])).toEqual([1, 2, 3].map((month) => [2021, month]));
    expect(months.reduce((growth, month) => growth * (1 + month.return), 1) - 1).toBeCloseTo(summary.total_return, 9);
    expect(regimes.reduce((sum, { bars }) => sum + bars, 0)).toBe(ROWS);
    expect(regimes.reduce((sum, { trades }) => sum + trades, 0)).toBe(summary.trades);
    expect(instruments.map(({ profit, costs }) => [profit / 10_000, costs.fees])).toEqual([
      [expect.closeTo(summary.total_return, 9), summary.fees],
    ]);
    expect(benchmark["cash"]).toMatchObject({ total_return: 0, sharpe: null });
    const told = await backtest(["--csv", CSV, ...PARAMETERS, "--tables"]);
    for (const title of ["Year  ", "Instrument", "Regime", "Drawdown"]) expect(told.out).toContain(title);
  });

  test("says whether the strategy knows the future, and how much history it needs", async () => {
    const { code, out, err } = await backtest(["--csv", CSV, ...PARAMETERS, "--bias", "--json"]);
    expect(code, err).toBe(EXIT.done);
    expect(JSON.parse(out)).toMatchObject({
      bias: {
        look_ahead: { verdict: "OK", cuts: expect.any(Number), leak: null },
        warm_up: { verdict: "OK", settled_bars: 0, tries: expect.arrayContaining([expect.objectContaining({ bars: 24, is_same: true })]) },
      },
    });
    const told = await backtest(["--csv", CSV, ...PARAMETERS, "--bias"]);
    expect(told.out).toContain("Look-ahead: none.");
    expect(told.out).toContain("Warm-up: 0 bars before a period are enough");
  });

  test("shows what is left at higher costs and a bar late", async () => {
    const { stress = [], summary } = await answer(["--csv", CSV, ...PARAMETERS, "--stress"]);
    const equityOf = (name: string): number => stress.find((each) => each.case === name)?.final_equity ?? NaN;
    expect(stress.map((each) => each.case)).toEqual(["as modelled", "fees x2", "slippage 15 bps", "one bar late", "all of it"]);
    expect(equityOf("as modelled")).toBe(summary.final_equity);
    expect(equityOf("fees x2")).toBeLessThan(summary.final_equity);
    expect(equityOf("slippage 15 bps")).toBeLessThan(summary.final_equity);
    expect(equityOf("one bar late")).not.toBe(summary.final_equity);
  });

  test("walks a governed profile and a chosen fill model too", async () => {
    const said = await answer(["--csv", CSV, ...PARAMETERS, "--profile", "guarded", "--fill-model", "bar-path"]);
    expect(said.summary.bars).toBe(ROWS);
    expect(said.decisions).toBe(ROWS);
    expect(said.summary.trades).toBeGreaterThan(0);
  });

  test("writes its tables and its report into a folder", async () => {
    const out = join(folder, "exports");
    const said = await answer(["--csv", CSV, ...PARAMETERS, "--out", out]);
    expect(readdirSync(out).sort()).toEqual(
      [
        "equity.csv",
        "equity.jsonl",
        "fills.csv",
        "fills.jsonl",
        "monthly.csv",
        "monthly.jsonl",
        "report.json",
        "trades.csv",
        "trades.jsonl",
      ].sort(),
    );
    const lines = readFileSync(join(out, "trades.csv"), "utf8").trim().split("\r\n");
    expect(lines).toHaveLength(said.trades.length + 1);
    expect(readFileSync(join(out, "equity.jsonl"), "utf8").trim().split("\n")).toHaveLength(ROWS);
    expect(JSON.parse(readFileSync(join(out, "report.json"), "utf8"))).toMatchObject({
      version: 1,
      summary: { trades: said.trades.length },
    });
  });
});

describe("the ledger of trials on files", () => {
  test("counts every run on the same bars, whatever was asked, and goes on behind a line that was cut off", async () => {
    const stateDir = freshState();
    await answer(["--csv", CSV], stateDir);
    appendFileSync(join(stateDir, "trials.jsonl"), '{"version":1,"id":"0c1a');
    const second = await answer(["--csv", CSV, ...PARAMETERS], stateDir);
    const third = await answer(["--csv", CSV, ...PARAMETERS, "--profile", "guarded"], stateDir);
    const other = await answer(["--csv", file("other.csv", csvOf(ROWS_MADE.slice(1))), ...PARAMETERS], stateDir);
    expect([second, third, other].map(({ trial }) => trial.number)).toEqual([2, 3, 1]);
    expect(readFileSync(join(stateDir, "trials.jsonl"), "utf8").trim().split("\n")).toHaveLength(5);
  });

  test("gives runs at the same time numbers of their own", async () => {
    const stateDir = freshState();
    const runs = await Promise.all(Array.from({ length: 6 }, () => answer(["--csv", CSV, ...PARAMETERS], stateDir)));
    expect(runs.map(({ trial }) => trial.number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

const cut = (path: string, share: number): Uint8Array => {
  const whole = readFileSync(path);
  return whole.subarray(0, Math.floor(whole.length * share));
};
const withRow = (row: number, change: (before: Row) => Row): string =>
  csvOf(ROWS_MADE.map((before, index) => (index === row ? change(before) : before)));

describe("bad input is refused before any work, with what is wrong and where", () => {
  test.each<readonly [name: string, code: string, words: readonly string[]]>([
    ["no such file", "FILE_UNREADABLE", ["--csv", join(folder, "nowhere.csv")]],
    ["a folder", "FILE_UNREADABLE", ["--csv", folder]],
    ["an empty file", "FILE_EMPTY", ["--csv", file("empty.csv", "")]],
    ["a header alone", "FILE_EMPTY", ["--csv", file("header.csv", HEADER)]],
    ["one bar, whose length nobody says", "TIMEFRAME_UNKNOWN", ["--csv", file("one.csv", csvOf(ROWS_MADE.slice(0, 1)))]],
    ["Parquet cut off", "PARQUET_CORRUPT", ["--parquet", file("cut.parquet", cut(PARQUET, 0.6))]],
    ["gzip cut off", "ARCHIVE_TRUNCATED", ["--csv", file("cut.csv.gz", cut(GZIP, 0.6))]],
    ["bars of another timeframe", "TIMEFRAME_DIFFERS", ["--csv", CSV, "--timeframe", "1m"]],
    ["a period without bars", "NO_BARS_IN_PERIOD", ["--csv", CSV, "--from", "2030-01-01"]],
    ["a profile that is none", "PROFILE_UNKNOWN", ["--csv", CSV, "--profile", "bold"]],
  ])("%s: %s", async (_, code, words) => {
    const stateDir = freshState();
    const { code: exit, out } = await backtest([...words, "--json"], stateDir);
    const { error }: Answer = JSON.parse(out);
    expect([exit, error?.code]).toEqual([EXIT.refused, code]);
    expect(() => readFileSync(join(stateDir, "trials.jsonl"))).toThrow(/ENOENT/);
  });

  test.each<readonly [name: string, code: string, line: number, row: number, change: (before: Row) => Row]>([
    ["a row that falls back", "UNSORTED", 902, 900, ([, ...rest]) => [FIRST_MS, ...rest]],
    ["a low above its close", "LOW_ABOVE", 9, 7, ([ts, o, h, , c, v]) => [ts, o, h, h, c, v]],
    ["a price that is none", "NOT_A_NUMBER", 5, 3, ([ts, o, h, l, , v]) => [ts, o, h, l, NaN, v]],
    ["a negative volume", "NEGATIVE_VOLUME", 5, 3, ([ts, o, h, l, c]) => [ts, o, h, l, c, -1]],
  ])("%s: %s at line %i", async (_, code, line, row, change) => {
    const { code: exit, out } = await backtest(["--csv", file(`${code}.csv`, withRow(row, change)), "--json"]);
    const { error }: Answer = JSON.parse(out);
    expect([exit, error?.code, error?.line]).toEqual([EXIT.refused, code, line]);
  });

  test("columns of other types", async () => {
    const columns = ["open", "high", "low", "close", "volume"].map((name) => ({ name, data: [1, 2, 3], type: "FLOAT" as const }));
    const times = { name: "ts_ms", data: [1n, 2n, 3n], type: "INT64" as const };
    const path = file("float.parquet", new Uint8Array(parquetWriteBuffer({ columnData: [times, ...columns] })));
    const { code, err } = await backtest(["--parquet", path]);
    expect(code).toBe(EXIT.refused);
    expect(err).toContain("column open is of the type FLOAT, which has rounded what was printed");
  });

  test.each<readonly [words: readonly string[], fault: string]>([
    [[], "say what to walk"],
    [["--csv", CSV, "--parquet", PARQUET], "one file at a time"],
    [["--csv", PARQUET], "--csv: this is a Parquet file"],
    [["--parquet", CSV], "--parquet: this is no Parquet file"],
    [["--csv", CSV, "--fast", "50", "--slow", "20"], "fast must be shorter than slow"],
    [["--csv", CSV, "--fast", "0"], "--fast"],
    [["--csv", CSV, "--atr-mult", "1000"], "--atr-mult"],
    [["--csv", CSV, "--fee-bps", "-1"], "--fee-bps"],
    [["--csv", CSV, "--starting", "0"], "--starting"],
    [["--csv", CSV, "--from", "2022-01-01", "--to", "2021-01-01"], "--to must lie after --from"],
    [["--csv", CSV, "--fsat", "3"], "--fast"],
    [["--csv", CSV, "--instrument", "BTCUSD"], "--instrument: not a canonical symbol like BTC/USD"],
    [["--csv", CSV, "--instrument", "BTC/USD", "--instrument", "ETH/USD"], "a file holds the bars of one"],
    [["--csv", CSV, "--account", "alpha"], "--account walks stored bars"],
    [["--csv", CSV, "--latency-ms", "50"], "belongs to --fill-model bar-path"],
  ])("%j is a slip that is named", async (words, fault) => {
    const { code, err } = await backtest(words);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(fault);
  });
});
