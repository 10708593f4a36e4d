import { rateBetween, unitsAtRate, type Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import type { OpenOrder } from "../orders/order.ts";
import type { GateAccount, GateTraffic } from "../risk/gate-input.ts";
import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import type { AccountState } from "./account-state.ts";
import { exposuresAround, type HeldExposure, type MarkedEquity } from "./exposure.ts";
import { freeUnitsOf, positionOf, sellableUnitsOf } from "./holdings.ts";

/** The narrow account that the gate sees for an order that sells: what is held, and what of it is free. */
export function sellingAccount(state: AccountState, instrument: Instrument): GateAccount {
  return {
    equityUnits: undefined,
    equityQuoteUnits: undefined,
    freeQuoteUnits: freeUnitsOf(state, instrument.quote.code),
    freeBaseUnits: sellableUnitsOf(state, instrument),
    positionQuantity: positionOf(state, instrument.symbol)?.quantity ?? 0n,
    others: undefined,
    pairExposureUnits: undefined,
    totalExposureUnits: undefined,
    quoteExposureUnits: undefined,
  };
}

/** An account at a snapshot's closes: what it is worth, and what of it is held or on its way. */
export type Portfolio = {
  readonly prices: Prices;
  readonly state: AccountState;
  readonly equity: MarkedEquity;
  readonly exposures: readonly HeldExposure[];
};

/** The account for an order that buys: with its portfolio value and exposures at the snapshot's closes. */
export function buyingAccount({ prices, state, equity, exposures: held }: Portfolio, instrument: Instrument): GateAccount {
  const equityUnits = equity.missing.length === 0 ? equity.units : undefined;
  const rate = rateBetween(prices, state.baseCurrency, instrument.quote.code);
  const exposures = exposuresAround(held, { symbol: instrument.symbol, quote: instrument.quote.code });
  return {
    equityUnits,
    equityQuoteUnits: equityUnits === undefined || rate === undefined ? undefined : unitsAtRate(equityUnits, rate),
    freeQuoteUnits: freeUnitsOf(state, instrument.quote.code),
    freeBaseUnits: sellableUnitsOf(state, instrument),
    positionQuantity: positionOf(state, instrument.symbol)?.quantity ?? 0n,
    others: exposures.others,
    pairExposureUnits: exposures.pairUnits,
    totalExposureUnits: exposures.totalUnits,
    quoteExposureUnits: exposures.quoteUnits,
  };
}

/** How busy the account is beside this order: what is open, and how many orders the last minute and hour have seen. */
export function trafficAround(state: AccountState, order: OpenOrder, nowMs: number): GateTraffic {
  const traffic = { lastMinute: 0, lastHour: 0, open: state.orders.length, hasSameId: false, pendingEntries: 0 };
  for (const madeMs of state.recentOrdersMs) {
    if (madeMs > nowMs - MINUTE_MS) traffic.lastMinute += 1;
    if (madeMs > nowMs - HOUR_MS) traffic.lastHour += 1;
  }
  for (const { id, symbol, purpose } of state.orders) {
    if (id === order.id) traffic.hasSameId = true;
    if (symbol === order.symbol && purpose === "entry") traffic.pendingEntries += 1;
  }
  return traffic;
}
