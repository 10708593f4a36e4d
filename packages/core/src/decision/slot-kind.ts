import { HOUR_MS } from "../time/timeframe.ts";
import type { SlotKind } from "./decide-types.ts";

/** What the slot at a close is called, wherever it is decided: the ids of its orders are made of it, and by them their luck. */
export function slotKindOf({ timeframeMs }: { readonly timeframeMs: number }): SlotKind {
  return timeframeMs === HOUR_MS ? "hour" : "bar";
}
