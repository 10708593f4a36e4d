import { describe, expect, it } from "vitest";
import { rateOfBps } from "../../money/rate.ts";
import { UNDECLARED, type Declared } from "../declared.ts";
import { askedOf, BARS_ALONE, ENTRY_INPUT, EXIT_INPUT, verdictOf } from "../gate-fixture.ts";
import { expectedEdgeCheck, fxRateCheck, priceCollarCheck, spreadCheck, volatilityCheck } from "./conditions.ts";

const PRICE_UNIT = 1_000_000_000_000n;

describe("expected edge", () => {
  const edge = (bps: number) => ({ order: { edgeRateUnits: rateOfBps(bps) } });
  const costs = (feeBps: number, slippageBps: number) => ({ feeRateUnits: rateOfBps(feeBps), slippageRateUnits: rateOfBps(slippageBps) });

  it("admits what pays for both sides' fee and slippage, and nothing below", () => {
    expect(askedOf(expectedEdgeCheck, edge(90))).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { order: { edgeRateUnits: rateOfBps(90) - 1n } })).toBe("expected_edge: EDGE_BELOW_COST");
    expect(verdictOf(EXIT_INPUT, { order: { edgeRateUnits: 0n } })).toBe("pass");
  });

  it("takes the dearer of the modelled fee and the account's own tier, and of slippage too", () => {
    expect(askedOf(expectedEdgeCheck, { ...edge(110), costs: costs(50, 5) })).toBe("pass");
    expect(askedOf(expectedEdgeCheck, { ...edge(109), costs: costs(50, 5) })).toBe("EDGE_BELOW_COST");
    expect(askedOf(expectedEdgeCheck, { ...edge(110), costs: costs(10, 15) })).toBe("pass");
    expect(askedOf(expectedEdgeCheck, { ...edge(109), costs: costs(10, 15) })).toBe("EDGE_BELOW_COST");
  });

  it("asks for the profile's margin over the cost, rounded against us", () => {
    const hurdle = { feeBps: 40, slippageBps: 5, edgeMultipleBps: 15_000 };
    expect(askedOf(expectedEdgeCheck, { ...edge(135), profile: { hurdle } })).toBe("pass");
    expect(askedOf(expectedEdgeCheck, { ...edge(134), profile: { hurdle } })).toBe("EDGE_BELOW_COST");
    const odd = { order: { edgeRateUnits: 1n }, costs: { feeRateUnits: 1n, slippageRateUnits: 0n } };
    const thin = { feeBps: 0, slippageBps: 0, edgeMultipleBps: 5_001 };
    expect(askedOf(expectedEdgeCheck, { ...odd, profile: { hurdle: thin } })).toBe("EDGE_BELOW_COST");
    expect(askedOf(expectedEdgeCheck, { ...odd, profile: { hurdle: { ...thin, edgeMultipleBps: 5_000 } } })).toBe("pass");
  });

  it("shows both figures in basis points", () => {
    expect(expectedEdgeCheck.examine({ ...ENTRY_INPUT, order: { ...ENTRY_INPUT.order, edgeRateUnits: rateOfBps(12.345) } })).toMatchObject({
      facts: [
        ["edgeBps", "12.34"],
        ["costBps", "90"],
      ],
    });
  });

  it("goes by the modelled costs where none are declared, refuses what is missing, and wants them in live", () => {
    expect(askedOf(expectedEdgeCheck, { ...edge(90), costs: UNDECLARED })).toBe("pass");
    expect(askedOf(expectedEdgeCheck, { ...edge(89), costs: UNDECLARED })).toBe("EDGE_BELOW_COST");
    expect(askedOf(expectedEdgeCheck, { ...edge(90), costs: UNDECLARED, mode: "live" })).toBe("COSTS_UNKNOWN");
    expect(askedOf(expectedEdgeCheck, { ...edge(90), mode: "live" })).toBe("pass");
    expect(askedOf(expectedEdgeCheck, { costs: undefined })).toBe("COSTS_UNKNOWN");
    expect(askedOf(expectedEdgeCheck, { order: { edgeRateUnits: undefined } })).toBe("EDGE_UNKNOWN");
  });
});

describe("spread", () => {
  const spread = (rateUnits: bigint | undefined, medianRateUnits: bigint | undefined) => ({
    market: { spread: { rateUnits, medianRateUnits } },
  });

  it("admits less than five times the median", () => {
    expect(askedOf(spreadCheck, spread(49_999n, 10_000n))).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, spread(50_000n, 10_000n))).toBe("spread: SPREAD_WIDE");
    expect(askedOf(spreadCheck, spread(0n, 0n))).toBe("pass");
    expect(verdictOf(EXIT_INPUT, spread(50_000n, 1n))).toBe("pass");
  });

  it("shows spread and median in basis points", () => {
    expect(
      spreadCheck.examine({ ...ENTRY_INPUT, market: { ...ENTRY_INPUT.market, ...spread(rateOfBps(12.5), rateOfBps(2)).market } }),
    ).toMatchObject({
      facts: [
        ["basis", "quoted"],
        ["spreadBps", "12.5"],
        ["medianBps", "2"],
      ],
    });
  });

  it("refuses what is not known of quotes that are declared", () => {
    expect(askedOf(spreadCheck, { market: { spread: undefined } })).toBe("SPREAD_UNKNOWN");
    expect(askedOf(spreadCheck, spread(undefined, 1n))).toBe("SPREAD_UNKNOWN");
    expect(askedOf(spreadCheck, spread(1n, undefined))).toBe("SPREAD_UNKNOWN");
  });

  describe("without quotes", () => {
    const estimated = (spreadWidening: number | typeof UNDECLARED | undefined) => ({ market: { ...BARS_ALONE, spreadWidening } });

    it("judges what highs and lows suggest: less than five times the usual passes", () => {
      expect(askedOf(spreadCheck, estimated(4.9999))).toBe("pass");
      expect(verdictOf(ENTRY_INPUT, estimated(5))).toBe("spread: SPREAD_WIDE_ESTIMATED");
      expect(verdictOf(EXIT_INPUT, estimated(50))).toBe("pass");
    });

    it("says that it is estimated", () => {
      expect(spreadCheck.examine({ ...ENTRY_INPUT, ...estimated(6.5) })).toMatchObject({
        facts: [
          ["basis", "estimated"],
          ["widening", "6.5"],
          ["limitBps", "50000"],
        ],
      });
    });

    it("refuses an estimate that is declared and still warming up, or no number", () => {
      expect(verdictOf(ENTRY_INPUT, estimated(undefined))).toBe("spread: SPREAD_UNKNOWN");
      for (const widening of [Number.NaN, Infinity]) expect(askedOf(spreadCheck, estimated(widening))).toBe("SPREAD_UNKNOWN");
      expect(spreadCheck.examine({ ...ENTRY_INPUT, ...estimated(undefined) })).toMatchObject({ facts: [["basis", "estimated"]] });
    });

    it("leaves the judgement to quotes where they are declared", () => {
      const market = { ...ENTRY_INPUT.market, spreadWidening: 50 };
      expect(askedOf(spreadCheck, { market })).toBe("pass");
    });

    it("has nothing to look at where no estimate is declared either, and wants quotes in live", () => {
      const note = ["spread", "the market declares no quotes"];
      expect(spreadCheck.examine({ ...ENTRY_INPUT, ...estimated(UNDECLARED) })).toEqual({ verdict: "not_applicable", note });
      expect(askedOf(spreadCheck, { market: { spread: UNDECLARED }, mode: "live" })).toBe("INPUT_UNDECLARED");
      expect(askedOf(spreadCheck, { market: BARS_ALONE, mode: "live" })).toBe("INPUT_UNDECLARED");
    });
  });
});

describe("volatility", () => {
  const hour = (hourReturn: number | undefined, monthStdev: number | undefined) => ({ market: { volatility: { hourReturn, monthStdev } } });

  it("admits an hour of less than four times the usual, up or down", () => {
    expect(askedOf(volatilityCheck, hour(0.031, 0.0078125))).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, hour(0.03125, 0.0078125))).toBe("volatility: VOLATILITY_HIGH");
    expect(askedOf(volatilityCheck, hour(-0.03125, 0.0078125))).toBe("VOLATILITY_HIGH");
    expect(askedOf(volatilityCheck, hour(0, 0))).toBe("pass");
    expect(verdictOf(EXIT_INPUT, hour(0.5, 0.001))).toBe("pass");
  });

  it("refuses what is not known or no number", () => {
    expect(askedOf(volatilityCheck, { market: { volatility: undefined } })).toBe("VOLATILITY_UNKNOWN");
    for (const values of [hour(undefined, 1), hour(0, undefined), hour(Number.NaN, 1), hour(0, Number.NaN), hour(0, Infinity)])
      expect(askedOf(volatilityCheck, values)).toBe("VOLATILITY_UNKNOWN");
  });

  it("has nothing to look at where the snapshot carries none, and wants it in live", () => {
    expect(askedOf(volatilityCheck, { market: BARS_ALONE })).toBe("not_applicable");
    expect(askedOf(volatilityCheck, { market: BARS_ALONE, mode: "live" })).toBe("INPUT_UNDECLARED");
  });
});

describe("exchange rate", () => {
  const rate = (rateAgeBars: number | "same_asset" | undefined) => ({ market: { rateAgeBars } });

  it("admits a rate of up to two bars ago, and none from the future", () => {
    expect(askedOf(fxRateCheck, rate(2))).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, rate(3))).toBe("fx_rate: RATE_STALE");
    expect(askedOf(fxRateCheck, rate(0))).toBe("pass");
    expect(askedOf(fxRateCheck, rate(-1))).toBe("RATE_STALE");
  });

  it("needs none where quote and base are one, refuses a missing one, and holds up no exit", () => {
    expect(askedOf(fxRateCheck, rate("same_asset"))).toBe("not_applicable");
    expect(askedOf(fxRateCheck, rate(undefined))).toBe("RATE_MISSING");
    expect(verdictOf(EXIT_INPUT, rate(undefined))).toBe("pass");
  });
});

describe("price collar", () => {
  const collar = (priceUnits: bigint | undefined, referenceUnits: Declared<bigint>) =>
    askedOf(priceCollarCheck, { order: { priceUnits }, market: { referenceUnits } });

  it("admits 2 % from the market's price on either side, and not a unit more", () => {
    expect(collar(10_200n, 10_000n)).toBe("pass");
    expect(collar(10_201n, 10_000n)).toBe("PRICE_OUTSIDE_COLLAR");
    expect(collar(9_800n, 10_000n)).toBe("pass");
    expect(collar(9_799n, 10_000n)).toBe("PRICE_OUTSIDE_COLLAR");
    expect(verdictOf(ENTRY_INPUT, { order: { priceUnits: 20_401n * PRICE_UNIT } })).toBe("price_collar: PRICE_OUTSIDE_COLLAR");
    expect(verdictOf(EXIT_INPUT, { order: { priceUnits: 1n } })).toBe("pass");
  });

  it("has nothing to hold a price against where bars are all there is, does not say that it held, and wants quotes in live", () => {
    expect(collar(1n, UNDECLARED)).toBe("not_applicable");
    expect(askedOf(priceCollarCheck, { market: { referenceUnits: UNDECLARED }, mode: "live" })).toBe("INPUT_UNDECLARED");
  });

  it("refuses where either price is not known", () => {
    expect(collar(undefined, 1n)).toBe("PRICE_MISSING");
    expect(collar(1n, undefined)).toBe("PRICE_MISSING");
    expect(collar(undefined, UNDECLARED)).toBe("PRICE_MISSING");
  });
});
