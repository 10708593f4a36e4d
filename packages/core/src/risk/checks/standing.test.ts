import { describe, expect, it } from "vitest";
import { askedOf, ENTRY_INPUT, EXIT_INPUT, NOON_MS, PROTECTION_INPUT, verdictOf } from "../gate-fixture.ts";
import { REFERENCE_PROFILE } from "../profile-presets.ts";
import { clockStepCheck } from "./standing.ts";

const MINUTE_MS = 60_000;
/** Everything that forbids an entry for what the account is or when it is. */
const ENTRY_ONLY = { mode: undefined, kills: undefined, nowMs: undefined, dueMs: undefined, isBlockedByUnknown: undefined };

describe("standing of the account", () => {
  it("lets the fixture's entry, exit and protection through", () => {
    expect([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT].map((input) => verdictOf(input))).toEqual(["pass", "pass", "pass"]);
  });

  it("never blocks an exit or a protection by checks for entries", () => {
    const kills = [{ scope: "all", subject: "", verb: "flatten" }] as const;
    const spoilt = { ...ENTRY_ONLY, kills, isBlockedByUnknown: true, nowMs: NOON_MS - 540 * MINUTE_MS, profile: { isReduceOnly: true } };
    expect(verdictOf(EXIT_INPUT, ENTRY_ONLY)).toBe("pass");
    expect(verdictOf(EXIT_INPUT, spoilt)).toBe("pass");
    expect(verdictOf(PROTECTION_INPUT, spoilt)).toBe("pass");
    expect(verdictOf(EXIT_INPUT, { order: { purpose: "reduction" }, ...spoilt })).toBe("pass");
  });
});

describe("mode", () => {
  it.each(["paper", "backtest", "shadow"] as const)("admits entries in %s", (mode) => {
    expect(verdictOf(ENTRY_INPUT, { mode })).toBe("pass");
  });

  it("refuses a mode that is not known, and a reduce-only profile", () => {
    expect(verdictOf(ENTRY_INPUT, { mode: undefined })).toBe("mode: MODE_UNKNOWN");
    expect(verdictOf(ENTRY_INPUT, { profile: { isReduceOnly: true } })).toBe("mode: PROFILE_REDUCE_ONLY");
  });

  it("refuses the reference profile wherever real money or its twin is", () => {
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, mode: "live" })).toBe("mode: REFERENCE_PROFILE_ONLY_ON_PAPER");
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, mode: "shadow" })).toBe("mode: REFERENCE_PROFILE_ONLY_ON_PAPER");
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, mode: "backtest" })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { profile: REFERENCE_PROFILE, mode: "paper" })).toBe("pass");
  });
});

describe("kill", () => {
  it.each(["block_entries", "reduce_only", "cancel", "flatten"] as const)("refuses entries under %s", (verb) => {
    expect(verdictOf(ENTRY_INPUT, { kills: [{ scope: "account", subject: "a", verb }] })).toBe("kill: KILL_SWITCH_ACTIVE");
  });

  it("covers one instrument by its symbol, and rules not by a model", () => {
    const verb = "block_entries";
    expect(verdictOf(ENTRY_INPUT, { kills: [{ scope: "instrument", subject: "BTC/USD", verb }] })).toBe("kill: KILL_SWITCH_ACTIVE");
    expect(verdictOf(ENTRY_INPUT, { kills: [{ scope: "instrument", subject: "ETH/USD", verb }] })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { kills: [{ scope: "model", subject: "m", verb }] })).toBe("pass");
    expect(
      verdictOf(ENTRY_INPUT, {
        kills: [
          { scope: "model", subject: "m", verb },
          { scope: "all", subject: "", verb },
        ],
      }),
    ).toBe("kill: KILL_SWITCH_ACTIVE");
  });

  it("refuses where the kill switches are not known", () => {
    expect(verdictOf(ENTRY_INPUT, { kills: undefined })).toBe("kill: KILL_STATE_UNKNOWN");
  });
});

describe("window", () => {
  const dayMs = NOON_MS - 12 * 60 * MINUTE_MS;
  const at = (minute: number, ms = 0) => {
    const nowMs = dayMs + minute * MINUTE_MS + ms;
    return verdictOf(ENTRY_INPUT, {
      nowMs,
      dueMs: nowMs,
      previousMs: "first",
      snapshot: { closeMs: nowMs, capabilities: ["bars"], hasBar: true },
    });
  };

  it("is half-open: 03:00 is downtime, 05:00 trades, and the 5 minutes before each are transition", () => {
    expect(at(174, 59_999)).toBe("pass");
    expect(at(175)).toBe("window: WINDOW_TRANSITION");
    expect(at(180)).toBe("window: WINDOW_DOWNTIME");
    expect(at(294, 59_999)).toBe("window: WINDOW_DOWNTIME");
    expect(at(295)).toBe("window: WINDOW_TRANSITION");
    expect(at(300)).toBe("pass");
  });

  it("refuses where the clock is not known", () => {
    expect(verdictOf(ENTRY_INPUT, { nowMs: undefined })).toBe("window: CLOCK_UNKNOWN");
  });
});

describe("unknown outcome", () => {
  it("refuses entries until it is proven that there is none", () => {
    expect(verdictOf(ENTRY_INPUT, { isBlockedByUnknown: true })).toBe("unknown_blocked: ORDER_OUTCOME_UNKNOWN");
    expect(verdictOf(ENTRY_INPUT, { isBlockedByUnknown: undefined })).toBe("unknown_blocked: ORDER_OUTCOME_UNKNOWN");
  });
});

describe("fence", () => {
  it.each([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT])(
    "refuses any order of an engine that does not hold the epoch: $order.purpose",
    (input) => {
      expect(verdictOf(input, { isFenceHeld: false })).toBe("fence: FENCE_NOT_HELD");
      expect(verdictOf(input, { isFenceHeld: undefined })).toBe("fence: FENCE_NOT_HELD");
    },
  );
});

describe("lateness", () => {
  it("lets a slot be claimed 5 minutes after it was due, and not a millisecond later", () => {
    expect(verdictOf(ENTRY_INPUT, { nowMs: NOON_MS + 5 * MINUTE_MS })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { nowMs: NOON_MS + 5 * MINUTE_MS + 1 })).toBe("lateness: SLOT_LATE");
  });

  it("refuses where it is not known when the slot was due", () => {
    expect(verdictOf(ENTRY_INPUT, { dueMs: undefined })).toBe("lateness: CLOCK_UNKNOWN");
  });
});

describe("clock step", () => {
  it("admits the moment that was due or seen last, and not a millisecond before", () => {
    const dueMs = NOON_MS;
    expect(askedOf(clockStepCheck, { nowMs: NOON_MS, dueMs, previousMs: "first" })).toBe("pass");
    expect(askedOf(clockStepCheck, { nowMs: NOON_MS - 1, dueMs, previousMs: "first" })).toBe("CLOCK_STEPPED_BACK");
    expect(askedOf(clockStepCheck, { nowMs: NOON_MS + 7, dueMs, previousMs: NOON_MS + 7 })).toBe("pass");
    expect(askedOf(clockStepCheck, { nowMs: NOON_MS + 7, dueMs, previousMs: NOON_MS + 8 })).toBe("CLOCK_STEPPED_BACK");
    expect(askedOf(clockStepCheck, { nowMs: NOON_MS - 1, dueMs, previousMs: NOON_MS - 1 })).toBe("CLOCK_STEPPED_BACK");
  });

  it("says how far: the moment shown and the earliest that can be", () => {
    expect(clockStepCheck.examine({ ...ENTRY_INPUT, nowMs: 5, dueMs: 3, previousMs: 9 })).toMatchObject({
      facts: [
        ["nowMs", "5"],
        ["earliestMs", "9"],
      ],
    });
  });

  it.each(["nowMs", "dueMs", "previousMs"] as const)("refuses where %s is not known, and no exit", (name) => {
    expect(askedOf(clockStepCheck, { [name]: undefined })).toBe("CLOCK_UNKNOWN");
    expect(verdictOf(EXIT_INPUT, { [name]: undefined })).toBe("pass");
  });
});
