import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { readRiskProfile, writeRiskProfile } from "@ballast/core/risk/profile-written";
import { expect, it } from "vitest";
import { faultInWords, faultLabel } from "./fault-words.ts";

const WRITTEN = writeRiskProfile(GUARDED_PROFILE);

function faultsOf(change: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const reading = readRiskProfile({ ...WRITTEN, ...change });
  if (reading.isAdmitted) return [];
  return reading.facts.map(([path, words]) => {
    const fault = faultInWords({ path, words });
    return [fault.path, fault.words] as const;
  });
}

it.each([
  [{ riskFractionBps: 300 }, "riskFractionBps", "More than policy allows, which is 2 % at most."],
  [{ positionsMax: 31 }, "positionsMax", "More than policy allows, which is 30 at most."],
  [{ dailyLossBpsMax: 20_000 }, "dailyLossBpsMax", "At most 100 %."],
  [{ dailyLossBpsMax: 12.5 }, "dailyLossBpsMax", "Too fine: two decimals at most."],
  [{ snapshotAgeMsMax: 10 }, "snapshotAgeMsMax", "At least 1 s."],
  [{ dailyLossBpsMax: "a lot" }, "dailyLossBpsMax", "Not a number."],
  [{ dailyLossBpsMax: undefined }, "dailyLossBpsMax", "This limit has to be stated."],
  [{ positionsMax: 1.5 }, "positionsMax", "A whole number."],
  [{ minTrade: "x" }, "minTrade", "Not an amount of at most 8 decimals."],
  [{ totalCap: { absolute: "5" } }, "totalCap.percentBps", "States no percent, which policy bounds."],
  [{ instrumentCaps: [{ symbol: "BTC/USD", cap: { percentBps: 10_001 } }] }, "instrumentCaps.0.cap.percentBps", "At most 100 %."],
  [{ quoteCaps: ["USD", "USD"].map((asset) => ({ asset, cap: { percentBps: 100 } })) }, "quoteCaps", "A quote stands twice."],
  [
    { schedule: { windows: [{ fromMinute: "3 o'clock", toMinute: 300 }], transitionMinutes: 5 } },
    "schedule.windows.0.fromMinute",
    "Not a time of day, such as 03:00.",
  ],
  [{ schedule: { windows: [], transitionMinutes: 61 } }, "schedule.transitionMinutes", "0 to 60 minutes."],
  [{ rungs: { ...WRITTEN.rungs, riskAtBps: 1_600 } }, "rungs.riskAtBps", "The rungs at 16 % and 15 % do not rise to the halt at 20 %."],
])("says of %j what is wrong in the typed unit", (change, path, words) => {
  expect(faultsOf(change)).toEqual([[path, words]]);
});

it("names the row of a list", () => {
  expect(faultLabel("quoteCaps.1.cap.percentBps")).toBe("Caps by quote currency, row 2");
  expect(faultLabel("instrumentCaps")).toBe("Caps of single instruments");
  expect(faultLabel("schedule.windows.0.fromMinute")).toBe("Downtime, row 1");
  expect(faultLabel("drawdownBpsMax")).toBe("Halt at a drawdown of");
});
