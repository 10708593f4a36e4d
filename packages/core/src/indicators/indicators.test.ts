import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bar } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import { RandomStream } from "../numeric/random.ts";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { Atr, atrColumn } from "./atr.ts";
import { Ema, emaColumn } from "./ema.ts";
import { PERIOD_MAX } from "./period.ts";

/** A random walk with gaps between close and open, so that true ranges look at the close before. */
function walk(seed: number, length: number): readonly Bar[] {
  const stream = new RandomStream(Uint8Array.from({ length: 16 }, (_, index) => (seed >>> ((index % 4) * 8)) + index + 1));
  let price = 100;
  return Array.from({ length }, (_, index) => {
    const open = price * (1 + 0.01 * stream.gaussian());
    const close = open * (1 + 0.02 * stream.gaussian());
    price = close;
    return {
      tsMs: index,
      open,
      high: Math.max(open, close) * (1 + 0.01 * stream.uniform()),
      low: Math.min(open, close) * (1 - 0.01 * stream.uniform()),
      close,
      volume: 1,
    };
  });
}

const period = fc.integer({ min: 1, max: 60 });
const seed = fc.integer({ min: 1 });
/** Every length around the warm-up, and some beyond. */
const lengthAround = (n: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 0, max: n + 3 }), fc.integer({ min: n, max: n + 200 }));

/** The definition as it stands in words, written without the code under test. */
function emaByDefinition(closes: readonly number[], n: number): readonly (number | undefined)[] {
  const k = 2 / (n + 1);
  const values: (number | undefined)[] = [];
  closes.forEach((close, i) => {
    if (i < n - 1) values.push(undefined);
    else if (i === n - 1) values.push(closes.slice(0, n).reduce((sum, value) => sum + value, 0) / n);
    else values.push(close * k + (values[i - 1] ?? NaN) * (1 - k));
  });
  return values;
}

function atrByDefinition(bars: readonly Bar[], m: number): readonly (number | undefined)[] {
  const range = (i: number): number => {
    const [bar, before] = [bars[i], bars[i - 1]];
    if (bar === undefined || before === undefined) return NaN;
    return [bar.high - bar.low, Math.abs(bar.high - before.close), Math.abs(bar.low - before.close)].reduce((most, value) =>
      value > most ? value : most,
    );
  };
  const values: (number | undefined)[] = [];
  bars.forEach((_, i) => {
    if (i < m) values.push(undefined);
    else if (i === m) values.push(Array.from({ length: m }, (__, j) => range(j + 1)).reduce((sum, value) => sum + value, 0) / m);
    else values.push(((values[i - 1] ?? NaN) * (m - 1) + range(i)) / m);
  });
  return values;
}

function definedOf(column: Float64Array): readonly (number | undefined)[] {
  return Array.from(column, (value) => (Number.isNaN(value) ? undefined : value));
}

describe("EMA", () => {
  it("has this warm-up and these values", () => {
    expect(definedOf(emaColumn(Float64Array.of(1, 2, 3, 4, 5), 3))).toEqual([undefined, undefined, 2, 3, 4]);
    expect(definedOf(emaColumn(Float64Array.of(7, 8), 1))).toEqual([7, 8]);
  });

  it("is the same by definition, bar by bar and over the column, to the last bit", () => {
    fc.assert(
      fc.property(
        seed,
        period.chain((n) => fc.tuple(fc.constant(n), lengthAround(n))),
        (from, [n, length]) => {
          const closes = walk(from, length).map((bar) => bar.close);
          const ema = new Ema(n);
          const expected = emaByDefinition(closes, n);
          expect(closes.map((close) => ema.push(close))).toEqual(expected);
          expect(definedOf(emaColumn(Float64Array.from(closes), n))).toEqual(expected);
        },
      ),
    );
  });
});

describe("ATR", () => {
  it("has this warm-up and these values", () => {
    const bars = [
      [10, 8, 9],
      [11, 9, 10],
      [15, 14, 15],
      [13, 12, 12],
    ].map(([high = 0, low = 0, close = 0], tsMs) => ({ tsMs, open: close, high, low, close, volume: 1 }));
    expect(definedOf(atrColumn(columnsOfBars(bars), 2))).toEqual([undefined, undefined, 3.5, 3.25]);
  });

  it("is the same by definition, bar by bar and over the columns, to the last bit", () => {
    fc.assert(
      fc.property(
        seed,
        period.chain((m) => fc.tuple(fc.constant(m), lengthAround(m))),
        (from, [m, length]) => {
          const bars = walk(from, length);
          const atr = new Atr(m);
          const expected = atrByDefinition(bars, m);
          expect(bars.map((bar) => atr.push(bar))).toEqual(expected);
          expect(definedOf(atrColumn(columnsOfBars(bars), m))).toEqual(expected);
        },
      ),
    );
  });
});

describe("an indicator's state", () => {
  it("goes on to the same bits wherever it is cut", () => {
    fc.assert(
      fc.property(seed, period, fc.integer({ min: 0, max: 80 }), (from, n, cut) => {
        const bars = walk(from, 120);
        const [ema, atr, resumedEma, resumedAtr] = [new Ema(n), new Atr(n), new Ema(n), new Atr(n)];
        for (const bar of bars.slice(0, cut)) {
          ema.push(bar.close);
          atr.push(bar);
        }
        const writer = new CanonicalWriter();
        ema.save(writer);
        atr.save(writer);
        const reader = new CanonicalReader(writer.finish());
        resumedEma.restore(reader);
        resumedAtr.restore(reader);
        for (const bar of bars.slice(cut))
          expect([resumedEma.push(bar.close), resumedAtr.push(bar)]).toEqual([ema.push(bar.close), atr.push(bar)]);
      }),
    );
  });

  it.each([0, -1, 1.5, NaN, PERIOD_MAX + 1])("has no period of %s", (n) => {
    for (const make of [() => new Ema(n), () => new Atr(n), () => emaColumn(new Float64Array(), n)]) expect(make).toThrow(RangeError);
  });
});
