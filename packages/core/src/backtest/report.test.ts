import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BarColumns } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import type { Instrument } from "../market/instrument.ts";
import { assetOf } from "../money/asset.ts";
import type { ClosedTrade } from "./closed-trade.ts";
import { costsOfFills, type ReportFill } from "./cost-breakdown.ts";
import { curvePoints } from "./curve-points.ts";
import { excursionsOf } from "./excursions.ts";
import { backtestExport, EXPORT_TABLES } from "./export-tables.ts";
import type { MarkColumns } from "./marks.ts";
import { CURVE_POINTS_MAX, keepLastTrades, makeReport, type ReportInput } from "./report.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2024, 0, 31, 20);

const BTC: Instrument = {
  ...{ symbol: "BTC/USD", venueSymbol: "XBTUSD", base: assetOf("BTC"), quote: assetOf("USD"), status: "online" },
  ...{ tickUnits: 0n, lotUnits: 0n, quantityMinUnits: 0n, notionalMinUnits: 0n },
};

const price = (dollars: number): bigint => BigInt(Math.round(dollars * 100)) * 10n ** 10n;
const cents = (dollars: number): bigint => BigInt(Math.round(dollars * 100)) * 10n ** 6n;
const coins = (tenths: number): bigint => BigInt(tenths) * 10n ** 11n;

function fillOf(of: Partial<ReportFill> & Pick<ReportFill, "side">): ReportFill {
  return {
    ...{ atMs: START_MS, orderId: "o", symbol: "BTC/USD", quantity: coins(10), priceUnits: price(100), referencePriceUnits: price(100) },
    ...{ feeUnits: 0n, feeAsset: "USD", why: "entry" },
    ...of,
  };
}

/**
 * Ten hours worked by hand: one coin bought at 100.50 (asked: 100) in hour 2, sold at 109.45 (asked:
 * 110) in hour 6, a fee of 0.10 each time; 1,000 dollars at the start.
 */
const CLOSES = [100, 100, 102, 98, 105, 108, 109, 109, 109, 109];
const BARS: BarColumns = columnsOfBars(
  CLOSES.map((close, index) => {
    const open = CLOSES[index - 1] ?? 100;
    return { tsMs: START_MS + index * HOUR_MS, open, high: Math.max(open, close) + 1, low: Math.min(open, close) - 1, close, volume: 5 };
  }),
);
const HELD_FROM = 2;
const SOLD_AT = 6;
const EXPOSURE = CLOSES.map((close, index) => (index >= HELD_FROM && index < SOLD_AT ? close : 0));
const CASH = CLOSES.map((_, index) => (index < HELD_FROM ? 1_000 : index < SOLD_AT ? 1_000 - 100.6 : 1_008.75));
const MARKS: MarkColumns = {
  tsMs: BARS.tsMs,
  equity: Float64Array.from(CLOSES, (_, index) => (CASH[index] ?? 0) + (EXPOSURE[index] ?? 0)),
  cash: Float64Array.from(CASH),
  exposure: Float64Array.from(EXPOSURE),
};
const FILLS = [
  fillOf({ side: "buy", atMs: START_MS + HELD_FROM * HOUR_MS, priceUnits: price(100.5), feeUnits: cents(0.1) }),
  fillOf({
    ...{ side: "sell", atMs: START_MS + SOLD_AT * HOUR_MS, priceUnits: price(109.45), referencePriceUnits: price(110) },
    ...{ feeUnits: cents(0.1), why: "stop" },
  }),
];
const TRADE: ClosedTrade = {
  ...{ symbol: "BTC/USD", quantity: coins(10), costUnits: cents(100.6), proceedsUnits: cents(109.35), why: "stop", reason: "STOP" },
  ...{
    entryMs: START_MS + HELD_FROM * HOUR_MS,
    entryPriceUnits: price(100.5),
    exitMs: START_MS + SOLD_AT * HOUR_MS,
    exitPriceUnits: price(109.45),
  },
};
const INPUT: ReportInput = {
  ...{ currency: "USD", quoteScale: 8, timeframeMs: HOUR_MS, startUnits: cents(1_000), finalUnits: cents(1_008.75), marks: MARKS },
  ...{ trades: [TRADE], fills: FILLS, holdings: [], instruments: [BTC], bars: new Map([["BTC/USD", BARS]]), feeBps: 10 },
  regimes: [
    { fromMs: START_MS, regime: "NEUTRAL" },
    { fromMs: START_MS + 5 * HOUR_MS, regime: "RISK_ON" },
  ],
  trialSharpes: [0.01, 0.02, 0.06],
};

describe("the report of a run worked by hand", () => {
  const report = makeReport(INPUT);

  it("leads with its figures", () => {
    expect(report.summary).toMatchObject({
      bars: 10,
      trades: 1,
      stops: 1,
      winRate: 1,
      startEquity: 1_000,
      finalEquity: 1_008.75,
      exposure: 0.4,
    });
    expect(report.summary.totalReturn).toBeCloseTo(0.00875, 12);
    // From 1,001.40 (102 and cash of 899.40) to 997.40.
    expect(report.summary.maxDrawdown).toBeCloseTo(4 / 1_001.4, 12);
    expect(report.drawdown.deepest[0]).toMatchObject({ highMs: START_MS + 2 * HOUR_MS, bottomMs: START_MS + 3 * HOUR_MS });
    expect(report.period).toEqual({ fromMs: START_MS, toMs: START_MS + 10 * HOUR_MS, timeframeMs: HOUR_MS, bars: 10 });
    expect(report.activity).toMatchObject({ barsShare: 0.4, longestFlatBars: 4 });
    const mean = MARKS.equity.reduce((sum, equity) => sum + equity, 0) / 10;
    expect(report.summary.turnover).toBeCloseTo(((100.5 + 109.45) * 24) / 10 / mean, 12);
  });

  it("parts its costs into fees and slippage", () => {
    expect(report.costs).toMatchObject({ fills: 2, notional: 209.95, fees: 0.2, slippage: 1.05, total: 1.25 });
    expect(report.costs.feeBps).toBeCloseTo((0.2 / 209.95) * 10_000, 9);
    expect(report.instruments).toMatchObject([{ symbol: "BTC/USD", profit: 8.75, openProfit: 0, costs: { fees: 0.2, slippage: 1.05 } }]);
  });

  it("tells each trade with its regime and how far it went", () => {
    expect(report.trades).toMatchObject([
      { n: 1, entry: 100.5, exit: 109.45, quantity: 1, cost: 100.6, proceeds: 109.35, net: 8.75, regime: "NEUTRAL", barsHeld: 4 },
    ]);
    // Bars 2 to 5: lows to 97, highs to 109; the price of the sale lies higher.
    expect(report.trades[0]?.adverse).toBeCloseTo(97 / 100.5 - 1, 12);
    expect(report.trades[0]?.favourable).toBeCloseTo(109.45 / 100.5 - 1, 12);
    expect(report.regimes.map(({ regime, bars, statistics }) => [regime, bars, statistics.trades])).toEqual([
      ["RISK_ON", 5, 0],
      ["NEUTRAL", 5, 1],
    ]);
  });

  it("parts months at midnight of UTC", () => {
    expect(report.months.map(({ year, month, bars }) => [year, month, bars])).toEqual([
      [2024, 1, 4],
      [2024, 2, 6],
    ]);
    expect(report.months[0]?.return).toBeCloseTo(997.4 / 1_000 - 1, 12);
  });

  it("sets holding and cash beside it: a fee in, a fee out", () => {
    const { buyAndHold, cash } = report.benchmark;
    expect(buyAndHold?.finalEquity).toBeCloseTo((1_000 / (100 * 1.001)) * 109 * 0.999, 9);
    expect(cash).toEqual({ finalEquity: 1_000, totalReturn: 0, cagr: 0, maxDrawdown: 0, sharpe: null, sortino: null, volatility: 0 });
    expect(report.curve.at(-1)?.benchmark).toBe(buyAndHold?.finalEquity);
  });

  it("deflates the ratio by the trials of the ledger, and not without one", () => {
    const { sharpePerBar, probabilisticSharpe, deflatedSharpe, trials, expectedMaximumPerBar } = report.confidence;
    expect((sharpePerBar ?? NaN) * Math.sqrt(365.25 * 24)).toBeCloseTo(report.summary.sharpe ?? NaN, 9);
    expect(trials).toBe(3);
    expect(expectedMaximumPerBar).toBeGreaterThan(0);
    expect(deflatedSharpe).toBeLessThan(probabilisticSharpe ?? NaN);
    const alone = makeReport({ ...INPUT, trialSharpes: undefined }).confidence;
    expect(alone).toMatchObject({ trials: null, expectedMaximumPerBar: null, deflatedSharpe: null, probabilisticSharpe });
  });

  it("survives JSON, the same bytes each time", () => {
    const text = JSON.stringify(report);
    expect(JSON.parse(text)).toEqual(report);
    expect(JSON.stringify(makeReport(INPUT))).toBe(text);
  });

  it("is kept with its last trades alone, where there are too many", () => {
    const many = makeReport({ ...INPUT, trades: Array.from({ length: 5 }, () => TRADE) });
    const kept = keepLastTrades(many, 2);
    expect(kept.trades.map(({ n }) => n)).toEqual([4, 5]);
    expect(kept.summary.trades).toBe(5);
    expect(keepLastTrades(many, 5)).toBe(many);
  });

  it("is exported line by line", () => {
    const source = {
      quoteScale: 8,
      instruments: [BTC],
      trades: [TRADE],
      fills: FILLS,
      marks: MARKS,
      tradeRows: report.trades,
      months: report.months,
    };
    const lines = EXPORT_TABLES.map((table) => [...backtestExport(source, table, "csv")].length);
    expect(lines).toEqual([2, 3, 11, 3]);
    const [, trade] = [...backtestExport(source, "trades", "csv")];
    expect(trade).toBe(
      `1,BTC/USD,2024-01-31T22:00:00.000Z,1706738400000,100.5,2024-02-01T02:00:00.000Z,1706752800000,109.45,1,100.6,109.35,8.75,${report.trades[0]?.return},stop,STOP,NEUTRAL,4,${report.trades[0]?.adverse},${report.trades[0]?.favourable}\r\n`,
    );
    const [fill] = [...backtestExport(source, "fills", "jsonl")];
    expect(JSON.parse(fill ?? "")).toMatchObject({ price: "100.5", reference_price: "100", fee: "0.1", slippage: "0.5", currency: "USD" });
    const marks = [...backtestExport(source, "equity", "csv")];
    expect(marks[3]).toBe("2024-01-31T22:00:00.000Z,1706738400000,1001.4,899.4,102,0\r\n");
  });
});

describe("a report of nothing", () => {
  const none = new Float64Array(0);
  const empty: ReportInput = {
    ...INPUT,
    ...{ marks: { tsMs: none, equity: none, cash: none, exposure: none }, trades: [], fills: [], bars: new Map(), regimes: [] },
    finalUnits: INPUT.startUnits,
  };

  it("has null for every ratio, and no row", () => {
    const report = makeReport(empty);
    for (const name of [
      "winRate",
      "cagr",
      "sharpe",
      "sortino",
      "volatility",
      "calmar",
      "skew",
      "kurtosis",
      "turnover",
      "exposure",
    ] as const)
      expect(report.summary[name]).toBeNull();
    expect(report.summary).toMatchObject({ bars: 0, trades: 0, maxDrawdown: 0, totalReturn: 0 });
    expect(report.benchmark.buyAndHold).toBeNull();
    expect(report.costs).toMatchObject({ feeBps: null, slippageBps: null, total: 0 });
    for (const rows of [report.months, report.instruments, report.regimes, report.trades, report.curve, report.distribution])
      expect(rows).toEqual([]);
  });

  it("is refused where marks are broken", () => {
    const short = { ...MARKS, cash: none };
    expect(() => makeReport({ ...INPUT, marks: short })).toThrow("marks: 10 times");
    expect(() => makeReport({ ...INPUT, marks: { ...MARKS, tsMs: MARKS.tsMs.slice().reverse() } })).toThrow("marks: time");
    for (const wrong of [NaN, Infinity]) {
      const equity = MARKS.equity.slice().fill(wrong, 3, 4);
      expect(() => makeReport({ ...INPUT, marks: { ...MARKS, equity } })).toThrow(`equity ${wrong}`);
    }
    expect(() => makeReport({ ...INPUT, instruments: [] })).toThrow("no instrument BTC/USD");
  });
});

describe("a report of whatever a walk may leave", () => {
  const walked = fc.record({
    closes: fc.array(fc.record({ cash: fc.integer({ min: -100, max: 1_000 }), held: fc.constantFrom(0, 1, 250, 10_000_000) }), {
      maxLength: 12,
    }),
    start: fc.constantFrom(0, 1, 1_000, 1_000_000),
    final: fc.constantFrom(-5, 0, 1, 1_000, 1_000_000_000),
    nets: fc.array(fc.integer({ min: -1_000, max: 1_000 }), { maxLength: 5 }),
    cost: fc.constantFrom(0, 1, 1_000),
    slipped: fc.integer({ min: -99, max: 99 }),
    trialSharpes: fc.option(fc.array(fc.option(fc.double({ min: -1, max: 1, noNaN: true })), { maxLength: 4 }), { nil: undefined }),
    hours: fc.constantFrom(1, 24, 800),
  });

  it("holds no number that JSON can't carry, and shares within their bounds", () => {
    fc.assert(
      fc.property(walked, ({ closes, start, final, nets, cost, slipped, trialSharpes, hours }) => {
        const tsMs = Float64Array.from(closes, (_, index) => START_MS + index * hours * HOUR_MS);
        const cash = Float64Array.from(closes, (close) => close.cash);
        const exposure = Float64Array.from(closes, (close) => close.held);
        const equity = cash.map((value, index) => value + (exposure[index] ?? 0));
        const trades = nets.map((net) => ({ ...TRADE, costUnits: cents(cost), proceedsUnits: cents(cost + net) }));
        const fills = nets.map(() => fillOf({ side: "sell", priceUnits: price(100 + slipped) }));
        const marks = { tsMs, equity, cash, exposure };
        const report = makeReport({ ...INPUT, startUnits: cents(start), finalUnits: cents(final), marks, trades, fills, trialSharpes });
        // NaN and Infinity become null in JSON, undefined vanishes: whatever comes back is what was there.
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        const { summary, activity, confidence, drawdown, statistics } = report;
        const shares = [
          summary.winRate,
          summary.exposure,
          activity.barsShare,
          drawdown.shareUnderWater,
          confidence.probabilisticSharpe,
          confidence.deflatedSharpe,
        ];
        for (const share of shares) if (share !== null) expect(share >= 0 && share <= 1).toBe(true);
        expect(statistics.wins + statistics.losses).toBeLessThanOrEqual(statistics.trades);
        expect(report.distribution.reduce((sum, { trades: count }) => sum + count, 0)).toBe(cost === 0 ? 0 : nets.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("parts of a report", () => {
  it("hold a whole bar only where the trade ended at its close", () => {
    const atEnd: ClosedTrade = { ...TRADE, why: "end" };
    expect(excursionsOf(TRADE, BARS)?.barsHeld).toBe(4);
    expect(excursionsOf(atEnd, BARS)).toMatchObject({ barsHeld: 5, favourable: 110 / 100.5 - 1 });
    const sameBar = { ...TRADE, exitMs: TRADE.entryMs, exitPriceUnits: price(99) };
    expect(excursionsOf(sameBar, BARS)).toEqual({ barsHeld: 0, adverse: 99 / 100.5 - 1, favourable: 0 });
    expect(excursionsOf({ ...TRADE, entryMs: START_MS + 1 }, BARS)).toBeUndefined();
  });

  it("take a fee in coins at the price of its fill, and refuse one in a third asset", () => {
    const inCoins = fillOf({
      side: "buy",
      feeUnits: coins(1) / 10n,
      feeAsset: "BTC",
      priceUnits: price(200),
      referencePriceUnits: price(200),
    });
    expect(costsOfFills([inCoins], [BTC], 8).all).toMatchObject({ fees: 2, slippage: 0, notional: 200 });
    expect(() => costsOfFills([fillOf({ side: "buy", feeAsset: "KFEE" })], [BTC], 8)).toThrow("fee of BTC/USD in KFEE");
  });

  it("count a better price than asked for as negative slippage", () => {
    const better = fillOf({ side: "sell", priceUnits: price(101) });
    expect(costsOfFills([better], [BTC], 8).all).toMatchObject({ slippage: -1, total: -1 });
  });

  it("draw at most so many points, with the deepest mark among them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 5, max: 50 }),
        (values, most) => {
          const equity = Float64Array.from(values);
          const tsMs = Float64Array.from(values, (_, index) => index);
          const points = curvePoints({ tsMs, equity, exposure: equity, benchmark: undefined }, most);
          expect(points.length).toBeLessThanOrEqual(most);
          let [high, worst] = [0, 0];
          for (const value of values)
            [high, worst] = [Math.max(high, value), Math.max(worst, (Math.max(high, value) - value) / Math.max(high, value))];
          const times = points.map((point) => point.tsMs);
          expect(times).toEqual([...new Set(times)].sort((left, right) => left - right));
          expect([times[0], times.at(-1)]).toEqual([0, values.length - 1]);
          expect(Math.max(...points.map((point) => point.drawdown))).toBe(worst);
        },
      ),
    );
  });
});

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const FILE = `${DATA}/ohlcv/kraken_BTC-USD_1h.csv.gz`;

describe.skipIf(!existsSync(FILE))("the report of holding real bars", () => {
  it("agrees with a plain computation over the file, and with its own benchmark", { timeout: 60_000 }, () => {
    const rows = gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n").slice(1);
    const bars = columnsOfBars(
      rows.map((row) => {
        const [tsMs = NaN, open = NaN, high = NaN, low = NaN, close = NaN, volume = NaN] = row.split(",").map(Number);
        return { tsMs, open, high, low, close, volume };
      }),
    );
    const first = bars.open[0] ?? NaN;
    const equity = bars.close.map((close) => (close / first) * 10_000);
    const end = equity.at(-1) ?? NaN;
    const report = makeReport({
      ...INPUT,
      ...{ startUnits: 1_000_000_000_000n, finalUnits: BigInt(Math.round(end * 1e8)), trades: [], fills: [], feeBps: 0 },
      ...{
        marks: { tsMs: bars.tsMs, equity, cash: new Float64Array(equity.length), exposure: equity },
        bars: new Map([["BTC/USD", bars]]),
      },
    });
    const returns = [...equity.slice(1)].map((value, index) => value / (equity[index] ?? NaN) - 1);
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1));
    expect(report.summary.bars).toBe(rows.length);
    expect(Math.abs((report.summary.sharpe ?? NaN) / ((mean / deviation) * Math.sqrt(8_766)) - 1)).toBeLessThan(1e-9);
    const years = ((bars.tsMs.at(-1) ?? NaN) - (bars.tsMs[0] ?? NaN)) / (365.25 * 86_400_000);
    expect(Math.abs((report.summary.cagr ?? NaN) / ((end / 10_000) ** (1 / years) - 1) - 1)).toBeLessThan(1e-9);
    const held = report.benchmark.buyAndHold;
    for (const name of ["cagr", "sharpe", "sortino", "volatility", "maxDrawdown", "totalReturn"] as const)
      expect(Math.abs((held?.[name] ?? NaN) / (report.summary[name] ?? NaN) - 1)).toBeLessThan(1e-9);
    const compounded = report.months.reduce((growth, month) => growth * (1 + (month.return ?? NaN)), 1);
    expect(Math.abs(compounded / (end / 10_000) - 1)).toBeLessThan(1e-9);
    expect(report.curve.length).toBeLessThanOrEqual(CURVE_POINTS_MAX);
    expect(Math.max(...report.curve.map(({ drawdown }) => drawdown))).toBe(report.summary.maxDrawdown);
  });
});
