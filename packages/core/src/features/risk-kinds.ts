import { RollingProductSum } from "../indicators/rolling-product-sum.ts";
import { RollingSum } from "../indicators/rolling-sum.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { FeatureKind } from "./feature-kind.ts";
import { windowOf, type GridTape } from "./grid-tape.ts";
import type { ReturnSpan } from "./return-span.ts";

/** Less variance than this share of the mean square is rounding: the returns are one constant. */
const VARIANCE_SHARE_MIN = 1e-10;
/** A Julian year of 365.25 days. */
const HOURS_PER_YEAR = 8_766;
const PERCENT = 100;
/** The volatility flag is up where the short deviation exceeds the long one by half, down where it is a third below. */
const FLAG_UP = 1.5;
const FLAG_DOWN = 2 / 3;

/** Returns of a span, summed: their sum, and the sum of squared distances from their mean. NaN without a full window. */
export type ReturnMoments = { readonly sums: Float64Array; readonly squares: Float64Array };

/** The last N one-bar returns. */
function oneBarReturns(period: number): ReturnSpan {
  return { returns: period, barsEach: 1 };
}

/**
 * Simple return of the carried close over so many intervals, one at each; 0 up to the first bar, and from the
 * first bar where the history is shorter.
 */
export function returnsOver(tape: GridTape, barsEach: number): Float64Array {
  if (barsEach === 1) return tape.change;
  return tape.derive(
    `returns over ${barsEach}`,
    (column) => (span) => {
      const { close, firstRow } = tape;
      for (let row = span.from; row < span.to; row += 1)
        column[row] = row <= firstRow ? 0 : (close[row] ?? NaN) / (close[Math.max(row - barsEach, firstRow)] ?? NaN) - 1;
    },
    true,
  );
}

/**
 * Moments of the last returns of a span, shared by all that is computed from them. Returns lie around
 * 0, so Σx² − (Σx)²/n loses nothing that matters; what rounding leaves of a constant return is 0.
 */
export function returnMoments(tape: GridTape, { returns: period, barsEach }: ReturnSpan): ReturnMoments {
  const values = returnsOver(tape, barsEach);
  // N returns need the close before the first of them.
  const window = windowOf(period + barsEach);
  const sums = tape.derive(`sum of returns ${period} over ${barsEach}`, (column) => {
    const rolling = new RollingSum(period);
    return (span) => rolling.advance(values, span, column);
  });
  const squares = tape.derive(`squares of returns ${period} over ${barsEach}`, (column) => {
    const rolling = new RollingProductSum(period);
    const factors = { left: values, right: values };
    return (span) => {
      rolling.advance(factors, span, column);
      for (let row = span.from; row < span.to; row += 1) {
        const total = column[row] ?? NaN;
        const sum = sums[row] ?? NaN;
        const aroundMean = total - sum * (sum / period);
        const isConstant = aroundMean <= total * VARIANCE_SHARE_MIN;
        column[row] = tape.isFull(row, window) ? (isConstant ? 0 : aroundMean) : NaN;
      }
    };
  });
  return { sums, squares };
}

/** 1 ÷ √Σ(x − mean)² of a span's returns; NaN without a full window or where they don't vary. */
export function inverseNorm(tape: GridTape, returns: ReturnSpan): Float64Array {
  return tape.derive(`inverse norm ${returns.returns} over ${returns.barsEach}`, (column) => {
    const { squares } = returnMoments(tape, returns);
    return (span) => {
      for (let row = span.from; row < span.to; row += 1) {
        const total = squares[row] ?? NaN;
        column[row] = total > 0 ? 1 / Math.sqrt(total) : NaN;
      }
    };
  });
}

/** Sample standard deviation of N returns. */
function deviationOf(tape: GridTape, period: number): Float64Array {
  return tape.derive(`deviation ${period}`, (column) => {
    const { squares } = returnMoments(tape, oneBarReturns(period));
    return (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = Math.sqrt((squares[row] ?? NaN) / (period - 1));
    };
  });
}

/** `stdev:N`: sample standard deviation of N one-bar simple returns. First value at bar N. */
export const STDEV_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const deviation = deviationOf(tape, period);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = deviation[row] ?? NaN;
    };
  },
};

/** `vol:N`: the same annualised in percent, × √(bars in 8,766 hours) × 100. `vol:720` on hourly bars is the 30-day volatility. */
export const VOL_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const deviation = deviationOf(tape, period);
    const factor = PERCENT * Math.sqrt((HOURS_PER_YEAR * HOUR_MS) / tape.timeframeMs);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = (deviation[row] ?? NaN) * factor;
    };
  },
};

/** `volflag:A:B`: 1 where stdev:A is above 1.5 × stdev:B, −1 where it is below ⅔ of it, else 0. */
export const VOLFLAG_KIND: FeatureKind = {
  periodMins: [2, 2],
  memory: "windowed",
  warmUpBars: ([short, long]) => Math.max(short, long),
  begin: (tape, [short, long]) => {
    const deviation = deviationOf(tape, short);
    const usual = deviationOf(tape, long);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) {
        const now = deviation[row] ?? NaN;
        const before = usual[row] ?? NaN;
        const flag = now > FLAG_UP * before ? 1 : now < FLAG_DOWN * before ? -1 : 0;
        column[row] = Number.isNaN(now + before) ? NaN : flag;
      }
    };
  },
};

/** Σ(x − x̄)(y − ȳ) of N returns of the instrument and of its benchmark. */
function sharedMoment(tape: GridTape, period: number): Float64Array {
  return tape.derive(`shared moment ${period}`, (column) => {
    const own = returnMoments(tape, oneBarReturns(period));
    const benchmark = returnMoments(tape.benchmark, oneBarReturns(period));
    const rolling = new RollingProductSum(period);
    const factors = { left: tape.change, right: tape.benchmark.change };
    return (span) => {
      rolling.advance(factors, span, column);
      for (let row = span.from; row < span.to; row += 1)
        column[row] = (column[row] ?? NaN) - (own.sums[row] ?? NaN) * ((benchmark.sums[row] ?? NaN) / period);
    };
  });
}

/** `beta:N`: slope of the instrument's returns on the benchmark's, Σ(x − x̄)(y − ȳ) ÷ Σ(y − ȳ)². None where the benchmark does not move. */
export const BETA_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const shared = sharedMoment(tape, period);
    const own = returnMoments(tape, oneBarReturns(period));
    const benchmark = returnMoments(tape.benchmark, oneBarReturns(period));
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) {
        const variance = benchmark.squares[row] ?? NaN;
        const isKnown = variance > 0 && !Number.isNaN(own.squares[row] ?? NaN);
        column[row] = isKnown ? (shared[row] ?? NaN) / variance : NaN;
      }
    };
  },
};

/** `corr:N`: Pearson correlation with the benchmark's returns, within [−1, 1]. None where either does not move. */
export const CORR_KIND: FeatureKind = {
  periodMins: [2],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const shared = sharedMoment(tape, period);
    const own = inverseNorm(tape, oneBarReturns(period));
    const benchmark = inverseNorm(tape.benchmark, oneBarReturns(period));
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) {
        const correlation = (shared[row] ?? NaN) * (own[row] ?? NaN) * (benchmark[row] ?? NaN);
        column[row] = Math.max(-1, Math.min(1, correlation));
      }
    };
  },
};
