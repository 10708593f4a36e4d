import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { feeBpsOf, feeTierOf, KRAKEN_SPOT_TIERS, liquidityOf } from "./fee-tiers.ts";

describe("fee tiers", () => {
  it.each([
    [0, 40],
    [9_999.99, 40],
    [10_000, 35],
    [750_000, 18],
    [1_000_000_000, 10],
  ])("at a volume of %d USD a market order pays %d bps", (volume, bps) => {
    expect(feeBpsOf("market", feeTierOf(volume))).toBe(bps);
  });

  it("fall with volume, and a maker never pays more than a taker", () => {
    KRAKEN_SPOT_TIERS.forEach((tier, index) => {
      const before = KRAKEN_SPOT_TIERS[index - 1];
      expect(tier.makerFeeBps).toBeLessThan(tier.takerFeeBps);
      if (before === undefined) return;
      expect(tier.volumeUsdMin).toBeGreaterThan(before.volumeUsdMin);
      expect(tier.takerFeeBps).toBeLessThan(before.takerFeeBps);
      expect(tier.makerFeeBps).toBeLessThan(before.makerFeeBps);
    });
    expect(() => feeTierOf(-1)).toThrow(/no fee tier/);
  });

  it("are a taker's for every kind of order that there is", () => {
    for (const kind of ["market", "stop-loss", "take-profit"] as const) expect(liquidityOf(kind)).toBe("taker");
  });
});

const DATA = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const PAIRS = `${DATA}/kraken/AssetPairs-2025/AssetPairs_full.json`;
const schedule = z.array(z.tuple([z.number(), z.number()]));
const pairs = z.object({ result: z.object({ XXBTZUSD: z.object({ fees: schedule, fees_maker: schedule }) }) });

describe.skipIf(!existsSync(PAIRS))("against what the venue itself says (BALLAST_SHARED_DATA)", () => {
  it("is the schedule of its pair table", () => {
    const { fees, fees_maker: maker } = pairs.parse(JSON.parse(readFileSync(PAIRS, "utf8"))).result.XXBTZUSD;
    const bps = (percent: number): number => Math.round(percent * 100);
    const stated = fees.map(([volumeUsdMin, percent], index) => ({
      ...{ volumeUsdMin, makerFeeBps: bps(maker[index]?.[1] ?? NaN), takerFeeBps: bps(percent) },
    }));
    expect(KRAKEN_SPOT_TIERS).toEqual(stated);
  });
});
