import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  PriceScaleMode,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type IChartApi,
  type ISeriesApi,
  type MouseEventParams,
  type Time,
} from "lightweight-charts";
import { formatCount, formatFigure } from "../../format/ratio.ts";
import { formatUtc, formatUtcDate, formatUtcMinute } from "../../format/time.ts";
import { readChartColours, type ChartColours } from "../chart-colours.ts";
import type { CandleOverlay } from "./candle-model.ts";
import { toChartTime } from "./chart-units.mapper.ts";
import { createOverlayPrimitive } from "./overlay-primitive.ts";
import type { CandleSlot } from "./slots.ts";

/** At first as many bars as are wide enough to be told apart. */
const BAR_PX = 6.5;
const VOLUME_SHARE = 0.2;
/** Fewer bars than this left of the view: older ones are asked for. */
const OLDER_WITHIN = 40;

export type CandleHover = { readonly slotIndex: number | undefined; readonly objectId: string | undefined };

export type CandleChartHandle = {
  readonly setSlots: (slots: readonly CandleSlot[], priceDecimals: number) => void;
  readonly setOverlay: (overlay: CandleOverlay) => void;
  readonly setLogScale: (isLog: boolean) => void;
  readonly readTheme: () => void;
  readonly destroy: () => void;
};

export type CandleChartEvents = {
  readonly onHover: (hover: CandleHover) => void;
  readonly onPick: (objectId: string) => void;
  readonly onNeedOlder: () => void;
};

function secondsOf(time: Time): number {
  return typeof time === "number" ? time : 0;
}

function chartOptions(colours: ChartColours): DeepPartial<ChartOptions> {
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: colours.surface },
      textColor: colours.inkMuted,
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 12,
      attributionLogo: false,
      panes: { separatorColor: colours.line, separatorHoverColor: colours.line },
    },
    grid: { vertLines: { color: colours.line }, horzLines: { color: colours.line } },
    crosshair: {
      mode: CrosshairMode.Normal,
      vertLine: { color: colours.lineStrong, labelBackgroundColor: colours.inkMuted },
      horzLine: { color: colours.lineStrong, labelBackgroundColor: colours.inkMuted },
    },
    rightPriceScale: { borderColor: colours.line, scaleMargins: { top: 0.12, bottom: 0.08 } },
    timeScale: {
      borderColor: colours.line,
      timeVisible: true,
      secondsVisible: false,
      rightOffset: 4,
      tickMarkFormatter: (time: Time, type: TickMarkType) => {
        const atMs = secondsOf(time) * 1_000;
        return type === TickMarkType.Time || type === TickMarkType.TimeWithSeconds
          ? formatUtcMinute(atMs)
          : formatUtcDate(atMs).slice(type === TickMarkType.Year ? 0 : 5, type === TickMarkType.Year ? 4 : undefined);
      },
    },
    localization: { timeFormatter: (time: Time) => `${formatUtc(secondsOf(time) * 1_000)} UTC` },
  };
}

/** A rising bar is hollow and a falling one filled, so that the way is seen without the colour. */
function candleColours(colours: ChartColours) {
  return {
    upColor: colours.surface,
    borderUpColor: colours.gain,
    wickUpColor: colours.gain,
    downColor: colours.loss,
    borderDownColor: colours.loss,
    wickDownColor: colours.loss,
  };
}

function objectIdOf(event: MouseEventParams): string | undefined {
  const id = event.hoveredInfo?.objectId;
  return typeof id === "string" ? id : undefined;
}

function addVolume(chart: IChartApi, colours: ChartColours): ISeriesApi<"Histogram"> {
  const options = {
    priceFormat: { type: "custom" as const, minMove: 0.01, formatter: (units: number) => formatCount(units) },
    priceLineVisible: false,
    lastValueVisible: false,
    color: colours.lineStrong,
  };
  const volume = chart.addSeries(HistogramSeries, options, 1);
  const [pricePane, volumePane] = chart.panes();
  pricePane?.setStretchFactor(1 - VOLUME_SHARE);
  volumePane?.setStretchFactor(VOLUME_SHARE);
  return volume;
}

/** A slot without a bar keeps its place, so that a gap is seen as one. */
const candlesOf = (slots: readonly CandleSlot[]) =>
  slots.map(({ openMs, bar }) =>
    bar === undefined
      ? { time: toChartTime(openMs) }
      : { time: toChartTime(openMs), open: bar.open, high: bar.high, low: bar.low, close: bar.close },
  );

const volumesOf = (slots: readonly CandleSlot[]) =>
  slots.map(({ openMs, bar }) => (bar === undefined ? { time: toChartTime(openMs) } : { time: toChartTime(openMs), value: bar.volume }));

/** Candles with their volume beneath under one crosshair, and over them what an account did. Drawn by lightweight-charts. */
export function createCandleChart(host: HTMLElement, events: CandleChartEvents): CandleChartHandle {
  let colours = readChartColours(host);
  let slots: readonly CandleSlot[] = [];
  let overlay: CandleOverlay | undefined;
  const chart = createChart(host, chartOptions(colours));
  const candles = chart.addSeries(CandlestickSeries, { ...candleColours(colours), priceLineColor: colours.inkMuted });
  const volume = addVolume(chart, colours);
  const primitive = createOverlayPrimitive();
  candles.attachPrimitive(primitive);

  const showScene = (): void => {
    if (overlay !== undefined) primitive.setScene({ slots, overlay, colours });
  };
  chart.subscribeCrosshairMove((event) =>
    events.onHover({ slotIndex: event.logical === undefined ? undefined : event.logical, objectId: objectIdOf(event) }),
  );
  chart.subscribeClick((event) => {
    const id = objectIdOf(event);
    if (id !== undefined) events.onPick(id);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range !== null && slots.length > 0 && range.from < OLDER_WITHIN) events.onNeedOlder();
  });

  return {
    setSlots: (next, priceDecimals) => {
      const isFirst = slots.length === 0;
      const addedBefore = isFirst ? 0 : next.findIndex((slot) => slot.openMs === slots[0]?.openMs);
      const range = chart.timeScale().getVisibleLogicalRange();
      slots = next;
      candles.applyOptions({
        priceFormat: { type: "custom", minMove: 10 ** -priceDecimals, formatter: (price: number) => formatFigure(price, priceDecimals) },
      });
      candles.setData(candlesOf(next));
      volume.setData(volumesOf(next));
      if (isFirst)
        chart
          .timeScale()
          .setVisibleLogicalRange({ from: Math.max(-2, next.length - Math.floor(host.clientWidth / BAR_PX)), to: next.length + 3 });
      else if (addedBefore > 0 && range !== null)
        chart.timeScale().setVisibleLogicalRange({ from: range.from + addedBefore, to: range.to + addedBefore });
      showScene();
    },
    setOverlay: (next) => {
      overlay = next;
      showScene();
    },
    setLogScale: (isLog) => candles.priceScale().applyOptions({ mode: isLog ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal }),
    readTheme: () => {
      colours = readChartColours(host);
      chart.applyOptions(chartOptions(colours));
      candles.applyOptions({ ...candleColours(colours), priceLineColor: colours.inkMuted });
      volume.applyOptions({ color: colours.lineStrong });
      showScene();
    },
    destroy: () => chart.remove(),
  };
}
