import { REGIMES, type Regime } from "../regime/regime.ts";
import type { ClosedTrade } from "./closed-trade.ts";
import { tradeStatistics, type TradeStatistics } from "./trade-statistics.ts";

/** From a close on, until the next change, this was the regime; undefined while it warmed up. */
export type RegimeChange = { readonly fromMs: number; readonly regime: Regime | undefined };

/** What was done in a regime. `regime` is null for the time before any was known. */
export type RegimeRow = {
  readonly regime: Regime | null;
  /** Bars that opened while it stood. */
  readonly bars: number;
  /** What equity did over those bars, compounded; null where it can't be. */
  readonly return: number | null;
  /** Trades that were entered in it, wherever they ended. */
  readonly statistics: TradeStatistics;
};

/** The regime that stood at a time: that of the last change at or before it. Changes ascend. */
export function regimeAt(changes: readonly RegimeChange[], atMs: number): Regime | null {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.fromMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1]?.regime ?? null;
}

type Share = { readonly bars: number; readonly growth: number };

/** Bars and growth of equity by the regime in which each bar opened. */
function sharesOf({ changes, tsMs, equity, startEquity }: RegimeTableInput): ReadonlyMap<Regime | null, Share> {
  const shares = new Map<Regime | null, Share>();
  let before = startEquity;
  let change = 0;
  for (let from = 0; from < tsMs.length;) {
    while ((changes[change]?.fromMs ?? Infinity) <= (tsMs[from] ?? NaN)) change += 1;
    const regime = changes[change - 1]?.regime ?? null;
    const untilMs = changes[change]?.fromMs ?? Infinity;
    let { bars, growth } = shares.get(regime) ?? { bars: 0, growth: 1 };
    do {
      const worth = equity[from] ?? NaN;
      bars += 1;
      growth = before > 0 ? (growth * worth) / before : NaN;
      before = worth;
      from += 1;
    } while (from < tsMs.length && (tsMs[from] ?? NaN) < untilMs);
    shares.set(regime, { bars, growth });
  }
  return shares;
}

export type RegimeTableInput = {
  readonly changes: readonly RegimeChange[];
  readonly tsMs: Float64Array;
  readonly equity: Float64Array;
  readonly startEquity: number;
  readonly trades: readonly ClosedTrade[];
  readonly quoteScale: number;
};

/** A row per regime that stood in the period, calm first, the unknown last. The returns of the rows compound to the run's. */
export function regimeTable(of: RegimeTableInput): readonly RegimeRow[] {
  const shares = sharesOf(of);
  const byRegime = new Map<Regime | null, ClosedTrade[]>();
  for (const trade of of.trades) {
    const regime = regimeAt(of.changes, trade.entryMs);
    const entered = byRegime.get(regime);
    if (entered === undefined) byRegime.set(regime, [trade]);
    else entered.push(trade);
  }
  return [...REGIMES, null].flatMap((regime) => {
    const share = shares.get(regime);
    const trades = byRegime.get(regime) ?? [];
    if (share === undefined && trades.length === 0) return [];
    const growth = share?.growth ?? NaN;
    const gained = Number.isFinite(growth) ? growth - 1 : null;
    return [{ regime, bars: share?.bars ?? 0, return: gained, statistics: tradeStatistics(trades, of.quoteScale) }];
  });
}
