import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../time/timeframe.ts";
import type { AlignedBars } from "./aligned-bars.ts";
import { panelColumns } from "./panel-columns.ts";
import { madeUpMarket } from "./panel-fixture.ts";

const FIRST_MS = Date.UTC(2022, 4, 1);
const UNIVERSE = ["BTC/USD", "ETH/USD"];

type Intervals = {
  readonly bars: AlignedBars;
  /** Closes carried forward. */
  readonly closes: readonly number[];
  readonly returns: readonly number[];
  readonly firstRow: number;
};

/** The stated policy for missing bars, written without the code under test. */
function intervalsOf(bars: AlignedBars): Intervals {
  const closes: number[] = [];
  bars.present.forEach((present, row) => closes.push(present === 1 ? (bars.close[row] ?? NaN) : (closes[row - 1] ?? NaN)));
  const returns = closes.map((close, row) => (row === 0 ? NaN : close / (closes[row - 1] ?? NaN) - 1));
  return { bars, closes, returns, firstRow: bars.present.indexOf(1) };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const moment = (left: readonly number[], right: readonly number[]): number => {
  const [leftMean, rightMean] = [mean(left), mean(right)];
  return sum(left.map((value, index) => (value - leftMean) * ((right[index] ?? NaN) - rightMean)));
};
const deviation = (values: readonly number[]): number => Math.sqrt(moment(values, values) / (values.length - 1));
const window = (values: ArrayLike<number>, end: number, length: number): readonly number[] =>
  Array.from({ length }, (_, step) => values[end - length + 1 + step] ?? NaN);
const barsIn = ({ bars }: Intervals, end: number, length: number): number => sum(window(bars.present, end, length));
const isWindow = (intervals: Intervals, end: number, length: number): boolean =>
  end - length + 1 >= intervals.firstRow && intervals.firstRow >= 0 && barsIn(intervals, end, length) >= 0.75 * length;

function spreadAt({ bars }: Intervals, row: number): number | undefined {
  if (bars.present[row] !== 1 || bars.present[row - 1] !== 1) return undefined;
  const [h1 = NaN, h2 = NaN] = window(bars.high, row, 2);
  const [l1 = NaN, l2 = NaN] = window(bars.low, row, 2);
  const beta = Math.log(h1 / l1) ** 2 + Math.log(h2 / l2) ** 2;
  const gamma = Math.log(Math.max(h1, h2) / Math.min(l1, l2)) ** 2;
  const k = 3 - 2 * Math.sqrt(2);
  const alpha = (Math.sqrt(2 * beta) - Math.sqrt(beta)) / k - Math.sqrt(gamma / k);
  return Math.max(0, (2 * (Math.exp(alpha) - 1)) / (1 + Math.exp(alpha)));
}

function meanSpread(intervals: Intervals, row: number, length: number): number {
  if (!isWindow(intervals, row, length + 1)) return NaN;
  const estimates = Array.from({ length }, (_, back) => spreadAt(intervals, row - back)).filter((value) => value !== undefined);
  return estimates.length >= 0.75 * length ? mean(estimates) : NaN;
}

type Definition = (own: Intervals, row: number, periods: readonly [number, number], benchmark: Intervals) => number;

const slope: Definition = (own, row, [n]) => {
  if (!isWindow(own, row, n)) return NaN;
  const index = Array.from({ length: n }, (_, i) => i);
  return moment(index, window(own.closes, row, n).map(Math.log)) / moment(index, index);
};
const stdev: Definition = (own, row, [n]) => (isWindow(own, row, n + 1) ? deviation(window(own.returns, row, n)) : NaN);
const together: Definition = (own, row, [n], benchmark) =>
  isWindow(own, row, n + 1) && isWindow(benchmark, row, n + 1)
    ? moment(window(own.returns, row, n), window(benchmark.returns, row, n))
    : NaN;

/** Each kind as its docstring says it, in the plainest arithmetic. */
const DEFINITIONS: Readonly<Record<string, Definition>> = {
  return: ({ bars }, row, [n]) => (bars.present[row - n] === 1 ? (bars.close[row] ?? NaN) / (bars.close[row - n] ?? NaN) - 1 : NaN),
  slope,
  stdev,
  vol: (own, row, periods, benchmark) => stdev(own, row, periods, benchmark) * Math.sqrt(365.25 * 24) * 100,
  volflag: (own, row, [a, b], benchmark) => {
    const [now, usual] = [stdev(own, row, [a, 0], benchmark), stdev(own, row, [b, 0], benchmark)];
    if (Number.isNaN(now + usual)) return NaN;
    return now > 1.5 * usual ? 1 : now < (2 / 3) * usual ? -1 : 0;
  },
  surge: (own, row, [n]) => (isWindow(own, row - 1, n) ? (own.bars.volume[row] ?? NaN) / mean(window(own.bars.volume, row - 1, n)) : NaN),
  hlspread: (own, row, [n]) => meanSpread(own, row, n),
  spread: (own, row, [a, b]) => meanSpread(own, row, a) / meanSpread(own, row, b),
  breakout: (own, row, [n]) =>
    isWindow(own, row - 1, n) ? (own.bars.close[row] ?? NaN) / Math.max(...window(own.bars.high, row - 1, n)) - 1 : NaN,
  zscore: (own, row, [n]) => {
    if (!isWindow(own, row, n)) return NaN;
    const closes = window(own.closes, row, n);
    return ((own.closes[row] ?? NaN) - mean(closes)) / deviation(closes);
  },
  beta: (own, row, periods, benchmark) => {
    const returns = window(benchmark.returns, row, periods[0]);
    return together(own, row, periods, benchmark) / moment(returns, returns);
  },
  corr: (own, row, periods, benchmark) => {
    const [left, right] = [window(own.returns, row, periods[0]), window(benchmark.returns, row, periods[0])];
    return together(own, row, periods, benchmark) / Math.sqrt(moment(left, left) * moment(right, right));
  },
};

const nameOf = (kind: string, a: number, b: number): string =>
  ["spread", "volflag"].includes(kind) ? `${kind}:${a}:${b}` : `${kind}:${a}`;

describe("each kind on the time grid", () => {
  it.each(Object.entries(DEFINITIONS))("%s is what its definition says", (kind, definition) => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        fc.constantFrom(0, 4, 15),
        fc.constantFrom(1e-8, 1, 1e6),
        fc.integer({ min: 5, max: 14 }),
        fc.integer({ min: 5, max: 20 }),
        (seed, missingPercent, price, a, b) => {
          const market = madeUpMarket({
            seed,
            instruments: 2,
            rows: 60,
            missingPercent,
            price,
            listedFrom: (instrument) => instrument * 3,
          });
          const spec = { timeframeMs: HOUR_MS, universe: UNIVERSE, featureNames: [nameOf(kind, a, b)], marketFeatureNames: [] };
          const { features } = panelColumns(spec, FIRST_MS, market);
          const intervals = market.map(intervalsOf);
          const [benchmark] = intervals;
          intervals.forEach((own, instrument) => {
            const column = features[instrument]?.[0] ?? new Float64Array();
            column.forEach((value, row) => {
              const raw = own.bars.present[row] === 1 && benchmark !== undefined ? definition(own, row, [a, b], benchmark) : NaN;
              const expected = Number.isFinite(raw) ? raw : NaN;
              const distance = Math.abs(value - expected);
              const isSame = Number.isNaN(expected) ? Number.isNaN(value) : distance <= 1e-9 * Math.max(1e-3, Math.abs(expected));
              if (!isSame) throw new Error(`${kind} at ${row} of ${instrument}: ${value}, expected ${expected}`);
            });
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a price that does not move", () => {
  const still = madeUpMarket({ seed: 4, instruments: 2, rows: 60, quietPercent: 100, price: 0.1 });
  const featureNames = ["return:1", "slope:10", "stdev:10", "vol:10", "breakout:10", "hlspread:10", "volflag:5:10"];
  const undefinedNames = ["zscore:10", "beta:10", "corr:10", "surge:10", "spread:5:10"];

  it("has exactly no return, slope, deviation and spread, and no ratio to them", () => {
    const spec = { timeframeMs: HOUR_MS, universe: UNIVERSE, featureNames: [...featureNames, ...undefinedNames], marketFeatureNames: [] };
    const { features } = panelColumns(spec, FIRST_MS, still);
    for (const columns of features) {
      expect(columns.slice(0, featureNames.length).map((column) => column[59])).toEqual(featureNames.map(() => 0));
      expect(columns.slice(featureNames.length).map((column) => column[59])).toEqual(undefinedNames.map(() => NaN));
    }
  });
});

describe("a window with holes", () => {
  it("has a value while three quarters of its intervals have bars, and none below that", () => {
    const [bars] = madeUpMarket({ seed: 8, instruments: 1, rows: 60 });
    if (bars === undefined) throw new Error("no bars");
    const spec = { timeframeMs: HOUR_MS, universe: ["BTC/USD"], featureNames: ["zscore:20", "return:20"], marketFeatureNames: [] };
    const at59 = (missing: readonly number[]): readonly (number | undefined)[] => {
      const present = bars.present.slice();
      for (const row of missing) present[row] = 0;
      return panelColumns(spec, FIRST_MS, [{ ...bars, present }]).features[0]?.map((column) => column[59]) ?? [];
    };
    expect(at59([41, 42, 43, 44, 45]).every((value) => Number.isFinite(value))).toBe(true);
    expect(at59([41, 42, 43, 44, 45, 46])[0]).toBeNaN();
    // Exactly 20 hours before, and no neighbour of it.
    expect(at59([39])[1]).toBeNaN();
    expect(at59([40])[1]).toBeCloseTo((bars.close[59] ?? NaN) / (bars.close[39] ?? NaN) - 1, 12);
  });
});
