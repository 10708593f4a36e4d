/** Checks of what is known of the market: fresh, complete for the mode, and tradable. */
import type { InstrumentStatus } from "../../market/instrument.ts";
import type { Capability } from "../../market/snapshot.ts";
import type { GateInput } from "../gate-input.ts";
import { ENTRIES, EVERY_ORDER, PASS, refused, type Check, type Verdict } from "./check.ts";

function examineAge({ snapshot, nowMs, profile }: GateInput): Verdict {
  if (snapshot === undefined || nowMs === undefined) return refused("SNAPSHOT_MISSING");
  if (!snapshot.hasBar) return refused("INSTRUMENT_ABSENT", [["closeMs", String(snapshot.closeMs)]]);
  const ageMs = nowMs - snapshot.closeMs;
  // A snapshot from the future is a clock that is wrong, and no better than a stale one.
  if (ageMs >= 0 && ageMs <= profile.snapshotAgeMsMax) return PASS;
  return refused("SNAPSHOT_STALE", [
    ["ageMs", String(ageMs)],
    ["limitMs", String(profile.snapshotAgeMsMax)],
  ]);
}

export const snapshotAgeCheck: Check = { name: "snapshot_age", appliesTo: ENTRIES, examine: examineAge };

const LIVE_CAPABILITIES: readonly Capability[] = ["bars", "trades", "quotes", "book", "feed_health"];

function examineCapabilities({ snapshot, mode }: GateInput): Verdict {
  if (snapshot === undefined) return refused("SNAPSHOT_MISSING");
  const required: readonly Capability[] = mode === "live" ? LIVE_CAPABILITIES : ["bars"];
  const missing = required.filter((capability) => !snapshot.capabilities.includes(capability));
  return missing.length === 0 ? PASS : refused("SNAPSHOT_INCOMPLETE", [["missing", missing.join(" ")]]);
}

/** Live decides on nothing less than the whole market; any mode needs bars. */
export const capabilitiesCheck: Check = { name: "capabilities", appliesTo: ENTRIES, examine: examineCapabilities };

/** Statuses in which the venue takes a market or a triggered order. */
const TAKES_ENTRIES: readonly InstrumentStatus[] = ["online"];
const TAKES_REDUCTIONS: readonly InstrumentStatus[] = ["online", "reduce_only"];

function examineTradable({ instrument, order }: GateInput): Verdict {
  if (instrument === undefined) return refused("INSTRUMENT_UNKNOWN", [["symbol", order.symbol]]);
  const admitted = order.purpose === "entry" ? TAKES_ENTRIES : TAKES_REDUCTIONS;
  return admitted.includes(instrument.status) ? PASS : refused("INSTRUMENT_NOT_TRADABLE", [["status", instrument.status]]);
}

export const tradableCheck: Check = { name: "instrument_tradable", appliesTo: EVERY_ORDER, examine: examineTradable };
