import { describe, expect, it } from "vitest";
import { UNDECLARED } from "../declared.ts";
import { askedOf, BARS_ALONE, ENTRY_INPUT, EXIT_INPUT, USD, verdictOf } from "../gate-fixture.ts";
import type { OtherPosition } from "../gate-input.ts";
import { BALANCED_PROFILE } from "../profile-presets.ts";
import { clusterCheck, correlationCheck, leverageCheck, topThreeCheck } from "./concentration.ts";

const other = (symbol: string, usd: bigint | undefined): OtherPosition => ({
  symbol,
  exposureUnits: usd === undefined ? undefined : usd * USD,
});
/** Correlated with these alone. */
const movesWith = (...symbols: readonly string[]) => ({
  correlationBps: (left: string, right: string) => (symbols.includes(left) || symbols.includes(right) ? 7_001 : 7_000),
});

describe("cluster", () => {
  /** The order is worth 400 of 10,000, 100 of the pair are held: 8 % leave 300 for the others of its cluster. */
  const held = (usd: bigint, extra = 0n) => ({
    market: movesWith("ETH/USD"),
    account: { others: [{ symbol: "ETH/USD", exposureUnits: usd * USD + extra }, other("ADA/USD", 1_000n)] },
  });

  it("admits 8 % of portfolio value for all that hangs together, and not a unit more", () => {
    expect(
      askedOf(clusterCheck, {
        ...held(300n),
        market: { correlationBps: (left, right) => (left === "BTC/USD" && right === "ETH/USD" ? 7_001 : 0) },
      }),
    ).toBe("pass");
    expect(
      askedOf(clusterCheck, {
        ...held(300n, 1n),
        market: { correlationBps: (left, right) => (left === "BTC/USD" && right === "ETH/USD" ? 7_001 : 0) },
      }),
    ).toBe("CLUSTER_CAP_EXCEEDED");
  });

  it("reaches over a member, and holds what is not correlated for nothing", () => {
    expect(verdictOf(ENTRY_INPUT, held(1n))).toBe("cluster: CLUSTER_CAP_EXCEEDED");
    expect(askedOf(clusterCheck, { ...held(1n), market: movesWith() })).toBe("pass");
  });

  it("counts the pair's own exposure, and the order alone where nothing else is held", () => {
    const account = { others: [], pairExposureUnits: 400n * USD };
    expect(askedOf(clusterCheck, { account })).toBe("pass");
    expect(askedOf(clusterCheck, { account: { ...account, pairExposureUnits: 400n * USD + 1n } })).toBe("CLUSTER_CAP_EXCEEDED");
  });

  it("refuses an unknown correlation where something else is held, and only there", () => {
    expect(askedOf(clusterCheck, { market: { correlationBps: undefined } })).toBe("CORRELATION_UNKNOWN");
    expect(askedOf(clusterCheck, { market: { correlationBps: () => undefined } })).toBe("CORRELATION_UNKNOWN");
    expect(askedOf(clusterCheck, { market: { correlationBps: undefined }, account: { others: [] } })).toBe("pass");
  });

  it("refuses what is not known of its members, and looks at no others", () => {
    const spoilt = { market: { correlationBps: (left: string, right: string) => (left === "BTC/USD" && right === "ETH/USD" ? 9_000 : 0) } };
    expect(askedOf(clusterCheck, { ...spoilt, account: { others: [other("ETH/USD", undefined)] } })).toBe("RATE_MISSING");
    expect(askedOf(clusterCheck, { ...spoilt, account: { others: [other("ADA/USD", undefined)] } })).toBe("pass");
    expect(askedOf(clusterCheck, { account: { others: undefined } })).toBe("POSITIONS_UNKNOWN");
    expect(askedOf(clusterCheck, { account: { pairExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(clusterCheck, { account: { equityUnits: undefined } })).toBe("RATE_MISSING");
  });

  it("has nothing to look at without a cap or correlations, and wants these in live", () => {
    expect(askedOf(clusterCheck, { profile: { clusterCap: { percentBps: undefined, absoluteUnits: undefined } } })).toBe("not_applicable");
    expect(askedOf(clusterCheck, { market: BARS_ALONE })).toBe("not_applicable");
    expect(askedOf(clusterCheck, { market: BARS_ALONE, mode: "live" })).toBe("INPUT_UNDECLARED");
    expect(verdictOf(EXIT_INPUT, { market: { correlationBps: undefined } })).toBe("pass");
  });
});

describe("correlation", () => {
  const profile = { onCorrelation: "refuse" } as const;

  it("refuses above 0.7 with a held pair and admits 0.7", () => {
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: () => 7_000 } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { profile: BALANCED_PROFILE, market: movesWith("SOL/USD") })).toBe("correlation: CORRELATED");
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: () => -10_000 } })).toBe("pass");
  });

  it("names the pair and both figures", () => {
    expect(
      correlationCheck.examine({ ...ENTRY_INPUT, profile: BALANCED_PROFILE, market: { ...ENTRY_INPUT.market, ...movesWith("SOL/USD") } }),
    ).toMatchObject({
      facts: [
        ["with", "SOL/USD"],
        ["correlationBps", "7001"],
        ["limitBps", "7000"],
      ],
    });
  });

  it("refuses what is not known where something is held", () => {
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: undefined } })).toBe("CORRELATION_UNKNOWN");
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: () => undefined } })).toBe("CORRELATION_UNKNOWN");
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: undefined }, account: { others: [] } })).toBe("pass");
    expect(askedOf(correlationCheck, { profile, account: { others: undefined } })).toBe("POSITIONS_UNKNOWN");
  });

  it("has nothing to look at where the profile clusters or the snapshot has none, and wants it in live", () => {
    expect(askedOf(correlationCheck)).toBe("not_applicable");
    expect(askedOf(correlationCheck, { profile, market: BARS_ALONE })).toBe("not_applicable");
    expect(askedOf(correlationCheck, { profile, market: { correlationBps: UNDECLARED }, mode: "live" })).toBe("INPUT_UNDECLARED");
    expect(verdictOf(EXIT_INPUT, { profile, market: { correlationBps: undefined } })).toBe("pass");
  });
});

describe("top three", () => {
  const profile = { topThreeBpsMax: 1_000 };
  const others = (...usd: readonly (bigint | undefined)[]) => ({ others: usd.map((units, index) => other(`C${index}/USD`, units)) });

  it("admits the three largest up to their part, this entry among them", () => {
    expect(askedOf(topThreeCheck, { profile, account: others(300n, 200n, 100n, 50n) })).toBe("pass");
    expect(askedOf(topThreeCheck, { profile, account: others(301n, 200n, 100n) })).toBe("TOP_THREE_EXCEEDED");
    expect(askedOf(topThreeCheck, { profile, account: others(10n, 300n, 5n, 200n) })).toBe("pass");
    expect(askedOf(topThreeCheck, { profile, account: others(10n, 301n, 5n, 200n) })).toBe("TOP_THREE_EXCEEDED");
  });

  it("counts what the pair holds already, and three that are larger without it", () => {
    expect(askedOf(topThreeCheck, { profile, account: { ...others(300n, 200n), pairExposureUnits: 101n * USD } })).toBe(
      "TOP_THREE_EXCEEDED",
    );
    expect(askedOf(topThreeCheck, { profile, account: { ...others(501n, 501n, 501n), pairExposureUnits: 0n } })).toBe("TOP_THREE_EXCEEDED");
  });

  it("refuses through the gate with both percents", () => {
    const { clusterCap, totalCap, positionsMax } = { ...BALANCED_PROFILE, positionsMax: 30 };
    const spoilt = { profile: { ...profile, clusterCap, totalCap, positionsMax }, account: others(400n, 400n) };
    expect(verdictOf(ENTRY_INPUT, spoilt)).toBe("top_three: TOP_THREE_EXCEEDED");
  });

  it("refuses what is not known, and has nothing to look at without a limit", () => {
    expect(askedOf(topThreeCheck, { profile, account: { others: undefined } })).toBe("POSITIONS_UNKNOWN");
    expect(askedOf(topThreeCheck, { profile, account: others(1n, undefined) })).toBe("RATE_MISSING");
    expect(askedOf(topThreeCheck, { profile, account: { equityUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(topThreeCheck, { profile, account: { pairExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(topThreeCheck, { profile, order: { notionalBaseUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(topThreeCheck)).toBe("not_applicable");
    expect(verdictOf(EXIT_INPUT, { profile, account: { others: undefined } })).toBe("pass");
  });
});

describe("leverage", () => {
  it("admits all that there is and not a unit more", () => {
    expect(askedOf(leverageCheck, { account: { totalExposureUnits: 9_600n * USD } })).toBe("pass");
    expect(askedOf(leverageCheck, { account: { totalExposureUnits: 9_600n * USD + 1n } })).toBe("LEVERAGE_EXCEEDED");
  });

  it("is bounded by policy whatever a profile says, and by a profile that says less", () => {
    const account = { totalExposureUnits: 9_600n * USD + 1n };
    expect(askedOf(leverageCheck, { profile: { leverageMax: 2 }, account })).toBe("LEVERAGE_EXCEEDED");
    expect(askedOf(leverageCheck, { profile: { leverageMax: 0 } })).toBe("LEVERAGE_EXCEEDED");
  });

  it("refuses what is not known", () => {
    expect(askedOf(leverageCheck, { account: { equityUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(leverageCheck, { account: { totalExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(leverageCheck, { order: { notionalBaseUnits: undefined } })).toBe("RATE_MISSING");
    expect(verdictOf(EXIT_INPUT, { account: { equityUnits: undefined } })).toBe("pass");
  });
});
