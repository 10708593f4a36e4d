import { describe, expect, it } from "vitest";
import { UNDECLARED } from "../declared.ts";
import { askedOf, ENTRY_INPUT, EXIT_INPUT, LADDER, USD, verdictOf } from "../gate-fixture.ts";
import type { LadderState } from "../ladder.ts";
import { dailyLossCheck, drawdownRungCheck } from "./losses.ts";

const on = (rung: 0 | 1 | 2 | 3): { readonly ladder: LadderState } => ({ ladder: { ...LADDER, rung } });

describe("drawdown rung", () => {
  it("admits anything on no rung", () => {
    expect(askedOf(drawdownRungCheck, on(0))).toBe("pass");
  });

  it("admits on the first rung twice half the risk fraction, and not a unit more", () => {
    expect(askedOf(drawdownRungCheck, { ...on(1), order: { notionalBaseUnits: 200n * USD } })).toBe("pass");
    expect(askedOf(drawdownRungCheck, { ...on(1), order: { notionalBaseUnits: 200n * USD + 1n } })).toBe("DRAWDOWN_SIZE_EXCEEDED");
  });

  it("admits on the second rung half the exposure cap, and not a unit more", () => {
    const order = { notionalBaseUnits: 100n * USD };
    expect(askedOf(drawdownRungCheck, { ...on(2), order, account: { totalExposureUnits: 900n * USD } })).toBe("pass");
    expect(askedOf(drawdownRungCheck, { ...on(2), order, account: { totalExposureUnits: 900n * USD + 1n } })).toBe(
      "DRAWDOWN_EXPOSURE_EXCEEDED",
    );
    expect(askedOf(drawdownRungCheck, { ...on(1), order, account: { totalExposureUnits: 900n * USD + 1n } })).toBe("pass");
    expect(askedOf(drawdownRungCheck, { ...on(2), order: { notionalBaseUnits: 201n * USD } })).toBe("DRAWDOWN_SIZE_EXCEEDED");
  });

  it("refuses on the third, and while the drawdown halts the account", () => {
    expect(verdictOf(ENTRY_INPUT, on(3))).toBe("drawdown_rung: DRAWDOWN_HALT");
    expect(askedOf(drawdownRungCheck, { ladder: { ...LADDER, haltedBy: "drawdown" } })).toBe("DRAWDOWN_HALT");
    expect(verdictOf(EXIT_INPUT, on(3))).toBe("pass");
  });

  it("sees the rung that was reached since the ladder was climbed, to the unit", () => {
    const at = (highWaterUnits: bigint) => askedOf(drawdownRungCheck, { ladder: { ...LADDER, highWaterUnits } });
    expect(at(12_500n * USD)).toBe("DRAWDOWN_HALT");
    expect(at(12_500n * USD - 1n)).not.toBe("DRAWDOWN_HALT");
    expect(at(11_112n * USD)).toBe("DRAWDOWN_SIZE_EXCEEDED");
    expect(at(11_111n * USD)).toBe("pass");
  });

  it("has no exposure to limit where the profile caps none", () => {
    const profile = { totalCap: { percentBps: undefined, absoluteUnits: undefined } };
    const spoilt = { ...on(2), profile, order: { notionalBaseUnits: 1n }, account: { totalExposureUnits: undefined } };
    expect(askedOf(drawdownRungCheck, spoilt)).toBe("pass");
  });

  it("refuses what is not known, has nothing to look at without a ladder, and wants one in live", () => {
    expect(askedOf(drawdownRungCheck, { ladder: undefined })).toBe("LADDER_UNKNOWN");
    expect(askedOf(drawdownRungCheck, { account: { equityUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(drawdownRungCheck, { ...on(1), order: { notionalBaseUnits: undefined } })).toBe("RATE_MISSING");
    const small = { ...on(2), order: { notionalBaseUnits: 1n } };
    expect(askedOf(drawdownRungCheck, { ...small, account: { totalExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(drawdownRungCheck, { ladder: UNDECLARED })).toBe("not_applicable");
    expect(askedOf(drawdownRungCheck, { ladder: UNDECLARED, mode: "live" })).toBe("INPUT_UNDECLARED");
  });
});

describe("daily loss", () => {
  it("admits until 3 % of the day's opening are lost, and refuses at them", () => {
    expect(askedOf(dailyLossCheck, { account: { equityUnits: 9_700n * USD + 1n } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { account: { equityUnits: 9_700n * USD } })).toBe("daily_loss: DAILY_LOSS_EXCEEDED");
    expect(verdictOf(EXIT_INPUT, { account: { equityUnits: 1n } })).toBe("pass");
  });

  it("refuses while a daily loss halts the account, whatever it is worth now", () => {
    expect(askedOf(dailyLossCheck, { ladder: { ...LADDER, haltedBy: "daily_loss" } })).toBe("DAILY_LOSS_HALT");
    expect(askedOf(dailyLossCheck, { ladder: { ...LADDER, haltedBy: "drawdown" } })).toBe("pass");
    expect(askedOf(drawdownRungCheck, { ladder: { ...LADDER, haltedBy: "daily_loss" } })).toBe("pass");
  });

  it("refuses what is not known, has nothing to look at without a ladder, and wants one in live", () => {
    expect(askedOf(dailyLossCheck, { ladder: undefined })).toBe("LADDER_UNKNOWN");
    expect(askedOf(dailyLossCheck, { account: { equityUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(dailyLossCheck, { ladder: UNDECLARED })).toBe("not_applicable");
    expect(askedOf(dailyLossCheck, { ladder: UNDECLARED, mode: "live" })).toBe("INPUT_UNDECLARED");
  });
});
