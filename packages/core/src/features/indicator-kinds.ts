import { Atr, atrColumn } from "../indicators/atr.ts";
import { Ema, emaColumn } from "../indicators/ema.ts";
import type { Bar, BarColumns } from "../market/bar.ts";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { FeatureName } from "./feature-name.ts";

/** An indicator that goes along with its instrument's bars. */
export type BarIndicator = {
  readonly push: (bar: Bar) => number | undefined;
  readonly save: (writer: CanonicalWriter) => void;
  readonly restore: (reader: CanonicalReader) => void;
};

type IndicatorForm = {
  readonly start: (period: number) => BarIndicator;
  readonly column: (columns: BarColumns, period: number, values?: Float64Array) => Float64Array;
};

function startEma(period: number): BarIndicator {
  const ema = new Ema(period);
  return { push: (bar) => ema.push(bar.close), save: (writer) => ema.save(writer), restore: (reader) => ema.restore(reader) };
}

/**
 * The kinds that look at one instrument's existing bars and nothing else, so that they can go along
 * without a time grid: those of the reference strategy.
 */
const INDICATOR_KINDS: Readonly<Record<string, IndicatorForm>> = {
  ema: { start: startEma, column: (columns, period, values) => emaColumn(columns.close, period, values) },
  atr: { start: (period) => new Atr(period), column: atrColumn },
};

/** The form of a feature over existing bars; one that needs the panel of all instruments is a RangeError. */
export function indicatorOf({ kind }: FeatureName): IndicatorForm {
  const form = INDICATOR_KINDS[kind];
  if (form === undefined) throw new RangeError(`${kind} is computed by the feature panel, on the time grid`);
  return form;
}
