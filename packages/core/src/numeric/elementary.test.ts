import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log, pow } from "./elementary.ts";
import { scaleByPowerOfTwo, splitBinary } from "./power-of-two.ts";
import { RandomStream } from "./random.ts";

/** Distance in units in the last place of the larger. */
function ulps(left: number, right: number): number {
  if (Object.is(left, right)) return 0;
  const magnitude = Math.max(Math.abs(left), Math.abs(right));
  const ulp = Math.max(2 ** -1074, 2 ** (splitBinary(magnitude).exponent - 52));
  return Math.abs(left - right) / ulp;
}

/** SHA-256 over the bits of a function at many seeded points: another engine or release must give the same. */
function bitsOf(compute: (u: number, v: number) => number): string {
  const stream = new RandomStream(Uint8Array.from({ length: 16 }, (_, index) => index + 1));
  const values = Float64Array.from({ length: 20_000 }, () => compute(stream.uniform(), stream.uniform()));
  return hash("sha256", new Uint8Array(values.buffer), "hex");
}

describe("exp and log", () => {
  it("are within one unit in the last place of the engine's own", () => {
    fc.assert(
      fc.property(fc.double({ min: -745, max: 709.7, noNaN: true }), (x) => {
        expect(ulps(exp(x), Math.exp(x))).toBeLessThanOrEqual(1);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keep their borders", () => {
    expect([exp(0), exp(-Infinity), exp(Infinity), exp(710), exp(-746)]).toEqual([1, 0, Infinity, Infinity, 0]);
    expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity]);
    expect([exp(NaN), log(NaN), log(-1)]).toEqual([NaN, NaN, NaN]);
  });
});

describe("pow", () => {
  it("is exact for integer powers that a double holds", () => {
    for (let base = 2; base <= 12; base += 1) {
      for (let exponent = 0; base ** exponent < 2 ** 53; exponent += 1)
        expect(pow(base, exponent)).toBe(Number(BigInt(base) ** BigInt(exponent)));
    }
  });

  it("is within one unit in the last place of the engine's own", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true }), (base, exponent) => {
        expect(ulps(pow(base, exponent), Math.pow(base, exponent))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keeps its borders and refuses what is no field of ours", () => {
    expect([pow(0, 0), pow(0, 2), pow(0, -1), pow(1, 1e300), pow(2, 1024), pow(2, -1080), pow(2, -1074), pow(4, 0.5)]).toEqual([
      1,
      0,
      Infinity,
      1,
      Infinity,
      0,
      5e-324,
      2,
    ]);
    expect([pow(1.0000001, 1e300), pow(1.0000001, -1e300)]).toEqual([Infinity, 0]);
    for (const [base, exponent] of [
      [-1, 2],
      [NaN, 1],
      [Infinity, 1],
      [2, NaN],
      [2, Infinity],
    ] as const)
      expect(() => pow(base, exponent)).toThrow(RangeError);
  });
});

describe("the bits", () => {
  it("are pinned", () => {
    expect(bitsOf((u, v) => exp((u - 0.5) * 1400 * v))).toBe("1ff86dca0cef155a91f863e20f1a621bcd97d9731178520d4b5aa3ead6e21d20");
    expect(bitsOf((u, v) => log(u * scaleByPowerOfTwo(1, Math.floor(v * 2000 - 1000)) + 5e-324))).toBe(
      "2d5a125d9103a5af109a949cbee4118fbf0904a3f975483ba6d21cab29b29bda",
    );
    expect(bitsOf((u, v) => pow(u * 100, (v - 0.5) * 100))).toBe("e449f9c550862a1aea6be1d5ebd5c05c8dcbeff88183ba421a63eabdf982ea8b");
  });
});

describe("binary scaling", () => {
  it("splits and joins every positive double", () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true }), (x) => {
        const { fraction, exponent } = splitBinary(x);
        expect(fraction).toBeGreaterThanOrEqual(1);
        expect(fraction).toBeLessThan(2);
        expect(scaleByPowerOfTwo(fraction, exponent)).toBe(x);
      }),
    );
  });
});
