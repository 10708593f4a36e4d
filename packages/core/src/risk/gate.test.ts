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
      "snapshot_age",
      "capabilities",
      "instrument_tradable",
      "side",
      "stop_present",
      "lot",
      "tick",
      "minimum",
      "pair_cap",
      "quote_cap",
      "total_cap",
      "positions",
      "free_balance",
    ]);
  });

  it("asks of an exit and of a protection only what the venue or the fence would refuse", () => {
    const asked = ["fence", "instrument_tradable", "side", "lot", "tick", "minimum", "free_balance"];
    for (const purpose of ["exit", "reduction", "protection"] as const) {
      expect(CHECKS.filter(({ appliesTo }) => appliesTo.includes(purpose)).map(({ name }) => name)).toEqual(asked);
    }
    expect(CHECKS.every(({ appliesTo }) => appliesTo.includes("entry"))).toBe(true);
  });

  it("names the first refusal and what was not applicable until then", () => {
    const verdict = passGate({ ...ENTRY_INPUT, mode: undefined, isFenceHeld: false });
    expect(verdict).toEqual({ refusal: { check: "mode", code: "MODE_UNKNOWN", symbol: "BTC/USD", facts: [] }, notApplicable: [] });
    expect(passGate(ENTRY_INPUT).notApplicable).toEqual([["tick", "a market order states no price"]]);
    expect(passGate(PROTECTION_INPUT)).toEqual({ refusal: undefined, notApplicable: [] });
    expect(passGate(EXIT_INPUT).refusal).toBeUndefined();
  });
});
