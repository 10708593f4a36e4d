import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { profileLeaves } from "@ballast/core/risk/profile-diff";
import { readRiskProfile, writeRiskProfile } from "@ballast/core/risk/profile-written";
import { expect, it } from "vitest";
import { draftOf, writtenOf } from "./profile-draft.ts";
import { fieldOf, pathLabel, shownText, storedValue } from "./profile-fields.ts";

const WRITTEN = writeRiskProfile(GUARDED_PROFILE);

it("changes nothing by being shown in a form", () => {
  expect(readRiskProfile(writtenOf(WRITTEN, draftOf(WRITTEN)))).toEqual({ isAdmitted: true, profile: GUARDED_PROFILE });
});

it("reads percent, times and choices back as they are stored", () => {
  const draft = {
    ...draftOf(WRITTEN),
    drawdownBpsMax: "17.5",
    snapshotAgeMsMax: "90",
    releasePersons: "2",
    isReduceOnly: "true",
    "pairCap.absolute": "",
  };
  const reading = readRiskProfile(writtenOf(WRITTEN, draft));
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

it("leaves what is no number for the schema to refuse", () => {
  expect(storedValue("drawdownBpsMax", "a lot")).toBe("a lot");
});

it("has words for every value of a profile", () => {
  for (const path of profileLeaves(GUARDED_PROFILE).keys())
    if (!["kind", "name", "sizing", "leverageMax"].includes(path)) expect(pathLabel(path), path).not.toBe(path);
  expect(fieldOf("drawdownBpsMax")?.policyMax).toBe(20);
  expect(shownText("drawdownBpsMax", 2_000)).toBe("20 %");
  expect(shownText("quoteCaps.USD.percentBps", 2_000)).toBe("20 %");
  expect(shownText("topThreeBpsMax", undefined)).toBe("no limit");
});
