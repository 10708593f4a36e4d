import type { FillDraft } from "./study-draft.ts";

/** How orders fill, in a name and a sentence. */
export const FILL_WORDS: Readonly<Record<FillDraft["name"], { readonly name: string; readonly does: string }>> = {
  "next-open": {
    name: "next open",
    does: "each order whole; a stop within a bar at its trigger, or at the open where that is worse",
  },
  "bar-path": {
    name: "along the bar",
    does: "in parts of a bar’s volume, later by a latency, worse by size; stops within a bar pessimistic",
  },
};
