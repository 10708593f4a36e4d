import type {
  AutoscaleInfo,
  IChartApiBase,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  PrimitiveHoveredItem,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import { toLogical } from "./chart-units.mapper.ts";
import { drawBands, drawDecisions, drawFills, drawPositions, pricesInView } from "./draw-overlay.ts";
import { drawStretches } from "./draw-stretches.ts";
import type { HitTarget, OverlayScene, PaneGeometry } from "./pane-geometry.ts";

type Attachment = { readonly chart: IChartApiBase; readonly series: ISeriesApi<"Candlestick">; readonly requestUpdate: () => void };
type DrawTarget = Parameters<IPrimitivePaneRenderer["draw"]>[0];

export type OverlayPrimitive = ISeriesPrimitive & { readonly setScene: (scene: OverlayScene) => void };

function geometryOf({ chart, series }: Attachment, size: { readonly width: number; readonly height: number }): PaneGeometry {
  const timeScale = chart.timeScale();
  return {
    widthPx: size.width,
    heightPx: size.height,
    slotPx: timeScale.options().barSpacing,
    xOf: (slotIndex) => (slotIndex < 0 ? undefined : (timeScale.logicalToCoordinate(toLogical(slotIndex)) ?? undefined)),
    yOf: (price) => series.priceToCoordinate(price) ?? undefined,
  };
}

/** The target that the pointer is on: of several within reach the nearest. */
function nearestTarget(targets: readonly HitTarget[], point: { readonly x: number; readonly y: number }): HitTarget | undefined {
  let nearest: HitTarget | undefined;
  let nearestPx = Number.POSITIVE_INFINITY;
  for (const target of targets) {
    const awayPx = Math.hypot(target.x - point.x, target.y - point.y);
    if (awayPx > target.reachPx || awayPx >= nearestPx) continue;
    nearest = target;
    nearestPx = awayPx;
  }
  return nearest;
}

/** What an account did and the states of the market, drawn over the candles: one primitive, so that one hit test knows everything on the pane. */
export function createOverlayPrimitive(): OverlayPrimitive {
  let attachment: Attachment | undefined;
  let scene: OverlayScene | undefined;
  let targets: readonly HitTarget[] = [];

  const drawIn = (
    target: DrawTarget,
    draw: (context: CanvasRenderingContext2D, scene: OverlayScene, geometry: PaneGeometry) => void,
  ): void => {
    const [held, drawn] = [attachment, scene];
    if (held === undefined || drawn === undefined) return;
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      draw(context, drawn, geometryOf(held, mediaSize));
      context.restore();
    });
  };
  const behind: IPrimitivePaneRenderer = {
    draw: (target) =>
      drawIn(target, (context, drawn, geometry) => {
        drawBands(context, drawn, geometry);
        drawPositions(context, drawn, geometry);
      }),
  };
  const above: IPrimitivePaneRenderer = {
    draw: (target) =>
      drawIn(target, (context, drawn, geometry) => {
        targets = [
          ...drawStretches(context, drawn, geometry),
          ...drawDecisions(context, drawn, geometry),
          ...drawFills(context, drawn, geometry),
        ];
      }),
  };
  const views = [
    { zOrder: () => "bottom" as const, renderer: () => behind },
    { zOrder: () => "top" as const, renderer: () => above },
  ];

  return {
    attached: (parameter: SeriesAttachedParameter<Time, "Candlestick">) => {
      attachment = { chart: parameter.chart, series: parameter.series, requestUpdate: parameter.requestUpdate };
    },
    detached: () => {
      attachment = undefined;
    },
    paneViews: () => views,
    autoscaleInfo: (from, to): AutoscaleInfo | null => {
      const prices = scene === undefined ? [] : pricesInView(scene, { from, to });
      return prices.length === 0 ? null : { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
    },
    hitTest: (x, y): PrimitiveHoveredItem | null => {
      const hit = nearestTarget(targets, { x, y });
      return hit === undefined ? null : { externalId: hit.id, zOrder: "top", cursorStyle: "pointer", hitTestPriority: 2 };
    },
    setScene: (next) => {
      scene = next;
      attachment?.requestUpdate();
    },
  };
}
