import type { ChartColours } from "../chart-colours.ts";
import type { CandleStretch } from "./candle-model.ts";
import { edgesOf, STRIP_PX, type HitTarget, type OverlayScene, type PaneGeometry } from "./pane-geometry.ts";

const LEVELS = 4;
/** The worst state; the words stand above. */
const BAR_PX = 8;
const PADDING_PX = 4;
const REACH_PX = 8;
const COLOURS: Readonly<Record<CandleStretch["level"], keyof ChartColours>> = { 1: "calm", 2: "lineStrong", 3: "restless", 4: "crash" };

/** A stretch on the strip: its height says its level, so that the colour only repeats it. */
export type StretchBox = {
  readonly stretch: CandleStretch;
  readonly left: number;
  readonly right: number;
  readonly top: number;
};

/** The stretches in sight, cut at the edges of the pane. */
export function stretchBoxes(scene: OverlayScene, geometry: PaneGeometry): readonly StretchBox[] {
  return scene.overlay.stretches.flatMap((stretch) => {
    const edges = edgesOf(scene, geometry, stretch);
    if (edges === undefined) return [];
    const [left, right] = [Math.max(0, edges.left), Math.min(geometry.widthPx, edges.right)];
    return left < right ? [{ stretch, left, right, top: geometry.heightPx - (BAR_PX * stretch.level) / LEVELS }] : [];
  });
}

/** The market's states on a strip at the time axis, each with its word where there is room; where one begins the pointer finds it. */
export function drawStretches(context: CanvasRenderingContext2D, scene: OverlayScene, geometry: PaneGeometry): readonly HitTarget[] {
  context.font = "12px sans-serif";
  return stretchBoxes(scene, geometry).map(({ stretch, left, right, top }) => {
    context.fillStyle = scene.colours[COLOURS[stretch.level]];
    context.fillRect(left, top, right - left, geometry.heightPx - top);
    context.fillRect(left, geometry.heightPx - STRIP_PX, 1, STRIP_PX);
    if (context.measureText(stretch.word).width + 2 * PADDING_PX < right - left) {
      context.fillStyle = scene.colours.inkMuted;
      context.fillText(stretch.word, left + PADDING_PX, geometry.heightPx - BAR_PX - PADDING_PX);
    }
    return { id: stretch.key, x: left, y: geometry.heightPx - STRIP_PX / 2, reachPx: REACH_PX };
  });
}
