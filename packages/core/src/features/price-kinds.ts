import { Atr } from "../indicators/atr.ts";
import { Ema } from "../indicators/ema.ts";
import { RollingMaximum } from "../indicators/rolling-maximum.ts";
import { RollingScore } from "../indicators/rolling-score.ts";
import { RollingSlope } from "../indicators/rolling-slope.ts";
import { log } from "../numeric/elementary.ts";
import { logNearOne, NEAR_ONE_MAX, NEAR_ONE_MIN } from "../numeric/log-near-one.ts";
import type { FeatureKind } from "./feature-kind.ts";
import { windowOf, type GridTape } from "./grid-tape.ts";

/** `ema:P`: exponential moving average of closes over the bars that exist. First value at bar P − 1. */
export const EMA_KIND: FeatureKind = {
  periodMins: [1],
  memory: "recursive",
  warmUpBars: ([period]) => period - 1,
  begin: (tape, [period]) => {
    const ema = new Ema(period);
    tape.carry({ save: (writer) => ema.save(writer), restore: (reader) => ema.restore(reader) });
    return (column) => (span) => ema.advance(tape, span, column);
  },
};

/** `atr:P`: Wilder's average true range (1978) over the bars that exist. First value at bar P. */
export const ATR_KIND: FeatureKind = {
  periodMins: [1],
  memory: "recursive",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const atr = new Atr(period);
    tape.carry({ save: (writer) => atr.save(writer), restore: (reader) => atr.restore(reader) });
    return (column) => (span) => atr.advance(tape, span, column);
  },
};

/** `return:N`: close ÷ close exactly N timeframes before − 1. None where that bar is missing: no neighbour stands in for it. */
export const RETURN_KIND: FeatureKind = {
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const { close, present } = tape;
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1)
        column[row] = present[row - period] === 1 ? (close[row] ?? NaN) / (close[row - period] ?? NaN) - 1 : NaN;
    };
  },
};

/** ln(close ÷ close one interval before); 0 where the close was carried. */
function logChangeOf(tape: GridTape): Float64Array {
  const { close, present } = tape;
  return tape.derive(
    "log change",
    (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) {
        const ratio = present[row] === 1 && row > tape.firstRow ? (close[row] ?? NaN) / (close[row - 1] ?? NaN) : 1;
        column[row] = ratio > NEAR_ONE_MIN && ratio < NEAR_ONE_MAX ? logNearOne(ratio) : log(ratio);
      }
    },
    true,
  );
}

/** `slope:N`: momentum, the least-squares slope of ln(close) over N intervals, per interval. First value at bar N − 1. */
export const SLOPE_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period - 1,
  begin: (tape, [period]) => {
    const slope = new RollingSlope(period);
    const window = windowOf(period);
    const steps = logChangeOf(tape);
    return (column) => (span) => {
      slope.advance(steps, span, column);
      for (let row = span.from; row < span.to; row += 1) if (!tape.isFull(row, window)) column[row] = NaN;
    };
  },
};

/** `breakout:N`: close ÷ the highest high of the N intervals before − 1; above 0 the price broke out. First value at bar N. */
export const BREAKOUT_KIND: FeatureKind = {
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const maximum = new RollingMaximum(period);
    const window = windowOf(period);
    const highest = tape.derive(`highest ${period}`, (column) => (span) => maximum.advance(tape.high, span, column), true);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1)
        column[row] = tape.isFull(row - 1, window) ? (tape.close[row] ?? NaN) / (highest[row - 1] ?? NaN) - 1 : NaN;
    };
  },
};

/** `zscore:N`: mean-reversion distance, (close − mean) ÷ sample standard deviation of N closes. None where they don't vary. First value at bar N − 1. */
export const ZSCORE_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period - 1,
  begin: (tape, [period]) => {
    const score = new RollingScore(period);
    const window = windowOf(period);
    return (column) => (span) => {
      score.advance(tape.close, span, column);
      for (let row = span.from; row < span.to; row += 1) if (!tape.isFull(row, window)) column[row] = NaN;
    };
  },
};
