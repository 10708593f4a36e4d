import { numberOfUnits } from "../numeric/fixed.ts";
import { netUnitsOf, type ClosedTrade } from "./closed-trade.ts";
import type { InstrumentCosts } from "./cost-breakdown.ts";
import { tradeStatistics, type TradeStatistics } from "./trade-statistics.ts";

/** What is held when a run ends: its cost with fees, and its value at the last close, in quote units. */
export type OpenHolding = { readonly symbol: string; readonly costUnits: bigint; readonly valueUnits: bigint };

/** What an instrument earned, in quote units: exact, so that instruments add up to the account. */
export type InstrumentProfit = { readonly symbol: string; readonly closedUnits: bigint; readonly openUnits: bigint };

/** Profits per instrument in symbol order, of closed trades and of what is still held. */
export function profitsByInstrument(trades: readonly ClosedTrade[], holdings: readonly OpenHolding[]): readonly InstrumentProfit[] {
  const profits = new Map<string, InstrumentProfit>();
  const add = (symbol: string, closedUnits: bigint, openUnits: bigint): void => {
    const before = profits.get(symbol) ?? { symbol, closedUnits: 0n, openUnits: 0n };
    profits.set(symbol, { symbol, closedUnits: before.closedUnits + closedUnits, openUnits: before.openUnits + openUnits });
  };
  for (const trade of trades) add(trade.symbol, netUnitsOf(trade), 0n);
  for (const { symbol, costUnits, valueUnits } of holdings) add(symbol, 0n, valueUnits - costUnits);
  return [...profits.values()].sort((left, right) => (left.symbol < right.symbol ? -1 : 1));
}

export type InstrumentRow = {
  readonly symbol: string;
  /** Closed and open together. */
  readonly profit: number;
  /** What is still held is worth over its cost. */
  readonly openProfit: number;
  readonly statistics: TradeStatistics;
  /** Null where nothing of it was traded. */
  readonly costs: InstrumentCosts | null;
};

/** A row per instrument that was traded or held, in symbol order. */
export function instrumentTable(of: {
  readonly trades: readonly ClosedTrade[];
  readonly holdings: readonly OpenHolding[];
  readonly costs: readonly InstrumentCosts[];
  readonly quoteScale: number;
}): readonly InstrumentRow[] {
  return profitsByInstrument(of.trades, of.holdings).map(({ symbol, closedUnits, openUnits }) => ({
    symbol,
    profit: numberOfUnits(closedUnits + openUnits, of.quoteScale),
    openProfit: numberOfUnits(openUnits, of.quoteScale),
    statistics: tradeStatistics(
      of.trades.filter((trade) => trade.symbol === symbol),
      of.quoteScale,
    ),
    costs: of.costs.find((cost) => cost.symbol === symbol) ?? null,
  }));
}
