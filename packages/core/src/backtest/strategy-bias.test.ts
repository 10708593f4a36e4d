import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnsOfBars } from "../market/columns.ts";
import type { BarColumns } from "../market/bar.ts";
import {
  findStrategyLookAhead,
  firstDifference,
  measureStrategyWarmUp,
  type BiasFill,
  type BiasRun,
  type WantedOrder,
} from "./strategy-bias.ts";

const SYMBOL = "BTC/USD";

/** A price that swings, with steps that repeat only after 113 bars. */
const BARS: BarColumns = columnsOfBars(
  Array.from({ length: 600 }, (_, index) => {
    const close = 100 + ((index * 29) % 113) / 4 + 10 * Math.sin(index / 17);
    return { tsMs: index, open: close - 0.5, high: close + 1, low: close - 1, close, volume: 1 };
  }),
);
const HISTORY = new Map([[SYMBOL, BARS]]);

const fillAt = (bars: BarColumns, row: number, side: "buy" | "sell", why: BiasFill["why"]): BiasFill => ({
  ...{ atMs: bars.tsMs[row] ?? NaN, symbol: SYMBOL, side, quantity: 1n, why },
  priceUnits: BigInt(Math.round((bars.open[row] ?? NaN) * 1e6)),
});

/** An order decided at the close of a row, which is the open of the next. */
const orderAt = (bars: BarColumns, row: number, side: "buy" | "sell", stopOffsetUnits: bigint): WantedOrder => ({
  ...{ atMs: bars.tsMs[row + 1] ?? NaN, symbol: SYMBOL, side, quantity: 1n, quoteBudget: undefined, reason: "SIGNAL" },
  ...{ stopOffsetUnits: side === "buy" ? stopOffsetUnits : undefined, takeProfitOffsetUnits: undefined },
});

/** Long while a signal of the bars up to a row says so, bought and sold at the next open, sold at the end. */
function strategyOf(signal: (bars: BarColumns, row: number) => boolean, stopOf = (_bars: BarColumns, _row: number): bigint => 7n): BiasRun {
  return (history, fromMs) => {
    const bars = history.get(SYMBOL) ?? columnsOfBars([]);
    const [orders, fills]: [WantedOrder[], BiasFill[]] = [[], []];
    let isLong = false;
    for (let row = 0; row + 1 < bars.tsMs.length; row += 1) {
      if ((bars.tsMs[row] ?? NaN) < fromMs) continue;
      const wants = signal(bars, row);
      if (wants !== isLong) {
        orders.push(orderAt(bars, row, wants ? "buy" : "sell", stopOf(bars, row)));
        fills.push(fillAt(bars, row + 1, wants ? "buy" : "sell", wants ? "entry" : "exit"));
      }
      isLong = wants;
    }
    if (isLong) fills.push(fillAt(bars, bars.tsMs.length - 1, "sell", "end"));
    return { orders, fills };
  };
}

const mean = (bars: BarColumns, from: number, to: number): number =>
  bars.close.subarray(Math.max(0, from), to).reduce((sum, close) => sum + close, 0) / (to - Math.max(0, from));
const aboveItsMean = (bars: BarColumns, row: number): boolean => (bars.close[row] ?? NaN) > mean(bars, row - 20, row);

const CUTS = [50, 51, 52, 53, 54, 55, 133, 211, 347, 512, 599];

describe("the look-ahead of a strategy", () => {
  it("is found nowhere in one that reads the bars up to its close", () => {
    const finding = findStrategyLookAhead({ history: HISTORY, fromMs: 30, cutsMs: CUTS, decisionCuts: 0, run: strategyOf(aboveItsMean) });
    expect(finding).toMatchObject({ verdict: "OK", cuts: 11, leak: null });
    expect(finding.compared).toBeGreaterThan(100);
  });

  it.each<[string, (bars: BarColumns, row: number) => boolean]>([
    ["the next close", (bars, row) => (bars.close[row + 1] ?? bars.close[row] ?? NaN) > mean(bars, row - 20, row)],
    ["the mean of all bars", (bars, row) => (bars.close[row] ?? NaN) > mean(bars, 0, bars.close.length)],
    [
      "the highest price of the history",
      (bars, row) => (bars.high[row] ?? NaN) > 0.95 * bars.high.reduce((high, value) => Math.max(high, value), 0),
    ],
  ])("is found in one that reads %s", (_name, signal) => {
    const { verdict, leak } = findStrategyLookAhead({
      history: HISTORY,
      fromMs: 30,
      cutsMs: CUTS,
      decisionCuts: 0,
      run: strategyOf(signal),
    });
    expect(verdict).toBe("LEAK");
    expect(CUTS).toContain(leak?.cutMs);
    expect(leak?.expected).not.toEqual(leak?.found);
  });

  it("is found behind its own decisions where no cut of the calendar meets it", () => {
    const rises = (bars: BarColumns, row: number): boolean => (bars.close[row + 1] ?? NaN) > (bars.open[row + 1] ?? NaN);
    const onlyBeforeARise = strategyOf((bars, row) => row % 97 === 0 && rises(bars, row));
    const asked = { history: HISTORY, fromMs: 30, cutsMs: [50, 400], run: onlyBeforeARise };
    expect(findStrategyLookAhead({ ...asked, decisionCuts: 0 }).verdict).toBe("OK");
    expect(findStrategyLookAhead({ ...asked, decisionCuts: 4 }).verdict).toBe("LEAK");
  });

  it("is found in the protection of an order that fills as an honest one would", () => {
    const rangeOfNext = (bars: BarColumns, row: number): bigint =>
      BigInt(Math.round(100 * ((bars.high[row + 1] ?? 0) - (bars.low[row + 1] ?? 0))));
    const run = strategyOf(aboveItsMean, rangeOfNext);
    const found = findStrategyLookAhead({ history: HISTORY, fromMs: 30, cutsMs: [], decisionCuts: 5, run });
    expect(found.verdict).toBe("LEAK");
    expect(found.leak?.found).toMatchObject({ reason: "SIGNAL" });
  });

  it("is not called absent where nothing was traded", () => {
    expect(
      findStrategyLookAhead({ history: HISTORY, fromMs: 30, cutsMs: CUTS, decisionCuts: 0, run: () => ({ orders: [], fills: [] }) })
        .verdict,
    ).toBe("NO_FILLS");
    expect(
      findStrategyLookAhead({ history: HISTORY, fromMs: 30, cutsMs: [], decisionCuts: 0, run: strategyOf(aboveItsMean) }).verdict,
    ).toBe("NO_FILLS");
  });

  it("is absent wherever an honest strategy is cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 300 }), (cutMs, fromMs) => {
        expect(
          findStrategyLookAhead({ history: HISTORY, fromMs, cutsMs: [cutMs], decisionCuts: 0, run: strategyOf(aboveItsMean) }).verdict,
        ).not.toBe("LEAK");
      }),
      { numRuns: 40 },
    );
  });
});

describe("the warm-up of a strategy", () => {
  const tried = { history: HISTORY, fromMs: 300, warmUps: [40, 0, 5, 20, 19, 100] };

  /** Long from the first close on that has so many bars before it. */
  const after = (bars: number): BiasRun => strategyOf((history, row) => history.close[row - bars] !== undefined);

  it("is the length of the window that it reads", () => {
    const { verdict, settledBars, tries } = measureStrategyWarmUp({ ...tried, run: after(20) });
    expect([verdict, settledBars]).toEqual(["OK", 20]);
    expect(tries.map(({ bars }) => bars)).toEqual([0, 5, 19, 20, 40, 100]);
    expect(tries.map(({ difference }) => difference === null)).toEqual([false, false, false, true, true, true]);
  });

  it("is nothing for a strategy that reads its own bar alone", () => {
    const run = strategyOf((bars, row) => (bars.close[row] ?? NaN) > 110);
    expect(measureStrategyWarmUp({ ...tried, run })).toMatchObject({ verdict: "OK", settledBars: 0 });
  });

  it("is called too short where no length that was tried is enough", () => {
    const { verdict, settledBars, tries } = measureStrategyWarmUp({ ...tried, run: after(101) });
    expect([verdict, settledBars]).toEqual(["LATE", null]);
    expect(tries.every(({ difference }) => difference !== null)).toBe(true);
  });

  it("is not measured where nothing was traded", () => {
    expect(measureStrategyWarmUp({ ...tried, run: () => ({ orders: [], fills: [] }) }).verdict).toBe("NO_FILLS");
  });
});

describe("two lists of fills", () => {
  const [one, other] = [fillAt(BARS, 3, "buy", "entry"), fillAt(BARS, 4, "sell", "exit")];

  it("part at the first that differs, or where one of them ends", () => {
    expect(firstDifference([one, other], [one, other])).toBeNull();
    expect(firstDifference([one, other], [one])).toEqual({ n: 2, expected: other, found: null });
    expect(firstDifference([one], [{ ...one, quantity: 2n }])).toEqual({ n: 1, expected: one, found: { ...one, quantity: 2n } });
  });
});
