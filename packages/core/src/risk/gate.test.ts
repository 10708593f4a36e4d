import { describe, expect, it } from "vitest";
import { CHECKS, passGate } from "./gate.ts";
import { ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT } from "./gate-fixture.ts";

describe("the gate", () => {
  it("asks these checks in this order", () => {
    expect(CHECKS.map(({ name }) => name)).toEqual([
      "mode",
      "kill",
      "window",
      "unknown_blocked",
      "fence",
      "lateness",
      "clock_step",
      "versions",
      "model_approval",
      "readiness_stage",
      "snapshot_age",
      "capabilities",
      "instrument_tradable",
      "duplicate_intent",
      "side",
      "stop_present",
      "lot",
      "tick",
      "minimum",
      "price_collar",
      "fx_rate",
      "drawdown_rung",
      "daily_loss",
      "spread",
      "volatility",
      "expected_edge",
      "pair_cap",
      "quote_cap",
      "total_cap",
      "correlation",
      "cluster",
      "top_three",
      "positions",
      "leverage",
      "order_rate",
      "open_orders",
      "free_balance",
    ]);
  });

  it("asks of an exit and of a protection only what the venue or the fence would refuse", () => {
    const asked = ["fence", "instrument_tradable", "duplicate_intent", "side", "lot", "tick", "minimum", "free_balance"];
    for (const purpose of ["exit", "reduction", "protection"] as const) {
      expect(CHECKS.filter(({ appliesTo }) => appliesTo.includes(purpose)).map(({ name }) => name)).toEqual(asked);
    }
    expect(CHECKS.every(({ appliesTo }) => appliesTo.includes("entry"))).toBe(true);
  });

  it("names the first refusal and what was not applicable until then", () => {
    const verdict = passGate({ ...ENTRY_INPUT, mode: undefined, isFenceHeld: false });
    expect(verdict).toEqual({ refusal: { check: "mode", code: "MODE_UNKNOWN", symbol: "BTC/USD", facts: [] }, notApplicable: [] });
    expect(passGate(ENTRY_INPUT).notApplicable).toEqual([
      ["model_approval", "rules decide: no model is loaded"],
      ["readiness_stage", "nothing real is at stake"],
      ["tick", "a market order states no price"],
      ["correlation", "the profile counts correlated positions as one cluster"],
      ["top_three", "the profile limits no three largest"],
    ]);
    expect(passGate(PROTECTION_INPUT)).toEqual({ refusal: undefined, notApplicable: [] });
    expect(passGate(EXIT_INPUT).refusal).toBeUndefined();
  });
});
