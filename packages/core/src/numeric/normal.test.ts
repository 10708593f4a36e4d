import { hash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erfc, normalCdf, normalQuantile } from "./normal.ts";
import { RandomStream } from "./random.ts";

/** Φ to 40 decimals by its Taylor series in integers: Φ(x) = ½ + φ-series, for |x| ≤ 6. */
function exactCdf(x: number): number {
  const one = 10n ** 60n;
  const toFixedPoint = (value: number): bigint => (BigInt(Math.round(value * 2 ** 40)) * one) / 2n ** 40n;
  const argument = toFixedPoint(x);
  const square = (argument * argument) / one;
  let term = argument;
  let sum = term;
  for (let n = 1n; n < 400n; n += 1n) {
    term = (-term * square) / (2n * n * one);
    sum += term / (2n * n + 1n);
  }
  const inverseRoot2Pi = 398_942_280_401_432_677_939_946_059_934_381_868_475_858_631_164_934_657_665_925n;
  return Number((sum * inverseRoot2Pi) / one + one / 2n) / Number(one);
}

describe("the normal distribution", () => {
  it("agrees with its series in integers", () => {
    for (let step = -384; step <= 384; step += 1) {
      const x = step / 64;
      expect(Math.abs(normalCdf(x) / exactCdf(x) - 1)).toBeLessThan(2e-14);
    }
  });

  it("has the values of the tables", () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 15);
    expect(normalCdf(-10) / 7.619853024160527e-24).toBeCloseTo(1, 13);
    expect([normalCdf(-40), normalCdf(40), erfc(-10)]).toEqual([0, 1, 2]);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
    expect(normalQuantile(1e-20) / -9.262340089798408).toBeCloseTo(1, 14);
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
  });

  it("is undone by its inverse", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 0.999999, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) / p - 1)).toBeLessThan(1e-12);
      }),
    );
  });

  it("is symmetric to the bit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 20 - 1 }), (k) => {
        expect(normalQuantile(k / 2 ** 20)).toBe(0 - normalQuantile(1 - k / 2 ** 20));
      }),
    );
  });

  it("has these bits on every engine", () => {
    const bitsOf = (compute: (u: number) => number): string => {
      const stream = new RandomStream(Uint8Array.from({ length: 16 }, (_, index) => index + 1));
      return hash("sha256", new Uint8Array(Float64Array.from({ length: 20_000 }, () => compute(stream.uniform())).buffer), "hex");
    };
    expect(bitsOf((u) => normalCdf((u - 0.5) * 12))).toBe("c6ffc1501689095982f5b74bf245e42e6dc7723fefcd18b82bf2ac639de4ad5c");
    expect(bitsOf(normalQuantile)).toBe("0ccff0e8870c5987941861972ccc4c52ec529a09218dc429117c338902f0009b");
  });

  it.each([-0.1, 1.1, NaN])("has no quantile at %s", (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});
