import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { RandomStream, randomStream } from "./random.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => hash("sha256", bytes, "buffer");

describe("a random stream", () => {
  it("starts as the reference generator does", () => {
    // xoshiro128** 1.1 from the state 1, 2, 3, 4, in C.
    const seed = new Uint8Array(new Uint32Array([1, 2, 3, 4]).buffer);
    const stream = new RandomStream(seed);
    expect([stream.word(), stream.word(), stream.word(), stream.word()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  it("is pinned by its seed alone", () => {
    const draw = (): readonly number[] => {
      const stream = randomStream(sha256, ["run", "order-1", "fill", 3]);
      return [stream.uniform(), stream.gaussian(), stream.integer({ min: 50, max: 500 })];
    };
    expect(draw()).toEqual(draw());
    expect(draw()).toEqual([0.024141404247520315, 1.5410373511231745, 179]);
  });

  it("differs where parts only move a border, or a number stands for a text", () => {
    const first = (parts: readonly (string | number)[]): number => randomStream(sha256, parts).word();
    expect(new Set([first(["ab", "c"]), first(["a", "bc"]), first(["abc"]), first(["1"]), first([1])]).size).toBe(5);
  });

  it("stays in its ranges and near its moments", () => {
    const stream = randomStream(sha256, ["moments"]);
    const count = 100_000;
    let [sum, squares, mean, outside] = [0, 0, 0, 0];
    const seen = new Set<number>();
    for (let draw = 0; draw < count; draw += 1) {
      const gaussian = stream.gaussian();
      sum += gaussian;
      squares += gaussian * gaussian;
      const uniform = stream.uniform();
      if (uniform < 0 || uniform >= 1) outside += 1;
      mean += uniform / count;
      seen.add(stream.integer({ min: -3, max: 3 }));
    }
    expect(outside).toBe(0);
    expect(Math.abs(sum / count)).toBeLessThan(0.02);
    expect(Math.abs(squares / count - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect([...seen].sort((left, right) => left - right)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });

  it("refuses a seed of zeros and a range that is none", () => {
    expect(() => new RandomStream(new Uint8Array(16))).toThrow(RangeError);
    const stream = randomStream(sha256, ["x"]);
    expect(() => stream.integer({ min: 2, max: 1 })).toThrow(RangeError);
    expect(() => stream.integer({ min: 0, max: 2 ** 32 })).toThrow(RangeError);
    expect(stream.integer({ min: 4, max: 4 })).toBe(4);
  });
});
