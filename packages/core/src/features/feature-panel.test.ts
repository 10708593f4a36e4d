import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correlationBpsOf } from "../market/snapshot-lookup.ts";
import { CORRELATION_UNDEFINED } from "../market/snapshot.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { AlignedBars } from "./aligned-bars.ts";
import { FEATURE_KINDS } from "./feature-kinds.ts";
import { FeaturePanel, type PanelRow } from "./feature-panel.ts";
import { parseFeatureNames, warmUpBars } from "./feature-name.ts";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "./governed-features.ts";
import { isPanelMarketFeature } from "./market-features.ts";
import { barsOfRow, cutAfter, madeUpMarket, type MarketWish } from "./panel-fixture.ts";
import { panelColumns, type PanelColumns } from "./panel-columns.ts";
import type { PanelSpec } from "./panel-spec.ts";

const FIRST_MS = Date.UTC(2024, 0, 3, 5);

function specOf(featureNames: readonly string[], instruments = 3, more: Partial<PanelSpec> = {}): PanelSpec {
  const universe = ["ADA/USD", "BTC/USD", "ETH/USD", "SOL/USD", "XRP/USD"].slice(0, instruments);
  return { timeframeMs: HOUR_MS, universe, featureNames, marketFeatureNames: [], ...more };
}

/** A name of every kind with short periods, lagged or not, so that many windows fit in few rows. */
const name = fc
  .constantFrom(...Object.entries(FEATURE_KINDS))
  .chain(([kind, { periodMins }]) =>
    fc
      .tuple(fc.tuple(...periodMins.map((min) => fc.integer({ min, max: 14 }))), fc.integer({ min: 0, max: 3 }))
      .map(([periods, lag]) => `${[kind, ...periods].join(":")}${lag === 0 ? "" : `@-${lag}`}`),
  );
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 5 });
const oneOfEach = Object.entries(FEATURE_KINDS).map(([kind, { periodMins }]) =>
  [kind, ...periodMins.map((_, index) => 5 + index * 6)].join(":"),
);

const market: fc.Arbitrary<MarketWish> = fc.record({
  seed: fc.nat({ max: 100_000 }),
  instruments: fc.integer({ min: 1, max: 4 }),
  rows: fc.integer({ min: 1, max: 90 }),
  missingPercent: fc.constantFrom(0, 5, 30, 90),
  quietPercent: fc.constantFrom(0, 20, 95, 100),
  price: fc.constantFrom(1e-8, 0.3, 100, 1e6),
  listedFrom: fc.nat({ max: 30 }).map((step) => (instrument: number) => instrument * step),
});

const pushed = (panel: FeaturePanel, series: readonly AlignedBars[], rows: { readonly from: number; readonly to: number }): PanelRow[] =>
  Array.from({ length: rows.to - rows.from }, (_, step) => {
    const row = rows.from + step;
    const openMs = FIRST_MS + row * HOUR_MS;
    return panel.push(openMs, barsOfRow(series, row, openMs));
  });

const defined = (value: number | undefined): number | undefined => (value === undefined || Number.isNaN(value) ? undefined : value);

/** A row of the batch in the form that a push gives. */
function rowOf(columns: PanelColumns, series: readonly AlignedBars[], row: number): PanelRow {
  const pairs = (series.length * (series.length - 1)) / 2;
  return {
    features: columns.features.map((features, index) =>
      series[index]?.present[row] === 1 ? features.map((column) => defined(column[row])) : [],
    ),
    market: columns.market.map((column) => defined(column[row])),
    correlationsBps: columns.correlationsBps?.slice(row * pairs, (row + 1) * pairs),
  };
}

describe("every kind of feature", () => {
  it("is the same in one batch, row by row, and resumed anywhere, to the last bit", () => {
    fc.assert(
      fc.property(
        names,
        market,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (featureNames, wish, share, tileRows) => {
          const series = madeUpMarket(wish);
          const spec = specOf(featureNames, wish.instruments, { tileRows });
          const whole = new FeaturePanel(spec);
          const rows = pushed(whole, series, { from: 0, to: wish.rows });
          const batch = panelColumns(spec, FIRST_MS, series);
          const otherTiles = panelColumns({ ...spec, tileRows: 512 }, FIRST_MS, series);
          rows.forEach((row, index) => {
            expect(rowOf(batch, series, index)).toStrictEqual(row);
            expect(rowOf(otherTiles, series, index)).toStrictEqual(row);
          });
          const cut = Math.floor(share * wish.rows);
          const before = new FeaturePanel(spec);
          pushed(before, series, { from: 0, to: cut });
          const resumed = FeaturePanel.resume({ ...spec, tileRows: 7 }, before.encodeState());
          expect(resumed.encodeState()).toEqual(before.encodeState());
          expect(pushed(resumed, series, { from: cut, to: wish.rows })).toStrictEqual(rows.slice(cut));
          expect(resumed.encodeState()).toEqual(whole.encodeState());
        },
      ),
      { numRuns: 150 },
    );
  });

  it("never gives NaN, infinity or −0", () => {
    fc.assert(
      fc.property(market, (wish) => {
        const series = madeUpMarket(wish);
        const panel = new FeaturePanel(specOf(oneOfEach, wish.instruments, { marketFeatureNames: ["breadth:2"] }));
        for (const { features, market: values } of pushed(panel, series, { from: 0, to: wish.rows }))
          for (const value of [...features.flat(), ...values])
            expect(value === undefined || (Number.isFinite(value) && !Object.is(value, -0))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same at t from bars cut at t as from all bars", () => {
    fc.assert(
      fc.property(names, market, fc.double({ min: 0, max: 1, noNaN: true }), (featureNames, wish, share) => {
        const series = madeUpMarket(wish);
        const spec = specOf(featureNames, wish.instruments);
        const row = Math.floor(share * (wish.rows - 1));
        const [all, cut] = [panelColumns(spec, FIRST_MS, series), panelColumns(spec, FIRST_MS, cutAfter(series, row + 1))];
        expect(rowOf(cut, series, row)).toStrictEqual(rowOf(all, series, row));
      }),
    );
  });

  it("has its first value at the bar that its warm-up says", () => {
    const featureNames = [
      ...oneOfEach,
      ...oneOfEach.map((text) => `${text}@-2`),
      ...GOVERNED_FEATURE_NAMES.filter((text) => !text.includes("@")),
    ];
    const unique = [...new Set(featureNames)];
    const series = madeUpMarket({ seed: 5, instruments: 2, rows: 760, listedFrom: (instrument) => instrument * 11 });
    const { features } = panelColumns(specOf(unique, 2), FIRST_MS, series);
    const first = features[0]?.map((column) => column.findIndex((value) => !Number.isNaN(value)));
    // ADA is listed first: what is to the benchmark waits for it.
    const waits = (text: string): number => (/^(beta|corr)/.test(text) ? 11 : 0);
    expect(first).toEqual(parseFeatureNames(unique).map((parsed, index) => warmUpBars(parsed) + waits(unique[index] ?? "")));
  });

  it("of a window alone depends on its window alone, to the last bit", () => {
    const featureNames = oneOfEach.filter((text) => FEATURE_KINDS[text.split(":")[0] ?? ""]?.memory === "windowed");
    const warmUp = Math.max(...parseFeatureNames(featureNames).map((parsed) => warmUpBars(parsed)));
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.integer({ min: 0, max: 60 }), (seed, from) => {
        const rows = 90;
        const series = madeUpMarket({ seed, instruments: 2, rows });
        const later = series.map((bars) => ({ ...bars, present: bars.present.slice().fill(0, 0, from) }));
        const spec = specOf(featureNames, 2);
        const [whole, short] = [panelColumns(spec, FIRST_MS, series), panelColumns(spec, FIRST_MS, later)];
        for (let row = from + warmUp; row < rows; row += 1) expect(rowOf(short, later, row)).toStrictEqual(rowOf(whole, series, row));
      }),
      { numRuns: 40 },
    );
  });
});

describe("correlations and breadth", () => {
  const spec = specOf(["corr:720"], 4, { marketFeatureNames: ["breadth:24"] });
  const rows = 800;
  const series = madeUpMarket({
    seed: 3,
    instruments: 4,
    rows,
    missingPercent: 3,
    listedFrom: (instrument) => (instrument === 3 ? 200 : 0),
  });

  it("stand for every pair, as the correlation with the benchmark does", () => {
    const { features, correlationsBps } = panelColumns(spec, FIRST_MS, series);
    for (const row of [720, 750, 799]) {
      const triangle = correlationsBps?.slice(row * 6, row * 6 + 6);
      if (triangle === undefined) throw new Error("no correlations");
      const snapshot = { instruments: spec.universe.map((symbol) => ({ symbol })), correlationsBps: triangle };
      spec.universe.forEach((symbol, index) => {
        const corr = features[index]?.[0]?.[row] ?? NaN;
        const bps = triangle[[0, -1, 3, 4][index] ?? 0] ?? NaN;
        if (index === 1 || series[index]?.present[row] !== 1) return;
        if (index === 3) expect([corr, bps]).toEqual([NaN, CORRELATION_UNDEFINED]);
        else expect(Math.abs(corr * 10_000 - bps), `${symbol} ${snapshot.instruments.length}`).toBeLessThan(0.5001);
      });
    }
    expect(correlationsBps?.slice(0, 719 * 6).every((bps) => bps === CORRELATION_UNDEFINED)).toBe(true);
  });

  it("are the same row by row and resumed, to the last bit", () => {
    const batch = panelColumns(spec, FIRST_MS, series);
    const panel = new FeaturePanel(spec);
    const all = pushed(panel, series, { from: 0, to: 790 });
    for (const row of [0, 100, 720, 721, 743, 744, 789]) expect(all[row]).toStrictEqual(rowOf(batch, series, row));
    const resumed = FeaturePanel.resume(spec, panel.encodeState());
    expect(pushed(resumed, series, { from: 790, to: rows })).toStrictEqual(
      Array.from({ length: rows - 790 }, (_, step) => rowOf(batch, series, 790 + step)),
    );
  });

  it("counts the rising among those that have a return", () => {
    const bars = madeUpMarket({ seed: 1, instruments: 4, rows: 2, listedFrom: (instrument) => (instrument === 3 ? 1 : 0) });
    [101, 99, 102].forEach((close, index) => {
      bars[index]?.close.set([100, close]);
    });
    const panel = new FeaturePanel(specOf([], 4, { marketFeatureNames: ["breadth:1"] }));
    expect(pushed(panel, bars, { from: 0, to: 2 }).map((row) => row.market)).toEqual([[undefined], [2 / 3]]);
  });
});

describe("a panel", () => {
  const spec = specOf(["ema:3", "return:1"], 2);
  const series = madeUpMarket({ seed: 9, instruments: 2, rows: 5 });

  it("refuses rows that don't follow, bars of another time, and another number of them", () => {
    const panel = new FeaturePanel(spec);
    const bars = (row: number): ReturnType<typeof barsOfRow> => barsOfRow(series, row, FIRST_MS + row * HOUR_MS);
    expect(() => panel.push(FIRST_MS + 1, bars(0))).toThrow(RangeError);
    expect(() => panel.push(FIRST_MS + HOUR_MS, bars(0))).toThrow("does not open");
    panel.push(FIRST_MS, bars(0));
    expect(() => panel.push(FIRST_MS, bars(0))).toThrow("does not follow");
    expect(() => panel.push(FIRST_MS + 2 * HOUR_MS, bars(2))).toThrow("does not follow");
    expect(() => panel.push(FIRST_MS + HOUR_MS, bars(1).slice(1))).toThrow("1 bars for 2 instruments");
    expect(() => panel.advance(FIRST_MS + HOUR_MS, series, { from: 1, to: 1 })).toThrow("0 rows");
    expect(() => panel.advance(FIRST_MS + HOUR_MS, series, { from: 1, to: 514 })).toThrow("513 rows");
    expect(panel.nextOpenMs).toBe(FIRST_MS + HOUR_MS);
  });

  it("refuses a state of another spec and bytes that are cut or longer", () => {
    const panel = new FeaturePanel(spec);
    pushed(panel, series, { from: 0, to: 5 });
    const state = panel.encodeState();
    for (const other of [specOf(["ema:3"], 2), specOf(["ema:3", "return:1"], 3), { ...spec, timeframeMs: HOUR_MS * 4 }])
      expect(() => FeaturePanel.resume(other, state)).toThrow(RangeError);
    for (const bytes of [state.subarray(0, -1), Uint8Array.of(...state, 0), new Uint8Array()])
      expect(() => FeaturePanel.resume(spec, bytes)).toThrow(RangeError);
    expect(FeaturePanel.resume(spec, new FeaturePanel(spec).encodeState()).nextOpenMs).toBeUndefined();
  });

  it("is not made of an empty universe or names that are none", () => {
    expect(() => new FeaturePanel(specOf([], 0))).toThrow(RangeError);
    expect(() => new FeaturePanel(specOf(["sma:20"], 1))).toThrow("sma:20");
    expect(() => new FeaturePanel(specOf([], 1, { marketFeatureNames: ["regime"] }))).toThrow("regime");
  });

  it("computes the governed features of a universe", () => {
    const bars = madeUpMarket({ seed: 2, instruments: 5, rows: 730 });
    const governed = specOf(GOVERNED_FEATURE_NAMES, 5, { marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES.filter(isPanelMarketFeature) });
    const last = rowOf(panelColumns(governed, FIRST_MS, bars), bars, 729);
    for (const features of last.features) expect(features.filter((value) => value === undefined)).toEqual([]);
    const btc = last.features[1] ?? [];
    expect([btc[1], btc[3]]).toEqual([1, 1]);
    const instruments = governed.universe.map((symbol) => ({ symbol, bar: undefined, features: [] }));
    const snapshot = { instruments, correlationsBps: last.correlationsBps ?? new Int16Array() };
    expect(Math.abs(correlationBpsOf({ ...EMPTY, ...snapshot }, "BTC/USD", "SOL/USD") ?? NaN)).toBeLessThan(2_000);
  });
});

const EMPTY = {
  lineageId: "",
  isSynthetic: true,
  timeframeMs: HOUR_MS,
  closeMs: HOUR_MS,
  originMs: 0,
  previousHash: new Uint8Array(),
  capabilities: [],
  featureNames: [],
};
