import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateOfBps } from "../money/rate.ts";
import { UNDECLARED } from "./declared.ts";
import { BTC, ENTRY_INPUT, INSTRUMENT, USD } from "./gate-fixture.ts";
import { passGate } from "./gate.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE, REFERENCE_PROFILE } from "./profile-presets.ts";
import { entryNotionalUnits, sizeEntry, volatilityScaleBps, type SizingInput } from "./sizing.ts";

const PRICE_UNIT = 1_000_000_000_000n;

/** 10,000 USD, nothing held, 20,000 a coin, a stop 400 below: 2 % is 200 USD or 0.01 BTC. */
const INPUT: SizingInput = {
  profile: GUARDED_PROFILE,
  instrument: INSTRUMENT,
  priceUnits: 20_000n * PRICE_UNIT,
  stopOffsetUnits: 400n * PRICE_UNIT,
  confidenceBps: 10_000,
  multiplierBps: 10_000,
  volatilityBps: UNDECLARED,
  rung: 0,
  equityQuoteUnits: 10_000n * USD,
  pairExposureUnits: 0n,
  quoteExposureUnits: 0n,
  totalExposureUnits: 0n,
  clusterExposureUnits: undefined,
  topTwoOthersUnits: 0n,
  strategyRoomUnits: undefined,
  freeQuoteUnits: 10_000n * USD,
  reserveRateUnits: rateOfBps(200),
};

describe("size of an entry", () => {
  it("is the risk fraction of portfolio value", () => {
    expect(sizeEntry(INPUT)).toEqual({ quantity: BTC / 100n, boundBy: "risk_fraction", volatilityScaleBps: 10_000, riskFactorBps: 10_000 });
  });

  it("is what the stop may lose where that is less", () => {
    // 200 USD may be lost; a stop 40,000 USD away would lose it on 0.005 BTC.
    expect(sizeEntry({ ...INPUT, stopOffsetUnits: 40_000n * PRICE_UNIT })).toMatchObject({ quantity: BTC / 200n, boundBy: "stop_risk" });
  });

  it("shrinks with volatility, confidence and the strategy's multiplier", () => {
    expect(sizeEntry({ ...INPUT, volatilityBps: 8_000 }).quantity).toBe(BTC / 200n);
    expect(sizeEntry({ ...INPUT, confidenceBps: 5_000 }).quantity).toBe(BTC / 200n);
    expect(sizeEntry({ ...INPUT, multiplierBps: 5_000 }).quantity).toBe(BTC / 200n);
  });

  it("scales by volatility between a quarter and the whole", () => {
    const known: readonly SizingInput["volatilityBps"][] = [UNDECLARED, 0, 1_000, 4_000, 5_000, 16_000, 99_000];
    expect(known.map((bps) => volatilityScaleBps(4_000, bps))).toEqual([10_000, 10_000, 10_000, 10_000, 8_000, 2_500, 2_500]);
  });

  it("is half the risk fraction from the first rung on, and names the factor", () => {
    expect(sizeEntry({ ...INPUT, rung: 1 })).toMatchObject({ quantity: BTC / 200n, boundBy: "risk_fraction", riskFactorBps: 5_000 });
    // What a stop may lose is not the risk fraction, and stays.
    const far = { ...INPUT, stopOffsetUnits: 40_000n * PRICE_UNIT };
    expect(sizeEntry({ ...far, rung: 1 })).toMatchObject({ quantity: BTC / 200n });
  });

  it("meets half the exposure cap from the second rung on", () => {
    const held = { ...INPUT, totalExposureUnits: 900n * USD, stopOffsetUnits: 0n, multiplierBps: 20_000 };
    expect(sizeEntry({ ...held, rung: 1 })).toMatchObject({ quantity: BTC / 100n, boundBy: "risk_fraction" });
    expect(sizeEntry({ ...held, rung: 2 })).toMatchObject({ quantity: BTC / 200n, boundBy: "total_cap" });
  });

  it("is cut by the cluster's cap, counting what the cluster holds", () => {
    expect(sizeEntry({ ...INPUT, clusterExposureUnits: 700n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "cluster_cap" });
    expect(sizeEntry({ ...INPUT, clusterExposureUnits: 600n * USD })).toMatchObject({ quantity: BTC / 100n, boundBy: "risk_fraction" });
  });

  it("is cut by what the two largest others leave of the three", () => {
    const balanced = { ...INPUT, profile: { ...BALANCED_PROFILE, topThreeBpsMax: 1_500 } };
    expect(sizeEntry({ ...balanced, topTwoOthersUnits: 1_300n * USD })).toMatchObject({ quantity: BTC / 100n, boundBy: "risk_fraction" });
    expect(sizeEntry({ ...balanced, topTwoOthersUnits: 1_400n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "top_three" });
    expect(sizeEntry({ ...balanced, topTwoOthersUnits: 1_300n * USD, pairExposureUnits: 100n * USD })).toMatchObject({
      quantity: BTC / 200n,
      boundBy: "top_three",
    });
  });

  it("is cut by what is left of its strategy's budget", () => {
    expect(sizeEntry({ ...INPUT, strategyRoomUnits: 100n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "strategy_budget" });
  });

  it("is cut by an amount where that is lower than the percent", () => {
    const pairCap = { percentBps: 500, absoluteUnits: 100n * USD };
    expect(sizeEntry({ ...INPUT, profile: { ...GUARDED_PROFILE, pairCap } })).toMatchObject({ quantity: BTC / 200n, boundBy: "pair_cap" });
  });

  it("is cut by each cap and by what is free, and says which", () => {
    expect(sizeEntry({ ...INPUT, pairExposureUnits: 400n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "pair_cap" });
    expect(sizeEntry({ ...INPUT, totalExposureUnits: 1_900n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "total_cap" });
    expect(sizeEntry({ ...INPUT, quoteExposureUnits: 1_900n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "quote_cap" });
    expect(sizeEntry({ ...INPUT, freeQuoteUnits: 102n * USD })).toMatchObject({ quantity: BTC / 200n, boundBy: "free_balance" });
  });

  it("goes down to the lot", () => {
    const { quantity } = sizeEntry({ ...INPUT, priceUnits: 19_999n * PRICE_UNIT });
    expect(quantity % INSTRUMENT.lotUnits).toBe(0n);
    expect(quantity).toBe(10_000_500_000n - (10_000_500_000n % INSTRUMENT.lotUnits));
  });

  it("is the smallest order where a cap leaves just that", () => {
    expect(sizeEntry({ ...INPUT, totalExposureUnits: 1_950n * USD })).toMatchObject({ quantity: BTC / 400n, boundBy: "total_cap" });
    expect(sizeEntry({ ...INPUT, totalExposureUnits: 1_950n * USD + 1n })).toMatchObject({ quantity: BTC / 100n, boundBy: "total_cap" });
  });

  it("is the size before the caps where a cap leaves less than the smallest order, for the gate to refuse with figures", () => {
    expect(sizeEntry({ ...INPUT, totalExposureUnits: 1_980n * USD })).toMatchObject({ quantity: BTC / 100n, boundBy: "total_cap" });
    expect(sizeEntry({ ...INPUT, totalExposureUnits: 3_000n * USD })).toMatchObject({ quantity: BTC / 100n, boundBy: "total_cap" });
    expect(sizeEntry({ ...INPUT, freeQuoteUnits: 0n })).toMatchObject({ quantity: BTC / 100n, boundBy: "free_balance" });
  });

  it("is all that is free with the reference profile", () => {
    const all = { ...INPUT, profile: REFERENCE_PROFILE, instrument: { ...INSTRUMENT, lotUnits: 0n }, reserveRateUnits: 0n };
    expect(sizeEntry(all)).toMatchObject({ quantity: BTC / 2n, boundBy: "all_equity" });
  });

  const usd = (max: number) => fc.bigInt({ min: 0n, max: BigInt(max) * USD });

  it("passes the gate only within every cap and balance, whatever is held", () => {
    fc.assert(
      fc.property(usd(600), usd(2_500), usd(10_000), fc.bigInt({ min: 1n, max: 100_000n * PRICE_UNIT }), (pair, total, free, stop) => {
        const exposure = pair > total ? pair : total;
        const input = {
          ...INPUT,
          pairExposureUnits: pair,
          totalExposureUnits: exposure,
          quoteExposureUnits: exposure,
          freeQuoteUnits: free,
          stopOffsetUnits: stop,
        };
        const { quantity } = sizeEntry(input);
        const notional = entryNotionalUnits({ instrument: INSTRUMENT, priceUnits: INPUT.priceUnits, quantity });
        const cost = notional + (notional * 200n + 9_999n) / 10_000n;
        const order = {
          ...ENTRY_INPUT.order,
          quantity,
          notionalUnits: notional,
          notionalBaseUnits: notional,
          costUnits: cost,
          priceUnits: INPUT.priceUnits,
        };
        const account = {
          ...ENTRY_INPUT.account,
          pairExposureUnits: pair,
          totalExposureUnits: exposure,
          quoteExposureUnits: exposure,
          freeQuoteUnits: free,
        };
        const { refusal } = passGate({ ...ENTRY_INPUT, order, account });
        if (refusal !== undefined) return;
        expect(pair + notional).toBeLessThanOrEqual(500n * USD);
        expect(exposure + notional).toBeLessThanOrEqual(2_000n * USD);
        expect(cost).toBeLessThanOrEqual(free);
        expect(notional).toBeGreaterThanOrEqual(50n * USD);
        expect(notional).toBeLessThanOrEqual(200n * USD + 1n);
        // What the stop may lose is the risk per trade.
        expect((quantity * stop) / 10n ** 16n).toBeLessThanOrEqual(200n * USD);
      }),
      { numRuns: 500 },
    );
  });
});
