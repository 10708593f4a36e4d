import type { DecisionTone } from "./candle-model.ts";
import { fillSizePx } from "./fill-size.ts";
import { edgesOf, floorPx, type HitTarget, type OverlayScene, type PaneGeometry } from "./pane-geometry.ts";
import { slotIndexAt, slotRange, type SlotRange } from "./slots.ts";

const DECISION_RAIL_PX = 12;
const BAND_ALPHA = 0.1;
const RISK_ALPHA = 0.16;
const DOT_PX: Record<DecisionTone, number> = { acted: 4, refused: 3.5, late: 3.5, quiet: 1.5 };

type Context = CanvasRenderingContext2D;

/** Windows and halts behind everything, each with its name at the top where there is room. */
export function drawBands(context: Context, scene: OverlayScene, geometry: PaneGeometry): void {
  for (const band of scene.overlay.bands) {
    const span = edgesOf(scene, geometry, band);
    if (span === undefined) continue;
    const colour = band.kind === "halt" ? scene.colours.halt : scene.colours.lineStrong;
    context.globalAlpha = BAND_ALPHA;
    context.fillStyle = colour;
    context.fillRect(span.left, 0, span.right - span.left, geometry.heightPx);
    context.globalAlpha = 1;
    if (span.right - span.left < 64) continue;
    context.fillStyle = band.kind === "halt" ? scene.colours.halt : scene.colours.inkMuted;
    context.font = "12px sans-serif";
    context.fillText(band.label, span.left + 4, floorPx(scene, geometry) - DECISION_RAIL_PX - 8);
  }
}

function drawLevel(
  context: Context,
  level: { readonly left: number; readonly right: number; readonly y: number; readonly colour: string; readonly dash: readonly number[] },
): void {
  context.strokeStyle = level.colour;
  context.lineWidth = 1.5;
  context.setLineDash([...level.dash]);
  context.beginPath();
  context.moveTo(level.left, level.y);
  context.lineTo(level.right, level.y);
  context.stroke();
  context.setLineDash([]);
}

/** A position: its entry line, its stop line (dashed), and the risk between them shaded. */
export function drawPositions(context: Context, scene: OverlayScene, geometry: PaneGeometry): void {
  for (const position of scene.overlay.positions) {
    const span = edgesOf(scene, geometry, position);
    const entryY = geometry.yOf(position.entryPrice);
    if (span === undefined || entryY === undefined) continue;
    for (const stop of scene.overlay.stops) {
      const held = { fromMs: Math.max(stop.fromMs, position.fromMs), toMs: stop.toMs ?? position.toMs };
      const stopSpan = stop.fromMs >= (position.toMs ?? Number.POSITIVE_INFINITY) ? undefined : edgesOf(scene, geometry, held);
      const stopY = geometry.yOf(stop.price);
      if (stopSpan === undefined || stopY === undefined) continue;
      context.globalAlpha = RISK_ALPHA;
      context.fillStyle = scene.colours.accent;
      context.fillRect(stopSpan.left, Math.min(entryY, stopY), stopSpan.right - stopSpan.left, Math.abs(stopY - entryY));
      context.globalAlpha = 1;
      drawLevel(context, { ...stopSpan, y: stopY, colour: scene.colours.loss, dash: [4, 3] });
    }
    drawLevel(context, { ...span, y: entryY, colour: scene.colours.accent, dash: [] });
  }
}

/** Fills as triangles with their tip at the price: up from below for a buy, down from above for a sale. */
export function drawFills(context: Context, scene: OverlayScene, geometry: PaneGeometry): readonly HitTarget[] {
  const largest = scene.overlay.fills.reduce((most, fill) => Math.max(most, fill.quantity), 0);
  return scene.overlay.fills.flatMap((fill) => {
    const x = geometry.xOf(slotIndexAt(scene.slots, fill.atMs));
    const y = geometry.yOf(fill.price);
    if (x === undefined || y === undefined) return [];
    const size = fillSizePx(fill.quantity, largest);
    const way = fill.side === "buy" ? 1 : -1;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x - size, y + way * size * 1.7);
    context.lineTo(x + size, y + way * size * 1.7);
    context.closePath();
    context.fillStyle = fill.side === "buy" ? scene.colours.gain : scene.colours.loss;
    context.fill();
    context.strokeStyle = scene.colours.surface;
    context.lineWidth = 1;
    context.stroke();
    return [{ id: fill.key, x, y: y + way * size, reachPx: size + 4 }];
  });
}

/** Decisions on a rail under the candles: filled where it acted, a ring where refused, a square where late, a speck where quiet. */
export function drawDecisions(context: Context, scene: OverlayScene, geometry: PaneGeometry): readonly HitTarget[] {
  const y = floorPx(scene, geometry) - DECISION_RAIL_PX / 2 - 2;
  return scene.overlay.decisions.flatMap((decision) => {
    // A decision at close T belongs to the bar that closed then.
    const x = geometry.xOf(slotIndexAt(scene.slots, decision.atMs - 1));
    if (x === undefined || x < 0 || x > geometry.widthPx) return [];
    const size = Math.min(DOT_PX[decision.tone], Math.max(1, geometry.slotPx / 2));
    context.beginPath();
    switch (decision.tone) {
      case "acted":
        context.fillStyle = scene.colours.accent;
        context.arc(x, y, size, 0, 2 * Math.PI);
        context.fill();
        break;
      case "refused":
        context.strokeStyle = scene.colours.warn;
        context.lineWidth = 1.5;
        context.arc(x, y, size, 0, 2 * Math.PI);
        context.stroke();
        break;
      case "late":
        context.fillStyle = scene.colours.halt;
        context.fillRect(x - size, y - size, size * 2, size * 2);
        break;
      case "quiet":
        context.fillStyle = scene.colours.lineStrong;
        context.arc(x, y, size, 0, 2 * Math.PI);
        context.fill();
        break;
    }
    return [{ id: decision.key, x, y, reachPx: Math.max(5, geometry.slotPx / 2) }];
  });
}

/** Entry and stop prices that belong to what is in sight, so that the scale leaves room for them. */
export function pricesInView(scene: OverlayScene, view: SlotRange): readonly number[] {
  const isInView = (fromMs: number, toMs: number | undefined): boolean => {
    const range = slotRange(scene.slots, fromMs, toMs);
    return range !== undefined && range.from <= view.to && range.to >= view.from;
  };
  return [
    ...scene.overlay.positions.filter(({ fromMs, toMs }) => isInView(fromMs, toMs)).map(({ entryPrice }) => entryPrice),
    ...scene.overlay.stops.filter(({ fromMs, toMs }) => isInView(fromMs, toMs)).map(({ price }) => price),
  ];
}
