import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { profileLeaves } from "@ballast/core/risk/profile-diff";
import { readRiskProfile, writeRiskProfile } from "@ballast/core/risk/profile-written";
import { expect, it } from "vitest";
import { draftFaults } from "./draft-faults.ts";
import { draftOf, writtenOf } from "./profile-draft.ts";
import { fieldOf, pathLabel, shownText, storedValue } from "./profile-fields.ts";
import { minuteOfClock } from "./window-clock.ts";

const WRITTEN = writeRiskProfile(GUARDED_PROFILE);

it("changes nothing by being shown in a form", () => {
  expect(readRiskProfile(writtenOf(WRITTEN, draftOf(WRITTEN)))).toEqual({ isAdmitted: true, profile: GUARDED_PROFILE });
});

it("reads percent, times and choices back as they are stored", () => {
  const shown = draftOf(WRITTEN);
  const fields = {
    ...shown.fields,
    drawdownBpsMax: "17.5",
    snapshotAgeMsMax: "90",
    releasePersons: "2",
    isReduceOnly: "true",
    "pairCap.absolute": "",
  };
  const reading = readRiskProfile(writtenOf(WRITTEN, { ...shown, fields }));
  expect(reading).toMatchObject({
    isAdmitted: true,
    profile: {
      drawdownBpsMax: 1_750,
      snapshotAgeMsMax: 90_000,
      releasePersons: 2,
      isReduceOnly: true,
      pairCap: { absoluteUnits: undefined },
    },
  });
});

it("reads caps of instruments and quotes, and windows over midnight, back as they are stored", () => {
  const draft = {
    ...draftOf(WRITTEN),
    instrumentCaps: [{ owner: "DOGE/USD", percent: "0.5", amount: "2500" }],
    quoteCaps: [{ owner: "EUR", percent: "", amount: "100.25" }],
    windows: [
      { from: "23:30", to: "1:00" },
      { from: "12:00", to: "24:00" },
    ],
  };
  expect(readRiskProfile(writtenOf(WRITTEN, draft))).toMatchObject({
    isAdmitted: true,
    profile: {
      instrumentCaps: [{ symbol: "DOGE/USD", cap: { percentBps: 50, absoluteUnits: 250_000_000_000n } }],
      quoteCaps: [{ asset: "EUR", cap: { percentBps: undefined, absoluteUnits: 10_025_000_000n } }],
      schedule: {
        windows: [
          { fromMinute: 1_410, toMinute: 60 },
          { fromMinute: 720, toMinute: 0 },
        ],
        transitionMinutes: 5,
      },
    },
  });
});

it.each(["3", "25:00", "24:01", "03:60", "three"])("leaves %s, which is no time of day, for the schema to refuse", (typed) => {
  expect(minuteOfClock(typed)).toBe(typed);
});

it("finds the cap that caps nothing and the window of no minute", () => {
  const draft = {
    ...draftOf(WRITTEN),
    instrumentCaps: [{ owner: "BTC/USD", percent: " ", amount: "" }],
    windows: [{ from: "05:00", to: "5:00" }],
  };
  expect(draftFaults(draft).map(({ path }) => path)).toEqual(["instrumentCaps.0.cap.percentBps", "schedule.windows.0.toMinute"]);
});

it("leaves what is no number for the schema to refuse", () => {
  expect(storedValue("drawdownBpsMax", "a lot")).toBe("a lot");
});

it("has words for every value of a profile", () => {
  for (const path of profileLeaves(GUARDED_PROFILE).keys())
    if (!["kind", "name", "sizing", "leverageMax"].includes(path)) expect(pathLabel(path), path).not.toBe(path);
  expect(fieldOf("drawdownBpsMax")?.policyMax).toBe(20);
  expect(shownText("drawdownBpsMax", 2_000)).toBe("20 %");
  expect(shownText("quoteCaps.USD.percentBps", 2_000)).toBe("20 %");
  expect(shownText("quoteCaps.CAD.absolute", "1300000.5")).toBe("1,300,000.5");
  expect(shownText("topThreeBpsMax", undefined)).toBe("no limit");
});
