import { describe, expect, it } from "vitest";
import type { InstrumentStatus } from "../../market/instrument.ts";
import { askedOf, ENTRY_INPUT, EXIT_INPUT, INSTRUMENT, NOON_MS, PROTECTION_INPUT, verdictOf } from "../gate-fixture.ts";
import { capabilitiesCheck } from "./market.ts";

const snapshot = { closeMs: NOON_MS, capabilities: ["bars"], hasBar: true } as const;

describe("snapshot age", () => {
  const aged = (ageMs: number) =>
    verdictOf(ENTRY_INPUT, { nowMs: NOON_MS, dueMs: NOON_MS, snapshot: { ...snapshot, closeMs: NOON_MS - ageMs } });

  it("admits a snapshot as old as the profile allows and no older", () => {
    expect(aged(600_000)).toBe("pass");
    expect(aged(600_001)).toBe("snapshot_age: SNAPSHOT_STALE");
  });

  it("refuses one from the future: a clock is wrong", () => {
    expect(aged(0)).toBe("pass");
    expect(aged(-1)).toBe("snapshot_age: SNAPSHOT_STALE");
  });

  it("refuses entries without a snapshot or without the instrument's bar, and no exit", () => {
    expect(verdictOf(ENTRY_INPUT, { snapshot: undefined })).toBe("snapshot_age: SNAPSHOT_MISSING");
    expect(verdictOf(ENTRY_INPUT, { snapshot: { ...snapshot, hasBar: false } })).toBe("snapshot_age: INSTRUMENT_ABSENT");
    expect(verdictOf(EXIT_INPUT, { snapshot: undefined })).toBe("pass");
  });
});

describe("capabilities", () => {
  it("wants the whole market in live and bars anywhere", () => {
    const whole = ["bars", "trades", "quotes", "book", "feed_health"] as const;
    expect(askedOf(capabilitiesCheck, { mode: "live", snapshot: { ...snapshot, capabilities: whole } })).toBe("pass");
    expect(askedOf(capabilitiesCheck, { mode: "live" })).toBe("SNAPSHOT_INCOMPLETE");
    expect(askedOf(capabilitiesCheck, { mode: "live", snapshot: { ...snapshot, capabilities: whole.slice(0, 4) } })).toBe(
      "SNAPSHOT_INCOMPLETE",
    );
    expect(verdictOf(ENTRY_INPUT, { snapshot: { ...snapshot, capabilities: [] } })).toBe("capabilities: SNAPSHOT_INCOMPLETE");
    expect(askedOf(capabilitiesCheck, { snapshot: undefined })).toBe("SNAPSHOT_MISSING");
  });
});

describe("instrument tradable", () => {
  const verdicts = (status: InstrumentStatus) =>
    [ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT].map((input) => verdictOf(input, { instrument: { ...INSTRUMENT, status } }));
  const no = "instrument_tradable: INSTRUMENT_NOT_TRADABLE";

  it("admits everything online and only what lowers a position in reduce-only", () => {
    expect(verdicts("online")).toEqual(["pass", "pass", "pass"]);
    expect(verdicts("reduce_only")).toEqual([no, "pass", "pass"]);
  });

  it.each(["cancel_only", "post_only", "limit_only", "halted", "training_only"] as const)(
    "admits no market or stop order in %s",
    (status) => {
      expect(verdicts(status)).toEqual([no, no, no]);
    },
  );

  it("refuses what is not in the table", () => {
    expect([ENTRY_INPUT, EXIT_INPUT, PROTECTION_INPUT].map((input) => verdictOf(input, { instrument: undefined }))).toEqual(
      new Array(3).fill("instrument_tradable: INSTRUMENT_UNKNOWN"),
    );
  });
});
