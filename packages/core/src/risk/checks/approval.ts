/** Checks of what people have approved: versions, model, the step towards live. */
import { formatUnits } from "../../numeric/fixed.ts";
import { CURRENCY_SCALE } from "../../money/asset.ts";
import { toHex } from "../../numeric/hash.ts";
import { UNDECLARED } from "../declared.ts";
import type { GateInput, GateVersion } from "../gate-input.ts";
import { ENTRIES, notApplicable, PASS, refused, undeclared, type Check, type Verdict } from "./check.ts";

const NO_VERSIONS = notApplicable("versions", "this run states no active versions");

/** How much of a hash a person compares. */
const HASH_TEXT = 16;

function textOf(bytes: Uint8Array): string {
  return toHex(bytes).slice(0, HASH_TEXT);
}

function examineVersion(version: GateVersion, code: string): Verdict | undefined {
  const { decided, active } = version;
  if (active === undefined) return refused("VERSION_UNKNOWN");
  if (decided.length === active.length && decided.every((byte, index) => byte === active[index])) return undefined;
  return refused(code, [
    ["decided", textOf(decided)],
    ["active", textOf(active)],
  ]);
}

function examineVersions(input: GateInput): Verdict {
  const { versions } = input;
  if (versions === UNDECLARED) return undeclared(input, NO_VERSIONS, "versions");
  if (versions === undefined) return refused("VERSION_UNKNOWN");
  const refusal = examineVersion(versions.profile, "PROFILE_NOT_ACTIVE") ?? examineVersion(versions.settings, "SETTINGS_NOT_ACTIVE");
  return refusal ?? PASS;
}

/** An entry is decided by the very profile and settings that the account's people made active. */
export const versionsCheck: Check = { name: "versions", appliesTo: ENTRIES, examine: examineVersions };

const RULES_ONLY = notApplicable("model_approval", "rules decide: no model is loaded");

function examineModel({ model, profile }: GateInput): Verdict {
  if (model === undefined) return refused("MODEL_UNKNOWN");
  if (model.kind === "model") return model.isApproved ? PASS : refused("MODEL_NOT_APPROVED", [["model", model.id]]);
  if (profile.withoutModel === "rules_only") return RULES_ONLY;
  return refused("NO_APPROVED_MODEL", [["profile", profile.name]]);
}

/** A loaded model is an approved one; without any, the profile says whether rules may enter (STR4). */
export const modelApprovalCheck: Check = { name: "model_approval", appliesTo: ENTRIES, examine: examineModel };

const NOT_LIVE = notApplicable("readiness_stage", "nothing real is at stake");

function examineReadiness({ mode, readiness, account, order }: GateInput): Verdict {
  if (mode !== "live") return NOT_LIVE;
  if (readiness === undefined) return refused("READINESS_UNKNOWN");
  if (!readiness.isReady) return refused("NOT_READY_FOR_LIVE");
  const { totalExposureUnits } = account;
  if (totalExposureUnits === undefined || order.notionalBaseUnits === undefined) return refused("RATE_MISSING");
  const wouldBe = totalExposureUnits + order.notionalBaseUnits;
  if (wouldBe <= readiness.allocationUnits) return PASS;
  return refused("ALLOCATION_EXCEEDED", [
    ["wouldBe", formatUnits(wouldBe, CURRENCY_SCALE)],
    ["limit", formatUnits(readiness.allocationUnits, CURRENCY_SCALE)],
  ]);
}

/** Live begins with a part of the allocation, and is raised step by step (GOV3). */
export const readinessCheck: Check = { name: "readiness_stage", appliesTo: ENTRIES, examine: examineReadiness };
