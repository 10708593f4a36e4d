import type { BadgeTone } from "@ballast/ui/primitives/badge";

const STATES: Readonly<Record<string, { readonly word: string; readonly tone: BadgeTone }>> = {
  intended: { word: "Intended", tone: "neutral" },
  sending: { word: "Sending", tone: "neutral" },
  open: { word: "Open", tone: "accent" },
  partially_filled: { word: "Partly filled", tone: "accent" },
  unknown: { word: "Unknown", tone: "halt" },
  filled: { word: "Filled", tone: "neutral" },
  cancelled: { word: "Cancelled", tone: "neutral" },
  rejected: { word: "Rejected", tone: "warn" },
  expired: { word: "Expired", tone: "neutral" },
};

/** An order's state as a badge shows it. Unknown is grave: it may have traded. */
export function orderState(state: string): { readonly word: string; readonly tone: BadgeTone } {
  return STATES[state] ?? { word: state.replaceAll("_", " "), tone: "neutral" };
}

/** `Buy`, `Sell`, said beside the mark so that the colour is not alone. */
export function sideWord(side: "buy" | "sell"): string {
  return side === "buy" ? "Buy" : "Sell";
}
