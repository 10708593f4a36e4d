import type { Instrument } from "../market/instrument.ts";

/**
 * Why an account never buys an instrument, whatever the market does. `no_rate`: its market prices
 * neither currency in the other, so that no entry can be weighed against the portfolio. `no_money`: it
 * begins with another currency, and nothing that it trades turns that one into the quote.
 */
export type UnpayableInstrument = { readonly symbol: string; readonly quote: string; readonly why: "no_rate" | "no_money" };

/** All that paying asks of an instrument. */
type Pair = Pick<Instrument, "symbol" | "base" | "quote">;

const isPairOf = ({ base, quote }: Pair, one: string, other: string): boolean =>
  (base.code === one && quote.code === other) || (base.code === other && quote.code === one);

function hasPair(universe: readonly Pair[], one: string, other: string): boolean {
  return one === other || universe.some((instrument) => isPairOf(instrument, one, other));
}

/** Whether `rateBetween` finds a way in a snapshot where every instrument of the universe has a bar. */
export function hasRatePath(universe: readonly Pair[], from: string, into: string): boolean {
  return hasPair(universe, from, into) || universe.some(({ base, quote }) => base.code === from && hasPair(universe, quote.code, into));
}

/**
 * What of the traded instruments the account can't ever pay for, in the order given. Ballast converts
 * nothing by itself: an account that holds USD buys BTC/EUR only with the EUR that a trade in EUR/USD
 * brought it, and only while EUR/USD stands in its market.
 */
export function unpayableInstruments(of: {
  readonly traded: readonly Pair[];
  /** What its market's snapshots hold. */
  readonly universe: readonly Pair[];
  readonly baseCurrency: string;
}): readonly UnpayableInstrument[] {
  const { traded, universe, baseCurrency } = of;
  const bought = new Set(traded.filter(({ quote }) => quote.code === baseCurrency).map(({ base }) => base.code));
  return traded.flatMap(({ symbol, quote: { code: quote } }): readonly UnpayableInstrument[] => {
    if (quote === baseCurrency) return [];
    const isPriced = hasRatePath(universe, quote, baseCurrency) && hasRatePath(universe, baseCurrency, quote);
    if (!isPriced) return [{ symbol, quote, why: "no_rate" }];
    return bought.has(quote) ? [] : [{ symbol, quote, why: "no_money" }];
  });
}
