import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exposureFactorBps, isFallenBy, riskFactorBps, rungAt } from "./drawdown.ts";
import { GUARDED_PROFILE } from "./profile-presets.ts";

describe("drawdown", () => {
  it.each([
    [10_000n, 0],
    [9_001n, 0],
    [9_000n, 1],
    [8_501n, 1],
    [8_500n, 2],
    [8_001n, 2],
    [8_000n, 3],
    [0n, 3],
    [-1n, 3],
    [10_001n, 0],
  ] as const)("puts %d of 10,000 on rung %d", (equityUnits, rung) => {
    expect(rungAt(GUARDED_PROFILE, { highWaterUnits: 10_000n, equityUnits })).toBe(rung);
  });

  it("is exact where a double would not be", () => {
    const highWaterUnits = 10n ** 30n;
    expect(rungAt(GUARDED_PROFILE, { highWaterUnits, equityUnits: 9n * 10n ** 29n })).toBe(1);
    expect(rungAt(GUARDED_PROFILE, { highWaterUnits, equityUnits: 9n * 10n ** 29n + 1n })).toBe(0);
  });

  it("is nothing where nothing was lost, also by a limit of nothing", () => {
    expect(isFallenBy({ fromUnits: 5n, toUnits: 5n, bps: 0 })).toBe(false);
    expect(isFallenBy({ fromUnits: 5n, toUnits: 4n, bps: 0 })).toBe(true);
    expect(isFallenBy({ fromUnits: 0n, toUnits: 0n, bps: 10_000 })).toBe(false);
  });

  it("halves risk from the first rung and exposure from the second", () => {
    expect(([0, 1, 2, 3] as const).map((rung) => riskFactorBps(GUARDED_PROFILE, rung))).toEqual([10_000, 5_000, 5_000, 5_000]);
    expect(([0, 1, 2, 3] as const).map((rung) => exposureFactorBps(GUARDED_PROFILE, rung))).toEqual([10_000, 10_000, 5_000, 5_000]);
  });

  it("only deepens as equity falls", () => {
    const units = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(units, units, units, (highWaterUnits, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        const rungOf = (equityUnits: bigint) => rungAt(GUARDED_PROFILE, { highWaterUnits, equityUnits });
        expect(rungOf(less)).toBeGreaterThanOrEqual(rungOf(more));
      }),
    );
  });
});
