import type { MarkColumns } from "./marks.ts";
import { DAY_MS } from "../time/timeframe.ts";

/** How much of the time and of the capital was in the market. */
export type MarketExposure = {
  /** Bars at whose close something was held ÷ bars. */
  readonly barsShare: number | null;
  /** Mean over all bars of what was held ÷ equity; a bar without positive equity counts as 0. */
  readonly meanInvested: number | null;
  readonly maxInvested: number | null;
  /** Longest row of closes without a position, in bars. */
  readonly longestFlatBars: number;
};

export function marketExposure({ equity, exposure }: MarkColumns): MarketExposure {
  const bars = equity.length;
  let held = 0;
  let invested = 0;
  let most = 0;
  let flat = 0;
  let longestFlatBars = 0;
  for (let index = 0; index < bars; index += 1) {
    const worth = equity[index] ?? 0;
    const inMarket = exposure[index] ?? 0;
    if (inMarket > 0) {
      held += 1;
      flat = 0;
    } else {
      flat += 1;
      longestFlatBars = Math.max(longestFlatBars, flat);
    }
    const part = worth > 0 ? inMarket / worth : 0;
    invested += part;
    most = Math.max(most, part);
  }
  if (bars === 0) return { barsShare: null, meanInvested: null, maxInvested: null, longestFlatBars };
  return { barsShare: held / bars, meanInvested: invested / bars, maxInvested: most, longestFlatBars };
}

/**
 * Notional traded a day, buys and sales both, ÷ mean equity over all closes. A day is 24 hours of the
 * period, from the first bar's open to the last one's close; null without bars or without equity.
 */
export function turnoverADay(of: {
  readonly notional: number;
  readonly equity: Float64Array;
  readonly fromMs: number;
  readonly toMs: number;
}): number | null {
  const { equity } = of;
  let sum = 0;
  for (let index = 0; index < equity.length; index += 1) sum += equity[index] ?? NaN;
  const days = (of.toMs - of.fromMs) / DAY_MS;
  if (!(days > 0) || !(sum > 0)) return null;
  return of.notional / days / (sum / equity.length);
}
