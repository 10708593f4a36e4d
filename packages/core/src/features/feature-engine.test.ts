import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bar } from "../market/bar.ts";
import { columnsOfBars } from "../market/columns.ts";
import { randomStream } from "../numeric/random.ts";
import { featureColumns } from "./feature-columns.ts";
import { FeatureEngine } from "./feature-engine.ts";
import { parseFeatureNames, warmUpBars } from "./feature-name.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");
const NAMES = ["ema:20", "ema:50", "ema:20@-1", "ema:50@-1", "atr:14"];

function walk(seed: number, length: number): readonly Bar[] {
  const stream = randomStream(sha256, ["walk", seed]);
  let price = 20_000;
  return Array.from({ length }, (_, index) => {
    const open = price;
    const close = Math.round(open * (1 + 0.01 * stream.gaussian()) * 10) / 10;
    price = close;
    return { tsMs: index * 3_600_000, open, high: Math.max(open, close) + 1, low: Math.min(open, close) - 1, close, volume: 1 };
  });
}

const name = fc
  .tuple(fc.constantFrom("ema", "atr"), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 4 }))
  .map(([kind, period, lag]) => `${kind}:${period}${lag === 0 ? "" : `@-${lag}`}`);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });

describe("the feature engine", () => {
  it("equals the columns to the last bit, at every length", () => {
    fc.assert(
      fc.property(names, fc.nat(), fc.integer({ min: 0, max: 90 }), (featureNames, seed, length) => {
        const bars = walk(seed, length);
        const engine = new FeatureEngine(featureNames);
        const pushed = bars.map((bar) => engine.push(bar));
        const columns = featureColumns(featureNames, columnsOfBars(bars));
        const rows = bars.map((_, row) => columns.map((column) => column[row]).map((value) => (Number.isNaN(value) ? undefined : value)));
        expect(pushed).toEqual(rows);
      }),
    );
  });

  it("resumed from its state anywhere goes on to the same bits and the same state", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 80 }), (seed, cut) => {
        const bars = walk(seed, 90);
        const whole = new FeatureEngine(NAMES);
        for (const bar of bars.slice(0, cut)) whole.push(bar);
        const resumed = FeatureEngine.resume(NAMES, whole.encodeState());
        for (const bar of bars.slice(cut)) expect(resumed.push(bar)).toEqual(whole.push(bar));
        expect(resumed.encodeState()).toEqual(whole.encodeState());
        expect(resumed.lastTsMs).toBe(bars.at(-1)?.tsMs);
      }),
    );
  });

  it("depends on no bar after: cut off, the feature at t is the same", () => {
    const bars = walk(7, 120);
    const all = featureColumns(NAMES, columnsOfBars(bars));
    for (const length of [1, 20, 50, 51, 100]) {
      const cut = featureColumns(NAMES, columnsOfBars(bars.slice(0, length)));
      expect(cut.map((column) => column[length - 1])).toEqual(all.map((column) => column[length - 1]));
    }
  });

  it("has its first value where the warm-up says", () => {
    const engine = new FeatureEngine(NAMES);
    const rows = walk(1, 60).map((bar) => engine.push(bar));
    const first = NAMES.map((_, index) => rows.findIndex((row) => row[index] !== undefined));
    expect(first).toEqual(parseFeatureNames(NAMES).map((name) => warmUpBars(name)));
    expect(first).toEqual([19, 49, 20, 50, 14]);
  });

  it("reads a lagged feature at the previous existing bar, whatever time lies between", () => {
    const engine = new FeatureEngine(["ema:1", "ema:1@-1"]);
    const bar = (tsMs: number, close: number): Bar => ({ tsMs, open: close, high: close, low: close, close, volume: 1 });
    expect([engine.push(bar(0, 5)), engine.push(bar(9_000_000, 6))]).toEqual([
      [5, undefined],
      [6, 5],
    ]);
  });

  it("knows none of the kinds that need the time grid", () => {
    expect(() => new FeatureEngine(["return:24"])).toThrow("feature panel");
    expect(() => featureColumns(["zscore:20"], columnsOfBars([]))).toThrow("feature panel");
  });

  it("refuses a bar that does not follow, and a state of other features or cut bytes", () => {
    const engine = new FeatureEngine(NAMES);
    const [first, second] = walk(1, 2);
    if (first === undefined || second === undefined) throw new Error("no bars");
    engine.push(second);
    expect(() => engine.push(second)).toThrow(RangeError);
    expect(() => engine.push(first)).toThrow(RangeError);
    expect(() => FeatureEngine.resume(["ema:20"], engine.encodeState())).toThrow(RangeError);
    expect(() => FeatureEngine.resume(NAMES, engine.encodeState().subarray(0, -1))).toThrow(RangeError);
    expect(() => FeatureEngine.resume(NAMES, new Uint8Array())).toThrow(RangeError);
  });
});
