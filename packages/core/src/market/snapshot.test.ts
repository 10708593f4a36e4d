import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "../numeric/hash.ts";
import { correlationBpsOf, marketValueOf, pairIndex } from "./snapshot-lookup.ts";
import {
  CORRELATION_UNDEFINED,
  decodeSnapshot,
  encodeSnapshot,
  featureOf,
  sealSnapshot,
  type Snapshot,
  type SnapshotInstrument,
} from "./snapshot.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash("sha256", bytes, "buffer"));

const BTC: SnapshotInstrument = {
  symbol: "BTC/USD",
  bar: { tsMs: 3_600_000, open: 16943.7, high: 17000, low: 16900.1, close: 16950, volume: 12.5 },
  features: [16940.25, undefined],
};
const ETH: SnapshotInstrument = { symbol: "ETH/USD", bar: undefined, features: [] };
const SNAPSHOT: Snapshot = {
  lineageId: "lineage-1",
  isSynthetic: false,
  timeframeMs: 3_600_000,
  closeMs: 7_200_000,
  originMs: 0,
  previousHash: new Uint8Array(32),
  capabilities: ["bars"],
  featureNames: ["ema:20", "atr:14"],
  instruments: [BTC, ETH],
};

const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const names = fc.uniqueArray(fc.constantFrom("ema:20", "ema:50", "ema:20@-1", "atr:14"));

const snapshots: fc.Arbitrary<Snapshot> = names.chain((featureNames) => {
  const features = fc.array(fc.option(double, { nil: undefined }), { minLength: featureNames.length, maxLength: featureNames.length });
  const bar = fc.record({ tsMs: fc.constant(3_600_000), open: double, high: double, low: double, close: double, volume: double });
  const present = fc.record({ bar, features });
  const absent = fc.constant({ bar: undefined, features: [] });
  const instruments = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(present, absent), { noNullPrototype: true }).map((entries) =>
    Object.entries(entries)
      .map(([symbol, rest]) => ({ symbol, ...rest }))
      .sort((left, right) => (left.symbol < right.symbol ? -1 : 1)),
  );
  return fc.record({
    lineageId: fc.uuid(),
    isSynthetic: fc.boolean(),
    timeframeMs: fc.constant(3_600_000),
    closeMs: fc.constant(7_200_000),
    originMs: fc.nat(),
    previousHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    capabilities: fc.constantFrom<Snapshot["capabilities"]>(["bars"], ["bars", "trades", "quotes", "book", "feed_health"]),
    featureNames: fc.constant(featureNames),
    instruments,
  });
});

describe("a snapshot", () => {
  it("has these bytes and this hash", () => {
    const sealed = sealSnapshot(sha256, SNAPSHOT);
    expect(toHex(sealed.bytes)).toBe(
      "08000000736e617073686f7401000000090000006c696e656167652d310080ee36000000000000dd6d0000000000000000000000000020000000000000000000000000000000000000000000000000000000000000000000000001000000000200000006000000656d613a3230060000006174723a313402000000070000004254432f55534401cdccccccec8bd04000000000009ad040666666660681d04000000000808dd04000000000000029400100000000108bd04000070000004554482f55534400",
    );
    expect(toHex(sealed.hash)).toBe("da83a0ab4992b13be29ae1bf92e88d99f27714417f211893e7f72cf4a96191e9");
  });

  it("decodes to what was encoded", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(decodeSnapshot(encodeSnapshot(snapshot))).toEqual(snapshot);
      }),
    );
  });

  it("has another hash where any one thing differs", () => {
    const bar = { ...BTC.bar, tsMs: 3_600_000, open: 16943.7, high: 17000, low: 16900.1, close: 16950, volume: 12.5 };
    const others: readonly Snapshot[] = [
      { ...SNAPSHOT, lineageId: "lineage-2" },
      { ...SNAPSHOT, isSynthetic: true },
      { ...SNAPSHOT, originMs: 1 },
      { ...SNAPSHOT, previousHash: new Uint8Array(32).fill(1) },
      { ...SNAPSHOT, capabilities: ["bars", "trades"] },
      { ...SNAPSHOT, featureNames: ["ema:20", "atr:15"] },
      { ...SNAPSHOT, instruments: [BTC] },
      { ...SNAPSHOT, instruments: [{ ...BTC, features: [16940.25, 0] }, ETH] },
      { ...SNAPSHOT, instruments: [{ ...BTC, features: [undefined, 16940.25] }, ETH] },
      { ...SNAPSHOT, instruments: [{ ...BTC, bar: { ...bar, volume: 12.500000000000002 } }, ETH] },
    ];
    expect(new Set([SNAPSHOT, ...others].map((snapshot) => toHex(sealSnapshot(sha256, snapshot).hash))).size).toBe(1 + others.length);
  });

  it.each([
    ["instruments out of order", { instruments: [ETH, BTC] }],
    ["an instrument twice", { instruments: [BTC, BTC] }],
    ["a feature too few", { instruments: [{ ...BTC, features: [1] }] }],
    ["features of an absent instrument", { instruments: [{ ...ETH, features: [1, 2] }] }],
    ["a bar of another close", { closeMs: 10_800_000 }],
    ["NaN", { instruments: [{ ...BTC, features: [NaN, 1] }] }],
    ["minus zero", { instruments: [{ ...BTC, features: [-0, 1] }] }],
  ] satisfies readonly (readonly [string, Partial<Snapshot>])[])("with %s is no snapshot", (_, change) => {
    expect(() => encodeSnapshot({ ...SNAPSHOT, ...change })).toThrow(RangeError);
  });

  it("is not read from bytes that are cut, extended or of another form", () => {
    const bytes = encodeSnapshot(SNAPSHOT);
    for (let length = 0; length < bytes.length; length += 1) expect(() => decodeSnapshot(bytes.subarray(0, length))).toThrow(RangeError);
    expect(() => decodeSnapshot(Uint8Array.of(...bytes, 0))).toThrow(RangeError);
    const otherVersion = bytes.slice();
    otherVersion[12] = 3;
    expect(() => decodeSnapshot(otherVersion)).toThrow("not a snapshot of version 1 or 2");
    // Version 2 wants market values behind the instruments.
    otherVersion[12] = 2;
    expect(() => decodeSnapshot(otherVersion)).toThrow(RangeError);
  });
});

describe("featureOf", () => {
  it("gives the value, undefined while it warms up or the instrument is absent, and an error for a name it lacks", () => {
    expect(featureOf(BTC, SNAPSHOT.featureNames, "ema:20")).toBe(16940.25);
    expect(featureOf(BTC, SNAPSHOT.featureNames, "atr:14")).toBeUndefined();
    expect(featureOf(ETH, SNAPSHOT.featureNames, "ema:20")).toBeUndefined();
    expect(() => featureOf(BTC, SNAPSHOT.featureNames, "ema:21")).toThrow("ema:21");
  });
});

describe("a snapshot with market values", () => {
  const SOL: SnapshotInstrument = { symbol: "SOL/USD", bar: undefined, features: [] };
  const MARKET: Snapshot = {
    ...SNAPSHOT,
    instruments: [BTC, ETH, SOL],
    market: { names: ["breadth:24", "regime"], values: [0.5, undefined] },
    correlationsBps: Int16Array.of(8_123, -10_000, CORRELATION_UNDEFINED),
  };

  it("has these bytes behind those of version 1", () => {
    const { market: _, correlationsBps: __, ...bars } = MARKET;
    const [plain, whole] = [encodeSnapshot(bars), encodeSnapshot(MARKET)];
    expect(toHex(whole.subarray(plain.length))).toBe(
      "020000000a00000062726561647468" + "3a323406000000726567696d6501000000000000e03f00" + "06000000bb1ff0d80080",
    );
    expect([plain[12], whole[12]]).toEqual([1, 2]);
    expect(toHex(whole.subarray(13, plain.length))).toBe(toHex(plain.subarray(13)));
    expect(decodeSnapshot(whole)).toEqual(MARKET);
  });

  it("is not read from bytes that are cut", () => {
    const bytes = encodeSnapshot(MARKET);
    for (let length = 0; length < bytes.length; length += 1) expect(() => decodeSnapshot(bytes.subarray(0, length))).toThrow(RangeError);
  });

  it.each([
    ["no correlations", { correlationsBps: undefined }],
    ["a correlation too few", { correlationsBps: Int16Array.of(1, 2) }],
    ["a correlation above one", { correlationsBps: Int16Array.of(1, 2, 10_001) }],
    ["a correlation below minus one", { correlationsBps: Int16Array.of(1, 2, -10_001) }],
    ["a value too few", { market: { names: ["breadth:24", "regime"], values: [0.5] } }],
    ["no names", { market: { names: [], values: [] } }],
    ["NaN", { market: { names: ["regime"], values: [NaN] } }],
  ] satisfies readonly (readonly [string, object])[])("with %s is no snapshot", (_, change) => {
    const whole: Snapshot & Record<string, unknown> = { ...MARKET };
    expect(() => encodeSnapshot(Object.assign(whole, change))).toThrow(RangeError);
  });

  it("gives its values by name and its correlations by pair, whichever is named first", () => {
    expect([marketValueOf(MARKET, "breadth:24"), marketValueOf(MARKET, "regime")]).toEqual([0.5, undefined]);
    expect(() => marketValueOf(MARKET, "trend")).toThrow("trend");
    expect(() => marketValueOf(SNAPSHOT, "regime")).toThrow("none");
    expect(correlationBpsOf(MARKET, "BTC/USD", "ETH/USD")).toBe(8_123);
    expect(correlationBpsOf(MARKET, "ETH/USD", "BTC/USD")).toBe(8_123);
    expect(correlationBpsOf(MARKET, "SOL/USD", "BTC/USD")).toBe(-10_000);
    expect(correlationBpsOf(MARKET, "SOL/USD", "ETH/USD")).toBeUndefined();
    expect(correlationBpsOf(MARKET, "ETH/USD", "ETH/USD")).toBe(10_000);
    expect(correlationBpsOf(SNAPSHOT, "ETH/USD", "BTC/USD")).toBeUndefined();
    expect(() => correlationBpsOf(MARKET, "BTC/USD", "XRP/USD")).toThrow("XRP/USD");
  });

  it("numbers the pairs of every universe from zero without a hole", () => {
    for (const count of [1, 2, 3, 10, 30]) {
      const pairs = Array.from({ length: count }, (_, low) =>
        Array.from({ length: count - low - 1 }, (__, step) => pairIndex(low, low + step + 1, count)),
      ).flat();
      expect(pairs).toEqual(pairs.map((_, index) => index));
    }
  });
});
