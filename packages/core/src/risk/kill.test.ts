import { describe, expect, it } from "vitest";
import { ENTRY_INPUT, EXIT_INPUT, verdictOf } from "./gate-fixture.ts";
import { killCovers, killReaches } from "./kill.ts";

const SYMBOL = ENTRY_INPUT.order.symbol;
const MODEL = { kind: "model", id: "rebound-7", isApproved: true } as const;
const VERBS = ["block_entries", "reduce_only", "cancel", "flatten"] as const;

/** Scope, subject, and whether it covers what rules decided, and what the model decided. */
const CASES = [
  ["all", "", true, true],
  ["workspace", "w", true, true],
  ["account", "a", true, true],
  ["instrument", SYMBOL, true, true],
  ["instrument", "OTHER/USD", false, false],
  ["model", MODEL.id, false, true],
  ["model", "another", false, false],
] as const;

describe.each(VERBS)("a kill switch that says %s", (verb) => {
  it.each(CASES)("of scope %s %s covers an entry by rules: %s, by a model: %s", (scope, subject, ofRules, ofModel) => {
    const kill = { scope, subject, verb, sinceMs: 1 };
    expect([killCovers(kill, SYMBOL), killCovers(kill, SYMBOL, MODEL.id)]).toEqual([ofRules, ofModel]);
    const no = "kill: KILL_SWITCH_ACTIVE";
    expect(verdictOf(ENTRY_INPUT, { kills: [kill] })).toBe(ofRules ? no : "pass");
    expect(verdictOf(ENTRY_INPUT, { kills: [kill], model: MODEL })).toBe(ofModel ? no : "pass");
    expect(verdictOf(EXIT_INPUT, { kills: [kill], model: MODEL })).toBe("pass");
  });
});

describe.each(VERBS)("of an account, %s", (verb) => {
  it.each(CASES)("with scope %s %s holds one that trades by rules: %s, by the model: %s", (scope, subject, ofRules, ofModel) => {
    const kill = { scope, subject, verb, sinceMs: 1 };
    expect(killReaches(kill, { instruments: ["A/USD", SYMBOL] })).toBe(ofRules);
    expect(killReaches(kill, { instruments: ["A/USD", SYMBOL], modelId: MODEL.id })).toBe(ofModel);
  });
});
