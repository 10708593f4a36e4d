import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { balanceOf } from "../decision/holdings.ts";
import { makeWeigh } from "../decision/make-decide.ts";
import { openBook } from "../decision/open-book.ts";
import { coinInstrument, walkOf } from "../decision/walk-fixture.ts";
import { asReferenceInstrument } from "../execution/reference-venue.ts";
import type { BarColumns } from "../market/bar.ts";
import { columnsBetween, columnsOfBars } from "../market/columns.ts";
import { REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { emaAtrSchema } from "../strategy/ema-atr-settings.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { indicatedBars } from "./bar-closes.ts";
import { walkBars } from "./bar-walk.ts";
import { makeReport, type BacktestReport } from "./report.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());
const START = 10_000;

/** What the reference program finds: curve, what was held, and what was traded, in doubles. */
type Found = { equity: number[]; held: number[]; nets: number[]; notional: number; fees: number };

const emaOf = (values: Float64Array, n: number): readonly number[] => {
  const ema: number[] = [];
  values.forEach((value, i) => {
    if (i === n - 1) ema[i] = values.slice(0, n).reduce((sum, one) => sum + one, 0) / n;
    else ema[i] = i < n ? NaN : (value * 2) / (n + 1) + (ema[i - 1] ?? NaN) * (1 - 2 / (n + 1));
  });
  return ema;
};

const atrOf = ({ high, low, close }: BarColumns, m: number): readonly number[] => {
  const atr: number[] = [];
  let sum = 0;
  for (let i = 0; i < close.length; i += 1) {
    const [h, l, before] = [high[i] ?? NaN, low[i] ?? NaN, close[i - 1] ?? NaN];
    const range = Math.max(h - l, Math.abs(h - before), Math.abs(l - before));
    if (i >= 1 && i <= m) sum += range;
    atr[i] = i < m ? NaN : i === m ? sum / m : ((atr[i - 1] ?? NaN) * (m - 1) + range) / m;
  }
  return atr;
};

/** The reference strategy (fast 20, slow 50, ATR 14 × 2, all equity) in one loop, with its curve. */
function plainProgram(bars: BarColumns, fee: number): Found {
  const [fast, slow, atr] = [emaOf(bars.close, 20), emaOf(bars.close, 50), atrOf(bars, 14)];
  const found: Found = { equity: [], held: [], nets: [], notional: 0, fees: 0 };
  let [cash, quantity, cost, stop, entry] = [START, 0, 0, 0, -1];
  let signal: "buy" | "sell" | undefined;
  const sell = (price: number): void => {
    found.nets.push(quantity * price * (1 - fee) - cost);
    found.notional += quantity * price;
    found.fees += quantity * price * fee;
    [cash, quantity] = [cash + quantity * price * (1 - fee), 0];
  };
  for (let j = 0; j < bars.close.length; j += 1) {
    const [open, low, close] = [bars.open[j] ?? NaN, bars.low[j] ?? NaN, bars.close[j] ?? NaN];
    if (signal === "sell") sell(open);
    if (signal === "buy") {
      [quantity, cost, stop, entry, cash] = [cash / (open * (1 + fee)), cash, open - 2 * (atr[j - 1] ?? NaN), j, 0];
      found.notional += quantity * open;
      found.fees += quantity * open * fee;
    }
    signal = undefined;
    if (quantity > 0 && low <= stop) sell(j === entry ? stop : Math.min(open, stop));
    found.held.push(quantity * close);
    found.equity.push(cash + quantity * close);
    const [f, s, f1, s1] = [fast[j] ?? NaN, slow[j] ?? NaN, fast[j - 1] ?? NaN, slow[j - 1] ?? NaN];
    if (quantity === 0 && f > s && f1 <= s1 && !Number.isNaN(atr[j] ?? NaN)) signal = "buy";
    if (quantity > 0 && f < s && f1 >= s1) signal = "sell";
  }
  if (quantity > 0) {
    sell(bars.close.at(-1) ?? NaN);
    found.equity[found.equity.length - 1] = cash;
  }
  return found;
}

/** The figures by their definitions, in the plainest words that compute them. */
function plainFigures({ equity, held, nets, notional, fees }: Found, bars: BarColumns): Readonly<Record<string, number>> {
  const returns = equity.slice(1).map((value, i) => value / (equity[i] ?? NaN) - 1);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const mean = sum(returns) / returns.length;
  const central = (k: number): number => sum(returns.map((value) => (value - mean) ** k)) / returns.length;
  const aYear = Math.sqrt(365.25 * 24);
  const deviation = Math.sqrt((central(2) * returns.length) / (returns.length - 1));
  const downside = Math.sqrt(sum(returns.map((value) => Math.min(value, 0) ** 2)) / returns.length);
  const end = equity.at(-1) ?? NaN;
  const years = ((bars.tsMs.at(-1) ?? NaN) - (bars.tsMs[0] ?? NaN)) / (365.25 * 86_400_000);
  const cagr = (end / START) ** (1 / years) - 1;
  let [high, fall] = [0, 0];
  for (const value of equity) [high, fall] = [Math.max(high, value), Math.max(fall, 1 - value / Math.max(high, value))];
  const days = ((bars.tsMs.at(-1) ?? NaN) - (bars.tsMs[0] ?? NaN) + HOUR_MS) / 86_400_000;
  const wins = nets.filter((net) => net > 0);
  const losses = nets.filter((net) => net < 0);
  return {
    ...{ bars: equity.length, trades: nets.length, winRate: wins.length / nets.length, finalEquity: end, totalReturn: end / START - 1 },
    ...{ cagr, maxDrawdown: fall, calmar: cagr / fall, sharpe: (mean / deviation) * aYear, sortino: (mean / downside) * aYear },
    ...{ volatility: deviation * aYear, skew: central(3) / central(2) ** 1.5, kurtosis: central(4) / central(2) ** 2 },
    ...{ turnover: notional / days / (sum(equity) / equity.length), exposure: held.filter((value) => value > 0).length / equity.length },
    ...{ fees, profitFactor: -sum(wins) / sum(losses), payoff: -(sum(wins) / wins.length) / (sum(losses) / losses.length) },
    meanInvested: sum(held.map((value, i) => value / (equity[i] ?? NaN))) / equity.length,
  };
}

function reportOf(bars: BarColumns, feeBps: number): BacktestReport {
  const settings = emaAtrSchema.parse({
    ...{ kind: "ema-atr", fast: 20, slow: 50, atr: 14, atrMult: 2, timeframeMs: HOUR_MS, instruments: ["BTC/USD"] },
  });
  const instruments = [asReferenceInstrument(coinInstrument("BTC"))];
  const startUnits = 1_000_000_000_000n;
  const terms = {
    sha256,
    settings,
    profile: REFERENCE_PROFILE,
    instruments,
    startingUnits: startUnits,
    takerFeeBps: feeBps,
    slippageBps: 0,
  };
  const walk = walkOf(terms);
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: startUnits, atMs: bars.tsMs[0] ?? 0 });
  const { book, fills, trades, marks } = walkBars({ ...walk, weigh: makeWeigh({ sha256 }) }, indicatedBars(bars, settings), opened);
  return makeReport({
    ...{ currency: "USD", quoteScale: 8, timeframeMs: HOUR_MS, startUnits, finalUnits: balanceOf(book.state, "USD").total, feeBps },
    ...{ marks, trades, fills, holdings: [], instruments, bars: new Map([["BTC/USD", bars]]), regimes: [], trialSharpes: undefined },
  });
}

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const FILE = `${DATA}/ohlcv/kraken_BTC-USD_1h.csv.gz`;

function barsBetween(from: string, to: string): BarColumns {
  const rows = gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n").slice(1);
  const all = rows.map((row) => {
    const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
    return { tsMs, open, high, low, close, volume };
  });
  return columnsBetween(columnsOfBars(all), { fromMs: Date.parse(from), toMs: Date.parse(to) });
}

describe.skipIf(!existsSync(FILE))("the report of the reference strategy against an independent program, on real bars", () => {
  it.each([
    ["2021-01-01", "2022-01-01", 26],
    ["2019-01-01", "2020-01-01", 1],
    ["2015-01-01", "2017-01-01", 0],
  ])("from %s to %s at %d bps agrees in every figure", { timeout: 60_000 }, (from, to, feeBps) => {
    const bars = barsBetween(from, to);
    const expected = plainFigures(plainProgram(bars, feeBps / 10_000), bars);
    const { summary, statistics, costs, activity, ...report } = reportOf(bars, feeBps);
    const { profitFactor, payoff } = statistics;
    const found: Readonly<Record<string, unknown>> = {
      ...summary,
      profitFactor,
      payoff,
      fees: costs.fees,
      meanInvested: activity.meanInvested,
    };
    expect(summary.trades).toBeGreaterThan(50);
    // Money is kept to 10⁻⁸ and quantities to 10⁻¹²: nine digits are what the two programs can share.
    for (const [name, value] of Object.entries(expected)) {
      const own = Number(found[name]);
      expect(Math.abs(own - value), `${name}: ${own} for ${value}`).toBeLessThanOrEqual(1e-8 * Math.max(Math.abs(value), 1e-3));
    }
    expect(Math.abs(summary.finalEquity - (expected["finalEquity"] ?? NaN))).toBeLessThan(0.005);
    const compounded = report.months.reduce((growth, month) => growth * (1 + (month.return ?? NaN)), 1);
    expect(Math.abs(compounded - 1 - (summary.totalReturn ?? NaN))).toBeLessThan(1e-9);
  });
});
