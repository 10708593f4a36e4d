import { writeRanges, writeSpreads } from "../indicators/corwin-schultz.ts";
import { RollingSum } from "../indicators/rolling-sum.ts";
import type { FeatureKind } from "./feature-kind.ts";
import { windowOf, type GridTape } from "./grid-tape.ts";

/** `surge:N`: volume ÷ mean volume of the N intervals before. None where nothing was traded in them. First value at bar N. */
export const SURGE_KIND: FeatureKind = {
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const rolling = new RollingSum(period);
    const window = windowOf(period);
    const traded = tape.derive(`traded ${period}`, (column) => (span) => rolling.advance(tape.volume, span, column), true);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1)
        column[row] = tape.isFull(row - 1, window) ? (tape.volume[row] ?? NaN) / ((traded[row - 1] ?? NaN) / period) : NaN;
    };
  },
};

/** The estimate of each pair of bars in a row, and how many there were so far; 0 where a bar of the pair is missing. */
type SpreadEstimates = { readonly spreads: Float64Array; readonly counts: Float64Array };

function spreadEstimates(tape: GridTape): SpreadEstimates {
  const { present } = tape;
  const ranges = tape.derive("ln(high ÷ low)", (column) => (span) => writeRanges(tape, span, column), true);
  const bars = { present, high: tape.high, low: tape.low, ranges };
  const spreads = tape.derive("spread estimates", (column) => (span) => writeSpreads(bars, span, column), true);
  const counts = tape.derive(
    "spread estimates so far",
    (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1)
        column[row] = (column[row - 1] ?? 0) + (present[row] === 1 && present[row - 1] === 1 ? 1 : 0);
    },
    true,
  );
  return { spreads, counts };
}

/** Mean of the estimates of N intervals. NaN unless three quarters of them have one. */
function meanSpread(tape: GridTape, period: number): Float64Array {
  return tape.derive(`mean spread ${period}`, (column) => {
    const { spreads, counts } = spreadEstimates(tape);
    const rolling = new RollingSum(period);
    // N estimates need the bar before the first of them.
    const window = windowOf(period + 1);
    const { barsMin } = windowOf(period);
    return (span) => {
      rolling.advance(spreads, span, column);
      for (let row = span.from; row < span.to; row += 1) {
        const count = (counts[row] ?? NaN) - (counts[row - period] ?? NaN);
        column[row] = count >= barsMin && tape.isFull(row, window) ? (column[row] ?? NaN) / count : NaN;
      }
    };
  });
}

/**
 * `hlspread:N`: mean proportional spread over N intervals as Corwin and Schultz (2012) estimate it from
 * highs and lows. Flagged as an estimate wherever it is shown; quoted spreads replace it where a
 * snapshot declares quotes. First value at bar N.
 */
export const HLSPREAD_KIND: FeatureKind = {
  periodMins: [1],
  memory: "windowed",
  warmUpBars: ([period]) => period,
  begin: (tape, [period]) => {
    const mean = meanSpread(tape, period);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = mean[row] ?? NaN;
    };
  },
};

/** `spread:A:B`: widening, hlspread:A ÷ hlspread:B; an estimate as they are. None where the longer mean is 0. */
export const SPREAD_KIND: FeatureKind = {
  periodMins: [1, 1],
  memory: "windowed",
  warmUpBars: ([short, long]) => Math.max(short, long),
  begin: (tape, [short, long]) => {
    const mean = meanSpread(tape, short);
    const usual = meanSpread(tape, long);
    return (column) => (span) => {
      for (let row = span.from; row < span.to; row += 1) column[row] = (mean[row] ?? NaN) / (usual[row] ?? NaN);
    };
  },
};
