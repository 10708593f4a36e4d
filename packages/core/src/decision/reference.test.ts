import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { asReferenceInstrument } from "../execution/reference-venue.ts";
import type { Bar } from "../market/bar.ts";
import { formatUnits } from "../numeric/fixed.ts";
import { REFERENCE_PROFILE } from "../risk/profile-presets.ts";
import { strategySettingsSchema } from "../strategy/settings.ts";
import type { DisposalRow } from "./booking.ts";
import { coinInstrument, stepsOf, walkAll } from "./walk-fixture.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

const numberOf = (units: bigint, scale: number): number => Number(formatUnits(units, scale));

type Parameters = { readonly fast: number; readonly slow: number; readonly atr: number; readonly mult: number; readonly feeBps: number };
type Trade = {
  readonly entryMs: number;
  readonly entry: number;
  readonly exitMs: number;
  readonly exit: number;
  readonly why: string;
  readonly net: number;
};

function emaOf(closes: readonly number[], n: number): readonly number[] {
  const ema: number[] = new Array<number>(closes.length).fill(NaN);
  if (closes.length < n) return ema;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += closes[i] ?? NaN;
  ema[n - 1] = sum / n;
  const k = 2 / (n + 1);
  for (let i = n; i < closes.length; i += 1) ema[i] = (closes[i] ?? NaN) * k + (ema[i - 1] ?? NaN) * (1 - k);
  return ema;
}

function atrOf(bars: readonly Bar[], m: number): readonly number[] {
  const range = bars.map((bar, i) => {
    const before = bars[i - 1]?.close ?? NaN;
    return i === 0 ? NaN : Math.max(bar.high - bar.low, Math.abs(bar.high - before), Math.abs(bar.low - before));
  });
  const atr: number[] = new Array<number>(bars.length).fill(NaN);
  if (bars.length <= m) return atr;
  let sum = 0;
  for (let i = 1; i <= m; i += 1) sum += range[i] ?? NaN;
  atr[m] = sum / m;
  for (let i = m + 1; i < bars.length; i += 1) atr[i] = ((atr[i - 1] ?? NaN) * (m - 1) + (range[i] ?? NaN)) / m;
  return atr;
}

/** The reference strategy in doubles and one loop, knowing nothing of Ballast: the other program. */
function referenceTrades(bars: readonly Bar[], parameters: Parameters): readonly Trade[] {
  const closes = bars.map((bar) => bar.close);
  const fast = emaOf(closes, parameters.fast);
  const slow = emaOf(closes, parameters.slow);
  const atr = atrOf(bars, parameters.atr);
  const fee = parameters.feeBps / 10_000;
  const trades: Trade[] = [];
  let cash = 10_000;
  let held:
    | { readonly entryMs: number; readonly entry: number; readonly stop: number; readonly quantity: number; readonly cost: number }
    | undefined;
  let signal: "buy" | "sell" | undefined;
  const sell = (price: number, exitMs: number, why: string) => {
    if (held === undefined) return;
    const proceeds = held.quantity * price * (1 - fee);
    cash += proceeds;
    trades.push({ entryMs: held.entryMs, entry: held.entry, exitMs, exit: price, why, net: proceeds - held.cost });
    held = undefined;
  };
  for (let j = 0; j < bars.length; j += 1) {
    const bar = bars[j];
    if (bar === undefined) break;
    if (signal === "sell") sell(bar.open, bar.tsMs, "cross");
    if (signal === "buy") {
      const quantity = cash / (bar.open * (1 + fee));
      held = { entryMs: bar.tsMs, entry: bar.open, stop: bar.open - parameters.mult * (atr[j - 1] ?? NaN), quantity, cost: cash };
      cash = 0;
    }
    signal = undefined;
    if (held !== undefined && bar.low <= held.stop)
      sell(bar.tsMs === held.entryMs ? held.stop : Math.min(bar.open, held.stop), bar.tsMs, "stop");
    const [f, s, f1, s1, a] = [fast[j] ?? NaN, slow[j] ?? NaN, fast[j - 1] ?? NaN, slow[j - 1] ?? NaN, atr[j] ?? NaN];
    if (Number.isNaN(f + s + f1 + s1 + a)) continue;
    if (held === undefined && f > s && f1 <= s1) signal = "buy";
    if (held !== undefined && f < s && f1 >= s1) signal = "sell";
  }
  const last = bars.at(-1);
  if (last !== undefined) sell(last.close, last.tsMs, "end");
  return trades;
}

/** Round trips of a governed run: the reference sells whole positions of one lot. */
function tradesOf(
  bookings: readonly {
    readonly disposals?: readonly DisposalRow[];
    readonly fills?: readonly { readonly fillSeq: number; readonly priceUnits: bigint }[];
  }[],
): readonly Trade[] {
  const exits = new Map(bookings.flatMap(({ fills = [] }) => fills.map((fill) => [fill.fillSeq, fill.priceUnits] as const)));
  return bookings
    .flatMap(({ disposals = [] }) => disposals)
    .map((row) => ({
      entryMs: row.openedMs,
      entry: numberOf(row.entryPriceUnits, 12),
      exitMs: row.atMs,
      exit: numberOf(exits.get(row.fillSeq) ?? 0n, 12),
      why: row.why,
      net: numberOf(row.proceedsUnits - row.costUnits, 8),
    }));
}

function governedTrades(bars: readonly Bar[], parameters: Parameters, knowsNextOpen?: (index: number) => boolean): readonly Trade[] {
  const { fast, slow, atr, mult } = parameters;
  const settings = strategySettingsSchema.parse({
    kind: "ema-atr",
    fast,
    slow,
    atr,
    atrMult: mult,
    timeframeMs: 3_600_000,
    instruments: ["BTC/USD"],
  });
  const terms = {
    sha256,
    settings,
    profile: REFERENCE_PROFILE,
    instruments: [asReferenceInstrument(coinInstrument("BTC"))],
    startingUnits: 1_000_000_000_000n,
    takerFeeBps: parameters.feeBps,
    slippageBps: 0,
  };
  return tradesOf(walkAll(terms, stepsOf(sha256, new Map([["BTC/USD", bars]]), settings, knowsNextOpen)).bookings);
}

function expectSameTrades(governed: readonly Trade[], reference: readonly Trade[]): void {
  expect(governed.map(({ entryMs, exitMs, why }) => ({ entryMs, exitMs, why }))).toEqual(
    reference.map(({ entryMs, exitMs, why }) => ({ entryMs, exitMs, why })),
  );
  governed.forEach((trade, index) => {
    const other = reference[index];
    for (const field of ["entry", "exit"] as const) {
      expect(Math.abs(trade[field] - (other?.[field] ?? NaN))).toBeLessThanOrEqual(1e-9 * Math.abs(trade[field]) + 1e-12);
    }
    expect(Math.abs(trade.net - (other?.net ?? NaN))).toBeLessThanOrEqual(1e-4);
  });
}

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const loaded = new Map<string, readonly Bar[]>();

function realBars(file: string, fromMs: number, toMs: number): readonly Bar[] {
  let bars = loaded.get(file);
  if (bars === undefined) {
    const rows = gunzipSync(readFileSync(`${DATA}/ohlcv/${file}`))
      .toString("utf8")
      .trim()
      .split("\n")
      .slice(1);
    bars = rows.map((row) => {
      const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
      return { tsMs, open, high, low, close, volume };
    });
    loaded.set(file, bars);
  }
  return bars.filter((bar) => bar.tsMs >= fromMs && bar.tsMs < toMs);
}

const BTC = "kraken_BTC-USD_1h.csv.gz";
const ETH = "kraken_ETH-USD_1h.csv.gz";
const isDataHere = existsSync(`${DATA}/ohlcv/${BTC}`) && existsSync(`${DATA}/ohlcv/${ETH}`);

const DEFAULTS: Parameters = { fast: 20, slow: 50, atr: 14, mult: 2, feeBps: 0 };
const WINDOWS: readonly (readonly [file: string, from: string, to: string, parameters: Parameters])[] = [
  [BTC, "2021-01-01", "2022-01-01", { ...DEFAULTS, feeBps: 26 }],
  [BTC, "2014-01-01", "2014-07-01", { fast: 5, slow: 13, atr: 7, mult: 1, feeBps: 1 }],
  [BTC, "2020-02-15", "2020-05-15", { fast: 3, slow: 8, atr: 5, mult: 0.5, feeBps: 40 }],
  [ETH, "2016-01-01", "2017-01-01", { fast: 10, slow: 30, atr: 14, mult: 3, feeBps: 16 }],
  // Hours without a trade's range: an ATR of nothing, and a stop at the entry itself.
  [BTC, "2015-10-01", "2015-12-01", { fast: 2, slow: 3, atr: 1, mult: 0.1, feeBps: 0 }],
  [ETH, "2022-01-01", "2022-07-01", { ...DEFAULTS, feeBps: 1 }],
];

describe.skipIf(!isDataHere)("a run with the reference profile against an independent program, on real bars", () => {
  it.each(WINDOWS)("%s from %s to %s agrees in every trade", { timeout: 60_000 }, (file, from, to, parameters) => {
    const bars = realBars(file, Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`));
    const reference = referenceTrades(bars, parameters);
    expect(reference.length).toBeGreaterThan(10);
    expectSameTrades(governedTrades(bars, parameters), reference);
  });

  it("fills at the same prices where the next open was not known when the order was sent", () => {
    const bars = realBars(BTC, Date.parse("2019-03-01T00:00:00Z"), Date.parse("2019-06-01T00:00:00Z"));
    const parameters = { ...DEFAULTS, feeBps: 26 };
    const known = governedTrades(bars, parameters);
    expect(known.length).toBeGreaterThan(10);
    expect(governedTrades(bars, parameters, () => false)).toEqual(known);
    expect(governedTrades(bars, parameters, (index) => index % 3 === 0)).toEqual(known);
  });
});

describe("the reference program itself", () => {
  it("trades a hand-worked series: a cross, its entry at the next open, a stop at the trigger", () => {
    const closes = [10, 10, 10, 10, 12, 13, 13, 9];
    const bars = closes.map((close, i) => {
      const open = closes[i - 1] ?? 10;
      return { tsMs: i * 3_600_000, open, high: Math.max(open, close), low: Math.min(open, close), close, volume: 1 };
    });
    const parameters = { fast: 1, slow: 2, atr: 1, mult: 1, feeBps: 0 };
    // Cross up on bar 4 (close 12, range 2): bought at 12 on bar 5, stop 10, reached on bar 7 that opens at 13.
    const expected = [
      { entryMs: 5 * 3_600_000, entry: 12, exitMs: 7 * 3_600_000, exit: 10, why: "stop", net: (10_000 / 12) * 10 - 10_000 },
    ];
    expect(referenceTrades(bars, parameters)).toEqual(expected);
    expectSameTrades(governedTrades(bars, parameters), expected);
  });
});
