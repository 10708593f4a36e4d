/** One closed bar. Doubles as the venue printed them; money is taken from them only by `quantize`. */
export type Bar = {
  /** Open time, ms UTC. */
  readonly tsMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Base units traded; 0 where the venue reports an interval without a trade. */
  readonly volume: number;
};

/** Bars as columns of equal length, ascending by time, without duplicates and never filled. */
export type BarColumns = {
  readonly tsMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
};
