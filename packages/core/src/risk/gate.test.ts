import { describe, expect, it } from "vitest";
import { CHECKS, passGate } from "./gate.ts";
import {
  BTC,
  ENTRY_INPUT,
  EXIT_INPUT,
  INSTRUMENT,
  LADDER,
  LIVE_INPUT,
  NOON_MS,
  PROTECTION_INPUT,
  spoil,
  USD,
  verdictOf,
  type Spoilt,
} from "./gate-fixture.ts";
import type { GateInput } from "./gate-input.ts";

/** For each check one thing that it alone objects to: whoever takes the check out lets that order through. */
const ALONE: readonly (readonly [check: string, input: GateInput, spoilt: Spoilt])[] = [
  ["mode", ENTRY_INPUT, { mode: undefined }],
  ["kill", ENTRY_INPUT, { kills: [{ scope: "all", subject: "", verb: "block_entries" }] }],
  ["window", ENTRY_INPUT, { profile: { schedule: { windows: [{ fromMinute: 700, toMinute: 800 }], transitionMinutes: 0 } } }],
  ["unknown_blocked", ENTRY_INPUT, { isBlockedByUnknown: true }],
  ["fence", PROTECTION_INPUT, { isFenceHeld: false }],
  ["lateness", ENTRY_INPUT, { nowMs: NOON_MS + 300_001 }],
  ["clock_step", ENTRY_INPUT, { previousMs: NOON_MS + 2_001 }],
  ["versions", ENTRY_INPUT, { versions: undefined }],
  ["model_approval", ENTRY_INPUT, { model: { kind: "model", id: "m", isApproved: false } }],
  ["readiness_stage", LIVE_INPUT, { readiness: undefined }],
  ["snapshot_age", ENTRY_INPUT, { snapshot: { closeMs: NOON_MS - 600_000, capabilities: ["bars"], hasBar: true } }],
  ["capabilities", LIVE_INPUT, { snapshot: { closeMs: NOON_MS, capabilities: ["bars"], hasBar: true } }],
  ["instrument_tradable", EXIT_INPUT, { instrument: { ...INSTRUMENT, status: "halted" } }],
  ["duplicate_intent", ENTRY_INPUT, { traffic: { lastMinute: 0, lastHour: 0, open: 0, hasSameId: false, pendingEntries: 1 } }],
  ["side", EXIT_INPUT, { account: { positionQuantity: 0n } }],
  ["stop_present", ENTRY_INPUT, { order: { stopOffsetUnits: undefined } }],
  ["lot", ENTRY_INPUT, { order: { quantity: BTC / 50n + 1n } }],
  ["tick", PROTECTION_INPUT, { order: { triggerUnits: 1n } }],
  ["minimum", ENTRY_INPUT, { order: { notionalUnits: 49n * USD } }],
  ["price_collar", ENTRY_INPUT, { market: { referenceUnits: 1n } }],
  ["fx_rate", ENTRY_INPUT, { market: { rateAgeBars: 3 } }],
  ["drawdown_rung", ENTRY_INPUT, { ladder: { ...LADDER, rung: 3 } }],
  ["daily_loss", ENTRY_INPUT, { ladder: { ...LADDER, dayOpenUnits: 20_000n * USD } }],
  ["spread", ENTRY_INPUT, { market: { spread: undefined } }],
  ["volatility", ENTRY_INPUT, { market: { volatility: undefined } }],
  ["expected_edge", ENTRY_INPUT, { order: { edgeRateUnits: 0n } }],
  ["pair_cap", ENTRY_INPUT, { profile: { pairCap: { percentBps: 1, absoluteUnits: undefined } } }],
  ["quote_cap", ENTRY_INPUT, { account: { quoteExposureUnits: 10_000n * USD } }],
  ["total_cap", ENTRY_INPUT, { account: { totalExposureUnits: 9_000n * USD } }],
  [
    "correlation",
    ENTRY_INPUT,
    {
      profile: { onCorrelation: "refuse" },
      market: { correlationBps: (left) => (left === "BTC/USD" ? 7_001 : 0) },
      account: { others: [{ symbol: "ETH/USD", exposureUnits: 0n }] },
    },
  ],
  ["cluster", ENTRY_INPUT, { profile: { clusterCap: { percentBps: 499, absoluteUnits: undefined } } }],
  ["top_three", ENTRY_INPUT, { profile: { topThreeBpsMax: 0 } }],
  ["positions", ENTRY_INPUT, { profile: { positionsMax: 3 } }],
  ["leverage", ENTRY_INPUT, { profile: { leverageMax: 0 } }],
  ["order_rate", ENTRY_INPUT, { profile: { orderLimits: { perMinuteMax: 1, perHourMax: 9, openMax: 9 } } }],
  ["open_orders", ENTRY_INPUT, { profile: { orderLimits: { perMinuteMax: 9, perHourMax: 9, openMax: 3 } } }],
  ["free_balance", ENTRY_INPUT, { account: { freeQuoteUnits: 0n } }],
];

describe("the gate", () => {
  it.each(ALONE)("lets nothing through that only %s objects to", (name, input, spoilt) => {
    expect(verdictOf(input)).toBe("pass");
    expect(verdictOf(input, spoilt)).toMatch(new RegExp(`^${name}: `));
    const others = CHECKS.filter((check) => check.name !== name && check.appliesTo.includes(input.order.purpose));
    expect(others.filter(({ examine }) => examine(spoil(input, spoilt)).verdict === "refused").map((check) => check.name)).toEqual([]);
  });

  it("has such an order for every check", () => {
    expect(ALONE.map(([name]) => name)).toEqual(CHECKS.map(({ name }) => name));
  });

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
