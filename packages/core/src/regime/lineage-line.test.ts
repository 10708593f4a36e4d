import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { barsOfRow, madeUpMarket } from "../features/panel-fixture.ts";
import { GOVERNED_FEATURE_NAMES, GOVERNED_MARKET_FEATURE_NAMES } from "../features/governed-features.ts";
import { featureAt } from "../features/tile-instrument.ts";
import { decodeSnapshot, encodeSnapshot } from "../market/snapshot.ts";
import { toHex, type Sha256 } from "../numeric/hash.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { LineageLine } from "./lineage-line.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const ROWS = 1_300;
const UNIVERSE = ["BTC/USD", "ETH/USD", "SOL/USD"];
const SERIES = madeUpMarket({ seed: 7, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 3, quietPercent: 2 });

function newLine(): LineageLine {
  return new LineageLine({
    lineageId: "test",
    isSynthetic: true,
    timeframeMs: HOUR_MS,
    originMs: ORIGIN_MS,
    universe: UNIVERSE,
    featureNames: GOVERNED_FEATURE_NAMES,
    marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES,
  });
}

describe("a lineage in memory", () => {
  it("seals the same chain from many closes at once as close by close", () => {
    const [oneByOne, many, hashed] = [newLine(), newLine(), newLine()];
    let row = 0;
    for (const close of many.closes(ORIGIN_MS, SERIES, { from: 0, to: ROWS })) {
      const openMs = ORIGIN_MS + row * HOUR_MS;
      const sealed = many.seal(sha256, close);
      expect(hashed.hash(sha256, close).hash).toEqual(sealed.hash);
      const expected = oneByOne.seal(sha256, oneByOne.close(openMs, barsOfRow(SERIES, row, openMs)));
      expect(toHex(sealed.hash)).toBe(toHex(expected.hash));
      if (row % 97 === 0) expect(decodeSnapshot(sealed.bytes)).toEqual(expected.snapshot);
      row += 1;
    }
    expect(row).toBe(ROWS);
  });

  it("refuses a close with a bar that is no number, and none of those that are written with it", () => {
    const series = SERIES.map((bars, index) => (index === 1 ? { ...bars, open: bars.open.with(11, Infinity) } : bars));
    const [line, sound] = [newLine(), newLine()];
    const soundCloses = sound.closes(ORIGIN_MS, SERIES, { from: 0, to: 16 });
    let row = 0;
    for (const close of line.closes(ORIGIN_MS, series, { from: 0, to: 16 })) {
      const expected = soundCloses.next().value;
      if (expected === undefined) throw new Error("no close");
      if (row === 11) expect(() => line.hash(sha256, close)).toThrow("not canonical");
      if (row < 11) expect(line.hash(sha256, close).hash).toEqual(sound.hash(sha256, expected).hash);
      row += 1;
    }
    expect(row).toBe(16);
  });

  it("takes the form of a close's instruments for no other instruments", () => {
    const [close] = newLine().closes(ORIGIN_MS, SERIES, { from: 800, to: 801 });
    if (close === undefined) throw new Error("no close");
    const { packed } = close;
    const alone = { ...decodeSnapshot(encodeSnapshot(close)), packed };
    expect(encodeSnapshot({ ...alone, instruments: close.instruments })).toEqual(encodeSnapshot(close));
    expect(encodeSnapshot(alone)).toEqual(encodeSnapshot(close));
    const bare = close.instruments.map(({ symbol }) => ({ symbol, bar: undefined, features: [] }));
    expect(encodeSnapshot({ ...alone, instruments: bare })).not.toEqual(encodeSnapshot(close));
    const own = { ...alone, instruments: close.instruments };
    expect(() => encodeSnapshot({ ...own, featureNames: [] })).toThrow("features");
    expect(() => encodeSnapshot({ ...own, closeMs: close.closeMs + HOUR_MS })).toThrow("opened at");
  });

  it("lends features until the next tile, and what was asked for stays", () => {
    const closes = newLine().closes(ORIGIN_MS, SERIES, { from: 0, to: ROWS });
    const first = closes.next().value;
    const second = closes.next().value;
    if (first === undefined || second === undefined) throw new Error("no closes");
    const [asked] = first.instruments;
    const [notAsked] = second.instruments;
    if (asked === undefined || notAsked === undefined) throw new Error("no instruments");
    const { features, bar } = asked;
    expect(featureAt(asked, 0)).toBe(features[0]);
    for (const close of closes) expect(close.instruments).toHaveLength(UNIVERSE.length);
    expect(asked.features).toBe(features);
    expect(asked.bar).toBe(bar);
    expect(() => notAsked.features).toThrow("given back");
    expect(() => featureAt(notAsked, 0)).toThrow("given back");
  });
});
