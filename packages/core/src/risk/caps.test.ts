import { describe, expect, it } from "vitest";
import { capUnits, isCapStated, partOf, percentText, tighterCap } from "./caps.ts";

const cap = (percentBps: number | undefined, absoluteUnits: bigint | undefined) => ({ percentBps, absoluteUnits });

describe("cap", () => {
  it("is the lower of percent and amount, either alone, or none", () => {
    const of = (percentBps: number | undefined, absoluteUnits: bigint | undefined) =>
      capUnits(cap(percentBps, absoluteUnits), { equityUnits: 1_000n, scale: 8 });
    expect([of(500, 40n), of(500, 60n), of(500, undefined), of(undefined, 60n), of(undefined, undefined)]).toEqual([
      40n,
      50n,
      50n,
      60n,
      undefined,
    ]);
  });

  it("is never wider than stated: parts and narrower scales go down", () => {
    expect(partOf(999n, 5_000)).toBe(499n);
    expect(capUnits(cap(undefined, 199n), { equityUnits: 0n, scale: 6 })).toBe(1n);
  });

  it("is tightened by another of the same thing, statement by statement", () => {
    expect(tighterCap(cap(500, undefined), cap(600, 7n))).toEqual(cap(500, 7n));
    expect(tighterCap(cap(500, 9n), undefined)).toEqual(cap(500, 9n));
  });

  it("is stated by either", () => {
    expect([cap(0, undefined), cap(undefined, 0n), cap(undefined, undefined)].map(isCapStated)).toEqual([true, true, false]);
  });
});

describe("percent in words", () => {
  it("is rounded up, without trailing zeros, and over a hundred where there is nothing to be a part of", () => {
    expect([percentText(234n, 1_000n), percentText(1n, 3n), percentText(20n, 100n), percentText(1_005n, 10_000n)]).toEqual([
      "23.4",
      "33.34",
      "20",
      "10.05",
    ]);
    expect([percentText(1n, 0n), percentText(1n, -1n), percentText(2n, 1n)]).toEqual(["over 100", "over 100", "200"]);
  });
});
