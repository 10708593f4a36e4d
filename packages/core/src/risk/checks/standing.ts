/** Checks of the account's standing: may it act at all, now, by this engine. */
import { phaseAt } from "../../time/schedule.ts";
import { MINUTE_MS } from "../../time/timeframe.ts";
import { larger } from "../extremes.ts";
import type { GateInput } from "../gate-input.ts";
import { killCovers } from "../kill.ts";
import { ENTRIES, EVERY_ORDER, PASS, refused, type Check, type Verdict } from "./check.ts";

/** A slot claimed later than this after it was due decides reduce-only. */
export const LATE_AFTER_MS = 5 * MINUTE_MS;

export const modeCheck: Check = {
  name: "mode",
  appliesTo: ENTRIES,
  examine({ mode, profile }) {
    if (mode === undefined) return refused("MODE_UNKNOWN");
    if (profile.kind === "reference" && mode !== "backtest" && mode !== "paper")
      return refused("REFERENCE_PROFILE_ONLY_ON_PAPER", [["mode", mode]]);
    if (profile.isReduceOnly) return refused("PROFILE_REDUCE_ONLY", [["profile", profile.name]]);
    return PASS;
  },
};

export const killCheck: Check = {
  name: "kill",
  appliesTo: ENTRIES,
  examine({ kills, order, model }) {
    if (kills === undefined) return refused("KILL_STATE_UNKNOWN");
    const kill = kills.find((candidate) => killCovers(candidate, order.symbol, model?.kind === "model" ? model.id : undefined));
    if (kill === undefined) return PASS;
    return refused("KILL_SWITCH_ACTIVE", [
      ["scope", kill.scope],
      ["subject", kill.subject],
      ["verb", kill.verb],
    ]);
  },
};

export const windowCheck: Check = {
  name: "window",
  appliesTo: ENTRIES,
  examine({ nowMs, profile }) {
    if (nowMs === undefined) return refused("CLOCK_UNKNOWN");
    const phase = phaseAt(profile.schedule, nowMs);
    if (phase === "TRADING") return PASS;
    return refused(phase === "DOWNTIME" ? "WINDOW_DOWNTIME" : "WINDOW_TRANSITION", [["nowMs", String(nowMs)]]);
  },
};

export const unknownCheck: Check = {
  name: "unknown_blocked",
  appliesTo: ENTRIES,
  examine: ({ isBlockedByUnknown }) => (isBlockedByUnknown === false ? PASS : refused("ORDER_OUTCOME_UNKNOWN")),
};

export const fenceCheck: Check = {
  name: "fence",
  appliesTo: EVERY_ORDER,
  examine: ({ isFenceHeld }) => (isFenceHeld === true ? PASS : refused("FENCE_NOT_HELD")),
};

function examineLateness({ nowMs, dueMs }: GateInput): Verdict {
  if (nowMs === undefined || dueMs === undefined) return refused("CLOCK_UNKNOWN");
  const lateMs = nowMs - dueMs;
  if (lateMs <= LATE_AFTER_MS) return PASS;
  return refused("SLOT_LATE", [
    ["lateMs", String(lateMs)],
    ["limitMs", String(LATE_AFTER_MS)],
  ]);
}

export const latenessCheck: Check = { name: "lateness", appliesTo: ENTRIES, examine: examineLateness };

function examineClockStep({ nowMs, dueMs, previousMs }: GateInput): Verdict {
  if (nowMs === undefined || dueMs === undefined || previousMs === undefined) return refused("CLOCK_UNKNOWN");
  const earliestMs = previousMs === "first" ? dueMs : larger(dueMs, previousMs);
  if (nowMs >= earliestMs) return PASS;
  return refused("CLOCK_STEPPED_BACK", [
    ["nowMs", String(nowMs)],
    ["earliestMs", String(earliestMs)],
  ]);
}

/** Time goes on: never before the slot was due, nor before what the account has already seen. */
export const clockStepCheck: Check = { name: "clock_step", appliesTo: ENTRIES, examine: examineClockStep };
