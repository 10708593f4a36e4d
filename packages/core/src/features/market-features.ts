import type { RowSpan } from "../indicators/row-span.ts";
import { DAY_MS } from "../time/timeframe.ts";
import { featureColumn } from "./feature-column.ts";
import { parseFeatureName, type FeatureName } from "./feature-name.ts";
import { FEATURE_KINDS } from "./feature-kinds.ts";
import type { GridTape } from "./grid-tape.ts";

const FORM = /^breadth:([1-9][0-9]*)$/;

/** The feature of each instrument that a feature of the market is made from; undefined where the name is none. */
export function sourceOfMarketFeature(name: string): FeatureName | undefined {
  const period = FORM.exec(name)?.[1];
  return period === undefined ? undefined : parseFeatureName(`return:${period}`);
}

/** The breadth of a day on bars of this length. */
export function dayBreadthOf(timeframeMs: number): string {
  return `breadth:${Math.max(1, Math.floor(DAY_MS / timeframeMs))}`;
}

/** Whether the panel computes this value of the market; others are read along the lineage. */
export function isPanelMarketFeature(name: string): boolean {
  return sourceOfMarketFeature(name) !== undefined;
}

/**
 * `breadth:N`: market breadth, the share of instruments whose return:N is above 0, of those that have
 * one at this close. None where no instrument has.
 */
export function breadthStep(tapes: readonly GridTape[], source: FeatureName, column: Float64Array): (span: RowSpan) => void {
  const returns = tapes.map((tape) => featureColumn(tape, source, FEATURE_KINDS));
  return (span) => {
    for (let row = span.from; row < span.to; row += 1) {
      let known = 0;
      let rising = 0;
      for (const values of returns) {
        const value = values[row] ?? NaN;
        if (Number.isNaN(value)) continue;
        known += 1;
        if (value > 0) rising += 1;
      }
      column[row] = known === 0 ? NaN : rising / known;
    }
  };
}
