import type { CandleBar } from "./candle-model.ts";

/** One place on the time axis: a bar, or the blank where one is missing. */
export type CandleSlot = { readonly openMs: number; readonly bar: CandleBar | undefined };

/** A hole of years would push every bar out of sight: wider ones are drawn this wide. */
const GAP_SLOTS_MAX = 48;

function gapSlots(afterMs: number, beforeMs: number, timeframeMs: number): readonly CandleSlot[] {
  const missing = Math.round((beforeMs - afterMs) / timeframeMs) - 1;
  const drawn = Math.min(missing, GAP_SLOTS_MAX);
  const stepMs = (beforeMs - afterMs) / (drawn + 1);
  return Array.from({ length: Math.max(0, drawn) }, (_, index) => ({ openMs: afterMs + Math.round(stepMs * (index + 1)), bar: undefined }));
}

/** Bars as slots of the axis, with blanks where intervals are missing: a gap is seen as a gap, never bridged. */
export function toSlots(bars: readonly CandleBar[], timeframeMs: number): readonly CandleSlot[] {
  return bars.flatMap((bar, index) => {
    const previous = bars[index - 1];
    const slot: CandleSlot = { openMs: bar.openMs, bar };
    return previous === undefined ? [slot] : [...gapSlots(previous.openMs, bar.openMs, timeframeMs), slot];
  });
}

/** How many intervals are missing between the bars. */
export function countMissing(bars: readonly CandleBar[], timeframeMs: number): number {
  return bars.reduce((missing, bar, index) => {
    const previous = bars[index - 1];
    return previous === undefined ? missing : missing + Math.max(0, Math.round((bar.openMs - previous.openMs) / timeframeMs) - 1);
  }, 0);
}

/** Index of the slot that an instant falls into: the last that opened at or before it; −1 before the first. */
export function slotIndexAt(slots: readonly CandleSlot[], atMs: number): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle]?.openMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export type SlotRange = { readonly from: number; readonly to: number };

/** The slots that a half-open stretch of time covers, clipped to what is drawn; undefined where it lies outside. */
export function slotRange(slots: readonly CandleSlot[], fromMs: number, toMs: number | undefined): SlotRange | undefined {
  const last = slots.length - 1;
  const first = slots[0];
  if (first === undefined) return undefined;
  const to = toMs === undefined ? last : slotIndexAt(slots, toMs - 1);
  const from = Math.max(0, slotIndexAt(slots, fromMs));
  if (to < 0 || from > to) return undefined;
  return { from, to };
}
