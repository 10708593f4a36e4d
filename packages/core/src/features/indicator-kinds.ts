import { Atr, atrColumn } from "../indicators/atr.ts";
import { Ema, emaColumn } from "../indicators/ema.ts";
import type { Bar, BarColumns } from "../market/bar.ts";
import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import type { IndicatorKind } from "./feature-name.ts";

/** An indicator that goes along with its instrument's bars. */
export type BarIndicator = {
  readonly push: (bar: Bar) => number | undefined;
  readonly save: (writer: CanonicalWriter) => void;
  readonly restore: (reader: CanonicalReader) => void;
};

type IndicatorForm = {
  readonly start: (period: number) => BarIndicator;
  readonly column: (columns: BarColumns, period: number) => Float64Array;
};

function startEma(period: number): BarIndicator {
  const ema = new Ema(period);
  return { push: (bar) => ema.push(bar.close), save: (writer) => ema.save(writer), restore: (reader) => ema.restore(reader) };
}

/** Both forms of every indicator; the law of the family, incremental = batch, is tested over this table. */
export const INDICATOR_KINDS: Readonly<Record<IndicatorKind, IndicatorForm>> = {
  ema: { start: startEma, column: (columns, period) => emaColumn(columns.close, period) },
  atr: { start: (period) => new Atr(period), column: atrColumn },
};
