import type { ChartColours } from "../chart-colours.ts";
import type { CandleOverlay } from "./candle-model.ts";
import { slotRange, type CandleSlot } from "./slots.ts";

/** Where things are on the pane, in CSS pixels; undefined where a price or place is out of range. */
export type PaneGeometry = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly slotPx: number;
  readonly xOf: (slotIndex: number) => number | undefined;
  readonly yOf: (price: number) => number | undefined;
};

export type OverlayScene = { readonly slots: readonly CandleSlot[]; readonly overlay: CandleOverlay; readonly colours: ChartColours };

/** Something on the pane that the pointer can hit. */
export type HitTarget = { readonly id: string; readonly x: number; readonly y: number; readonly reachPx: number };

export type Edges = { readonly left: number; readonly right: number };

/** Where the slots of a half-open stretch of time begin and end; undefined where none of them is drawn. */
export function edgesOf(
  scene: OverlayScene,
  geometry: PaneGeometry,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | undefined },
): Edges | undefined {
  const range = slotRange(scene.slots, fromMs, toMs);
  const from = range && geometry.xOf(range.from);
  const to = range && geometry.xOf(range.to);
  if (from === undefined || to === undefined) return undefined;
  return { left: from - geometry.slotPx / 2, right: to + geometry.slotPx / 2 };
}

/** Height of the strip of states at the time axis. */
export const STRIP_PX = 22;

/** Where the pane ends for all but the strip: above it, where there is one. */
export function floorPx({ overlay }: OverlayScene, { heightPx }: PaneGeometry): number {
  return heightPx - (overlay.stretches.length === 0 ? 0 : STRIP_PX);
}
