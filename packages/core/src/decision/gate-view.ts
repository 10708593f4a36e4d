import { rateBetween, unitsAtRate, type Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { GateAccount, GateOrder } from "../risk/gate-input.ts";
import type { AccountState } from "./account-state.ts";
import { exposuresAround, markEquity } from "./exposure.ts";
import { freeUnitsOf, positionOf, sellableUnitsOf } from "./holdings.ts";

/** The narrow account that the gate sees for an order that sells: what is held, and what of it is free. */
export function sellingAccount(state: AccountState, instrument: Instrument): GateAccount {
  return {
    equityUnits: undefined,
    equityQuoteUnits: undefined,
    freeQuoteUnits: freeUnitsOf(state, instrument.quote.code),
    freeBaseUnits: sellableUnitsOf(state, instrument),
    positionQuantity: positionOf(state, instrument.symbol)?.quantity ?? 0n,
    otherPositions: undefined,
    pairExposureUnits: undefined,
    totalExposureUnits: undefined,
    quoteExposureUnits: undefined,
  };
}

/** The account for an order that buys: with its portfolio value and exposures at the snapshot's closes. */
export function buyingAccount(prices: Prices, state: AccountState, instrument: Instrument): GateAccount {
  const marked = markEquity(prices, state);
  const equityUnits = marked.missing.length === 0 ? marked.units : undefined;
  const rate = rateBetween(prices, state.baseCurrency, instrument.quote.code);
  const exposures = exposuresAround(prices, state, instrument.symbol);
  return {
    ...sellingAccount(state, instrument),
    equityUnits,
    equityQuoteUnits: equityUnits === undefined || rate === undefined ? undefined : unitsAtRate(equityUnits, rate),
    otherPositions: exposures.symbols.filter((symbol) => symbol !== instrument.symbol).length,
    pairExposureUnits: exposures.pairUnits,
    totalExposureUnits: exposures.totalUnits,
    quoteExposureUnits: exposures.quoteUnits,
  };
}

/** The order as the gate sees it, with its amounts at the price that it was reckoned at. */
export function gateOrderOf(
  order: OpenOrder,
  at: {
    readonly priceUnits: bigint | undefined;
    readonly instrument: Instrument;
    readonly prices: Prices | undefined;
    readonly baseCurrency: string;
  },
): GateOrder {
  const { priceUnits, instrument, prices } = at;
  const notional =
    priceUnits === undefined ? undefined : notionalUnits({ priceUnits, quantity: order.quantity, pair: instrument, mode: "ceil" });
  const rate = prices === undefined ? undefined : rateBetween(prices, instrument.quote.code, at.baseCurrency);
  return {
    symbol: order.symbol,
    side: order.side,
    kind: order.kind,
    purpose: order.purpose,
    quantity: order.quantity,
    priceUnits,
    notionalUnits: notional,
    notionalBaseUnits: notional === undefined || rate === undefined ? undefined : unitsAtRate(notional, rate),
    costUnits: order.side === "buy" ? order.heldUnits : undefined,
    triggerUnits: order.triggerUnits,
    stopOffsetUnits: order.stopOffsetUnits,
  };
}
