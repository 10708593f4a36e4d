import type { FillWhy } from "../decision/booking.ts";
import type { BarColumns } from "../market/bar.ts";
import type { Instrument } from "../market/instrument.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { numberOfUnits } from "../numeric/fixed.ts";
import type { Regime } from "../regime/regime.ts";
import { netUnitsOf, tradeReturn, type ClosedTrade } from "./closed-trade.ts";
import { tradedPair } from "./cost-breakdown.ts";
import { excursionsOf } from "./excursions.ts";
import { regimeAt, type RegimeChange } from "./regime-table.ts";

/** A round trip as pages list it; numbers are for people, the exports have the exact texts. */
export type TradeRow = {
  /** From 1, in the order in which they were closed. */
  readonly n: number;
  readonly symbol: string;
  readonly entryMs: number;
  readonly entry: number;
  readonly exitMs: number;
  readonly exit: number;
  readonly quantity: number;
  readonly cost: number;
  readonly proceeds: number;
  readonly net: number;
  /** Net ÷ cost. */
  readonly return: number | null;
  readonly why: FillWhy;
  readonly reason: string;
  /** The regime that stood when it was entered. */
  readonly regime: Regime | null;
  /** Bars that were held to their close; null without bars of the instrument. */
  readonly barsHeld: number | null;
  /** How far the price went against it and for it, as fractions of the entry. */
  readonly adverse: number | null;
  readonly favourable: number | null;
};

export type TradeRowsInput = {
  readonly trades: readonly ClosedTrade[];
  readonly instruments: readonly Instrument[];
  readonly quoteScale: number;
  readonly bars: ReadonlyMap<string, BarColumns>;
  readonly regimes: readonly RegimeChange[];
};

export function tradeRows(of: TradeRowsInput): readonly TradeRow[] {
  return of.trades.map((trade, index) => {
    const bars = of.bars.get(trade.symbol);
    const excursions = bars === undefined ? undefined : excursionsOf(trade, bars);
    return {
      n: index + 1,
      symbol: trade.symbol,
      entryMs: trade.entryMs,
      entry: numberOfUnits(trade.entryPriceUnits, PRICE_SCALE),
      exitMs: trade.exitMs,
      exit: numberOfUnits(trade.exitPriceUnits, PRICE_SCALE),
      quantity: numberOfUnits(trade.quantity, tradedPair(of.instruments, trade.symbol).base.scale),
      cost: numberOfUnits(trade.costUnits, of.quoteScale),
      proceeds: numberOfUnits(trade.proceedsUnits, of.quoteScale),
      net: numberOfUnits(netUnitsOf(trade), of.quoteScale),
      return: tradeReturn(trade, of.quoteScale),
      why: trade.why,
      reason: trade.reason,
      regime: regimeAt(of.regimes, trade.entryMs),
      barsHeld: excursions?.barsHeld ?? null,
      adverse: excursions?.adverse ?? null,
      favourable: excursions?.favourable ?? null,
    };
  });
}
