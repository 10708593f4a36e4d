import { describe, expect, it } from "vitest";
import { ACTIVE_HASH, askedOf, ENTRY_INPUT, EXIT_INPUT, USD, verdictOf } from "../gate-fixture.ts";
import { UNDECLARED } from "../declared.ts";
import { modelApprovalCheck, readinessCheck, versionsCheck } from "./approval.ts";

const match = { decided: ACTIVE_HASH, active: ACTIVE_HASH };
const OTHER_HASH = ACTIVE_HASH.with(31, 8);

describe("versions", () => {
  it("admits the very profile and settings that are active", () => {
    expect(askedOf(versionsCheck, { versions: { profile: match, settings: { decided: ACTIVE_HASH.slice(), active: ACTIVE_HASH } } })).toBe(
      "pass",
    );
    expect(verdictOf(ENTRY_INPUT, { versions: { profile: { ...match, decided: OTHER_HASH }, settings: match } })).toBe(
      "versions: PROFILE_NOT_ACTIVE",
    );
    expect(askedOf(versionsCheck, { versions: { profile: match, settings: { ...match, active: OTHER_HASH } } })).toBe(
      "SETTINGS_NOT_ACTIVE",
    );
  });

  it("refuses a hash that is the beginning of another, in either direction", () => {
    const cut = ACTIVE_HASH.slice(0, 31);
    expect(askedOf(versionsCheck, { versions: { profile: { decided: cut, active: ACTIVE_HASH }, settings: match } })).toBe(
      "PROFILE_NOT_ACTIVE",
    );
    expect(askedOf(versionsCheck, { versions: { profile: { decided: ACTIVE_HASH, active: cut }, settings: match } })).toBe(
      "PROFILE_NOT_ACTIVE",
    );
  });

  it("shows the beginnings of both hashes", () => {
    expect(
      versionsCheck.examine({ ...ENTRY_INPUT, versions: { profile: { ...match, decided: OTHER_HASH }, settings: match } }),
    ).toMatchObject({
      facts: [
        ["decided", "0707070707070707"],
        ["active", "0707070707070707"],
      ],
    });
  });

  it("refuses what is not known, has nothing to look at where nothing is declared, and wants it in live", () => {
    expect(askedOf(versionsCheck, { versions: undefined })).toBe("VERSION_UNKNOWN");
    expect(askedOf(versionsCheck, { versions: { profile: { ...match, active: undefined }, settings: match } })).toBe("VERSION_UNKNOWN");
    expect(askedOf(versionsCheck, { versions: { profile: match, settings: { ...match, active: undefined } } })).toBe("VERSION_UNKNOWN");
    expect(askedOf(versionsCheck, { versions: UNDECLARED })).toBe("not_applicable");
    expect(askedOf(versionsCheck, { versions: UNDECLARED, mode: "live" })).toBe("INPUT_UNDECLARED");
    expect(verdictOf(EXIT_INPUT, { versions: undefined })).toBe("pass");
  });
});

describe("model approval", () => {
  it("admits an approved model and refuses any other", () => {
    expect(askedOf(modelApprovalCheck, { model: { kind: "model", id: "m", isApproved: true } })).toBe("pass");
    expect(verdictOf(ENTRY_INPUT, { model: { kind: "model", id: "m", isApproved: false } })).toBe("model_approval: MODEL_NOT_APPROVED");
  });

  it("lets rules enter only where the profile says so", () => {
    expect(askedOf(modelApprovalCheck, { model: { kind: "rules" } })).toBe("not_applicable");
    expect(verdictOf(ENTRY_INPUT, { profile: { withoutModel: "reduce_only" } })).toBe("model_approval: NO_APPROVED_MODEL");
    expect(verdictOf(EXIT_INPUT, { profile: { withoutModel: "reduce_only" } })).toBe("pass");
  });

  it("refuses where it is not known what decided", () => {
    expect(askedOf(modelApprovalCheck, { model: undefined })).toBe("MODEL_UNKNOWN");
  });
});

describe("readiness stage", () => {
  const live = { mode: "live", readiness: { isReady: true, allocationUnits: 1_000n * USD } } as const;

  it("concerns live alone", () => {
    for (const mode of ["paper", "backtest", "shadow"] as const) expect(askedOf(readinessCheck, { mode })).toBe("not_applicable");
  });

  it("admits what the step's allocation holds in all, and not a unit more", () => {
    expect(askedOf(readinessCheck, live)).toBe("pass");
    expect(askedOf(readinessCheck, { ...live, account: { totalExposureUnits: 600n * USD + 1n } })).toBe("ALLOCATION_EXCEEDED");
  });

  it("refuses who is not ready, and what is not known", () => {
    expect(askedOf(readinessCheck, { ...live, readiness: { ...live.readiness, isReady: false } })).toBe("NOT_READY_FOR_LIVE");
    expect(askedOf(readinessCheck, { ...live, readiness: undefined })).toBe("READINESS_UNKNOWN");
    expect(askedOf(readinessCheck, { ...live, account: { totalExposureUnits: undefined } })).toBe("RATE_MISSING");
    expect(askedOf(readinessCheck, { ...live, order: { notionalBaseUnits: undefined } })).toBe("RATE_MISSING");
  });
});
