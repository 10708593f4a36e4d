import { closeUnitsOf, equityOf, rateBetween, unitsAtRate, type Prices } from "../ledger/equity.ts";
import { costOf } from "../ledger/lots.ts";
import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { OtherPosition } from "../risk/gate-input.ts";
import type { AccountState } from "./account-state.ts";
import { instrumentAt } from "./holdings.ts";

/** Portfolio value in the base currency, and whether a cost stands in for a price that is missing. */
export type MarkedEquity = { readonly units: bigint; readonly missing: readonly string[] };

/**
 * Equity at the snapshot's closes. A held instrument without a bar counts at what it cost, so that a
 * hole in the feed is no loss on the page; `missing` then says that the figure is no mark, and
 * entries are refused.
 */
export function markEquity(prices: Prices, state: AccountState): MarkedEquity {
  const equity = equityOf(prices, state.balances, state.baseCurrency);
  if (equity.missing.length === 0) return equity;
  let units = equity.units;
  for (const position of state.positions) {
    const instrument = instrumentAt(prices, position.symbol);
    if (instrument === undefined || !equity.missing.includes(instrument.base.code)) continue;
    const rate = rateBetween(prices, instrument.quote.code, state.baseCurrency);
    if (rate !== undefined) units += unitsAtRate(costOf(position), rate);
  }
  return { units, missing: equity.missing };
}

/** What is held of one symbol and on its way to be, in its quote; undefined without a price for what is held. */
function exposureOfSymbol(prices: Prices, state: AccountState, instrument: Instrument): bigint | undefined {
  const position = state.positions.find(({ symbol }) => symbol === instrument.symbol);
  let units = 0n;
  if (position !== undefined) {
    const priceUnits = closeUnitsOf(prices.snapshot, instrument.symbol);
    if (priceUnits === undefined) return undefined;
    units = notionalUnits({ priceUnits, quantity: position.quantity, pair: instrument, mode: "ceil" });
  }
  for (const order of state.orders) if (isPendingEntry(order) && order.symbol === instrument.symbol) units += order.heldUnits;
  return units;
}

export function isPendingEntry(order: OpenOrder): boolean {
  return order.purpose === "entry";
}

/** Exposure around one instrument: of the pair and of everything in the base currency, of its quote in quote units. */
export type Exposures = {
  readonly pairUnits: bigint | undefined;
  readonly totalUnits: bigint | undefined;
  readonly quoteUnits: bigint | undefined;
  /** Everything held or on its way but this instrument, in the base currency. */
  readonly others: readonly OtherPosition[];
};

function inBaseUnits(
  prices: Prices,
  state: AccountState,
  of: { readonly instrument: Instrument; readonly units: bigint },
): bigint | undefined {
  const rate = rateBetween(prices, of.instrument.quote.code, state.baseCurrency);
  return rate === undefined ? undefined : unitsAtRate(of.units, rate);
}

/** What one instrument is worth that is held or on its way; undefined where a price or a rate is missing. */
export type HeldExposure = OtherPosition & {
  /** Asset that it is quoted in, and its worth in that. */
  readonly quote: string | undefined;
  readonly quoteUnits: bigint | undefined;
};

function heldExposure(prices: Prices, state: AccountState, symbol: string): HeldExposure {
  const instrument = instrumentAt(prices, symbol);
  const quoteUnits = instrument === undefined ? undefined : exposureOfSymbol(prices, state, instrument);
  if (instrument === undefined || quoteUnits === undefined)
    return { symbol, exposureUnits: undefined, quote: instrument?.quote.code, quoteUnits: undefined };
  const exposureUnits = inBaseUnits(prices, state, { instrument, units: quoteUnits });
  return { symbol, exposureUnits, quote: instrument.quote.code, quoteUnits };
}

/** Everything that is held or on its way, at the snapshot's closes. */
export function heldExposures(prices: Prices, state: AccountState): readonly HeldExposure[] {
  const held: HeldExposure[] = [];
  for (const { symbol } of state.positions) held.push(heldExposure(prices, state, symbol));
  for (const order of state.orders) {
    if (!isPendingEntry(order) || held.some(({ symbol }) => symbol === order.symbol)) continue;
    held.push(heldExposure(prices, state, order.symbol));
  }
  return held;
}

/** What surrounds an instrument in what is held. Undefined where a price or a rate is missing: then the gate refuses entries. */
export function exposuresAround(held: readonly HeldExposure[], of: { readonly symbol: string; readonly quote: string }): Exposures {
  let pairUnits: bigint | undefined = 0n;
  let totalUnits: bigint | undefined = 0n;
  let quoteUnits: bigint | undefined = 0n;
  const others: OtherPosition[] = [];
  for (const exposure of held) {
    const { exposureUnits } = exposure;
    totalUnits = totalUnits === undefined || exposureUnits === undefined ? undefined : totalUnits + exposureUnits;
    if (exposure.symbol === of.symbol) pairUnits = exposureUnits;
    else others.push(exposure);
    if (exposure.quote !== of.quote) continue;
    quoteUnits = quoteUnits === undefined || exposure.quoteUnits === undefined ? undefined : quoteUnits + exposure.quoteUnits;
  }
  return { pairUnits, totalUnits, quoteUnits, others };
}
