import { formatCount, formatFigure } from "../../format/ratio.ts";
import { formatUtc } from "../../format/time.ts";
import type { CandleOverlay } from "./candle-model.ts";
import type { CandleSlot } from "./slots.ts";

/** What the line above the candles says for the place under the pointer, or for the newest bar. */
export function legendText(slots: readonly CandleSlot[], slotIndex: number | undefined, priceDecimals: number): string {
  const slot = slots[slotIndex === undefined ? slots.length - 1 : Math.round(slotIndex)] ?? slots.at(-1);
  if (slot === undefined) return "";
  if (slot.bar === undefined) return `${formatUtc(slot.openMs)}  no bar: the venue had no trade or the data a hole`;
  const { open, high, low, close, volume } = slot.bar;
  const price = (value: number): string => formatFigure(value, priceDecimals);
  return `${formatUtc(slot.openMs)}  O ${price(open)}  H ${price(high)}  L ${price(low)}  C ${price(close)}  V ${formatCount(volume)}`;
}

/** The words of the fill, decision or change of state under the pointer. */
export function objectText(overlay: CandleOverlay, objectId: string | undefined): string | undefined {
  if (objectId === undefined) return undefined;
  return [...overlay.fills, ...overlay.decisions, ...overlay.stretches].find(({ key }) => key === objectId)?.label;
}
