import { EMPTY_OVERLAY, type CandleOverlay } from "@ballast/ui/charts/candle/candle-model";
import { unitsToNumber } from "@ballast/ui/format/units";
import { fillWords } from "@ballast/core/decision/exit-words";
import { formatUtc } from "@ballast/ui/format/time";
import { decisionSentence, decisionTone } from "../decisions/decision-words.ts";
import type { MarketOverlay } from "../shell/answers.ts";
import { moneyText, priceText } from "../shell/money-text.ts";

const HALTS: Readonly<Record<string, string>> = {
  block_entries: "entries blocked",
  reduce_only: "reduce only",
  cancel: "orders cancelled",
  flatten: "flattened",
};

/** A skipped slot draws no mark of its own; its window is a band. */
function markTone(outcome: string) {
  const tone = decisionTone(outcome);
  return tone === "skipped" ? "quiet" : tone;
}

/** Key of a decision on the chart, from which its receipt is found again. */
export function decisionMarkKey(receiptSeq: number): string {
  return `decision:${receiptSeq}`;
}

/** The receipt that a mark stands for; undefined for marks of other kinds. */
export function receiptSeqOf(markKey: string): number | undefined {
  const match = /^decision:(\d+)$/.exec(markKey);
  return match === null ? undefined : Number(match[1]);
}

/** What an account did, as the chart draws it: doubles for the eye, words for the pointer. */
export function toCandleOverlay(overlay: MarketOverlay | undefined): Omit<CandleOverlay, "stretches"> {
  if (overlay === undefined) return EMPTY_OVERLAY;
  const windows = overlay.windows.filter(({ phase }) => phase === "DOWNTIME");
  return {
    fills: overlay.fills.map((fill) => ({
      key: `fill:${fill.fillSeq}`,
      atMs: fill.atMs,
      side: fill.side,
      quantity: unitsToNumber(fill.quantity) ?? 0,
      price: unitsToNumber(fill.price) ?? 0,
      label: `${fill.side === "buy" ? "Bought" : "Sold"} ${moneyText(fill.quantity)} at ${priceText(fill.price)}. ${fillWords(fill.why, fill.reason)}`,
    })),
    positions: overlay.positions.map((position) => ({
      fromMs: position.fromMs,
      toMs: position.toMs,
      entryPrice: unitsToNumber(position.entryPrice) ?? 0,
    })),
    stops: overlay.stops.map((stop) => ({ fromMs: stop.fromMs, toMs: stop.toMs, price: unitsToNumber(stop.trigger) ?? 0 })),
    decisions: overlay.decisions.map((decision) => ({
      key: decisionMarkKey(decision.receiptSeq),
      atMs: decision.atMs,
      tone: markTone(decision.outcome),
      label: `${formatUtc(decision.atMs)} ${decisionSentence({ ...decision, symbols: [], intents: 1, refusals: 0 })}`,
    })),
    bands: [
      ...windows.map((window) => ({ kind: "window" as const, fromMs: window.fromMs, toMs: window.toMs, label: "downtime" })),
      ...overlay.halts.map((halt) => ({
        kind: "halt" as const,
        fromMs: halt.fromMs,
        toMs: halt.toMs,
        label: HALTS[halt.verb] ?? halt.verb,
      })),
    ],
  };
}
