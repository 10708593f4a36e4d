import { describe, expect, it } from "vitest";
import { GOVERNED_STRATEGIES, GOVERNED_STRATEGY_NAMES, type GovernedStrategy } from "./kinds.ts";
import { resolvedParameters } from "./parameters.ts";
import { QUIET_MARKET, QUIET_READING } from "./reading-fixture.ts";
import type { MarketReading, Reading } from "./reading.ts";
import { GOVERNED_RULES } from "./rules.ts";

type Changes = { readonly reading?: Partial<Reading>; readonly market?: Partial<MarketReading> };
const viewOf = ({ reading, market }: Changes) => ({
  reading: { ...QUIET_READING, ...reading },
  market: { ...QUIET_MARKET, ...market },
  parameters: resolvedParameters({}),
});
const proposalOf = (strategy: GovernedStrategy, changes: Changes) => GOVERNED_RULES[strategy].propose(viewOf(changes));
const reviewOf = (strategy: GovernedStrategy, changes: Changes) => GOVERNED_RULES[strategy].review(viewOf(changes));
const CROSS_UP = { fast: 101, fastBefore: 99, slow: 100, slowBefore: 100 };
const CROSS_DOWN = { fast: 99, fastBefore: 101, slow: 100, slowBefore: 100 };
const MIDNIGHT_MS = Date.UTC(2024, 0, 2);

describe("what each strategy buys", () => {
  it.each<readonly [GovernedStrategy, string, Changes]>([
    ["trend-follower", "TREND_ENTRY", { reading: CROSS_UP }],
    ["trend-follower", "NO_TREND_ENTRY", { reading: { ...CROSS_UP, slope: 0 } }],
    ["trend-follower", "NO_TREND_ENTRY", {}],
    ["volatility-swing", "SWING_ENTRY", { reading: { deviation: -1.5 } }],
    ["volatility-swing", "NO_SWING_ENTRY", { reading: { deviation: -1.49 } }],
    ["volatility-swing", "NO_SWING_ENTRY", { reading: { deviation: -1.5, return1: 0 } }],
    ["volatility-swing", "NO_SWING_ENTRY", { reading: { deviation: -1.5, volatilityFlag: -1 } }],
    ["mean-reversion", "REVERSION_ENTRY", { reading: { deviation: -2 } }],
    ["mean-reversion", "NO_REVERSION_ENTRY", { reading: { deviation: -1.99 } }],
    ["mean-reversion", "NO_REVERSION_ENTRY", { reading: { deviation: -3, return24: -0.2 } }],
    ["defensive-hedge", "HEDGE_BUYS_NOTHING", { reading: CROSS_UP }],
    ["stable-allocator", "TRANCHE_DUE", { market: { closeMs: MIDNIGHT_MS } }],
    ["stable-allocator", "TRANCHE_NOT_DUE", { market: { closeMs: MIDNIGHT_MS + 3_600_000 } }],
    ["recovery", "RECOVERY_ENTRY", { reading: { ...CROSS_UP, fromHigh: -0.15 } }],
    ["recovery", "NO_RECOVERY_ENTRY", { reading: { ...CROSS_UP, fromHigh: -0.1499 } }],
    ["recovery", "NO_RECOVERY_ENTRY", { reading: { fromHigh: -0.3 } }],
  ])("%s: %s", (strategy, reason, changes) => {
    expect(proposalOf(strategy, changes).reason).toBe(reason);
  });

  it("comes with a stop, an expected move and the strategy's ceiling as its size", () => {
    const proposal = proposalOf("trend-follower", { reading: CROSS_UP });
    expect(proposal).toMatchObject({ action: "enter", stopOffset: 2.5, edge: 0.03, multiplierBps: 20_000, confidenceBps: 10_000 });
    for (const strategy of GOVERNED_STRATEGY_NAMES) {
      const bought = proposalOf(strategy, { reading: { ...CROSS_UP, fromHigh: -0.5, deviation: -2 }, market: { closeMs: MIDNIGHT_MS } });
      if (bought.action === "enter") expect(bought.multiplierBps).toBe(GOVERNED_STRATEGIES[strategy].multiplierBpsMax);
    }
  });

  it("is never missed by a timeframe that does not divide the allocator's hours", () => {
    const closes = Array.from({ length: 60 }, (_, index) => MIDNIGHT_MS + index * 5 * 3_600_000);
    const due = closes.filter(
      (closeMs) => proposalOf("stable-allocator", { market: { closeMs, timeframeMs: 5 * 3_600_000 } }).action === "enter",
    );
    expect(due.length).toBe(Math.ceil((60 * 5) / 24));
  });
});

describe("what each strategy sells", () => {
  it.each<readonly [GovernedStrategy, string, string, Changes]>([
    ["trend-follower", "exit", "TREND_OVER", { reading: CROSS_DOWN }],
    ["trend-follower", "hold", "TREND_STANDS", {}],
    ["volatility-swing", "exit", "SWING_DONE", { reading: { deviation: 1 } }],
    ["volatility-swing", "hold", "SWING_STANDS", { reading: { deviation: 0.99 } }],
    ["mean-reversion", "exit", "REVERSION_DONE", { reading: { deviation: 0 } }],
    ["mean-reversion", "hold", "REVERSION_STANDS", { reading: { deviation: -0.01 } }],
    ["defensive-hedge", "reduce", "HEDGE_SALE", { reading: { slope: -1, fast: 99 }, market: { breadth: 0.3 } }],
    ["defensive-hedge", "hold", "NO_HEDGE", { reading: { slope: -1, fast: 99 }, market: { breadth: 0.31 } }],
    ["defensive-hedge", "hold", "NO_HEDGE", { reading: { slope: -1 }, market: { breadth: 0.1 } }],
    ["stable-allocator", "hold", "TRANCHE_STANDS", { reading: CROSS_DOWN }],
    ["recovery", "exit", "RECOVERY_OVER", { reading: CROSS_DOWN }],
    ["recovery", "hold", "RECOVERY_STANDS", {}],
  ])("%s: %s %s", (strategy, action, reason, changes) => {
    expect(reviewOf(strategy, changes)).toMatchObject({ action, reason });
  });
});
