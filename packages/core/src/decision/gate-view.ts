import type { Predictions } from "../campaign/predictions.ts";
import { rateBetween, unitsAtRate, type Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { notionalUnits } from "../money/notional.ts";
import type { OpenOrder } from "../orders/order.ts";
import { RATE_SCALE } from "../money/rate.ts";
import { quantize } from "../numeric/fixed.ts";
import type { GateAccount, GateCosts, GateInput, GateModel, GateOrder, GateTraffic, GateVersions } from "../risk/gate-input.ts";
import { UNDECLARED, type Declared } from "../risk/declared.ts";
import { HOUR_MS, MINUTE_MS } from "../time/timeframe.ts";
import type { AccountState } from "./account-state.ts";
import { latestMsOf } from "./clock-step.ts";
import type { DecideQuestion } from "./decide-types.ts";
import { exposuresAround, type HeldExposure, type MarkedEquity } from "./exposure.ts";
import { freeUnitsOf, positionOf, sellableUnitsOf } from "./holdings.ts";
import { marketConditions } from "./market-conditions.ts";

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
    ...sellingAccount(state, instrument),
    equityUnits,
    equityQuoteUnits: equityUnits === undefined || rate === undefined ? undefined : unitsAtRate(equityUnits, rate),
    others: exposures.others,
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
    readonly edge?: number | undefined;
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
    edgeRateUnits: at.edge === undefined || !Number.isFinite(at.edge) ? undefined : quantize(at.edge, RATE_SCALE, "floor"),
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

type Surroundings = Pick<GateInput, "previousMs" | "versions" | "model" | "readiness" | "market" | "traffic" | "costs" | "ladder">;

/** What surrounds an order that the books ask for themselves: its own kind is all that matters, the rest is for entries. */
export function withoutSurroundings(traffic: GateTraffic): Surroundings {
  return {
    previousMs: undefined,
    versions: undefined,
    model: undefined,
    readiness: undefined,
    market: {
      referenceUnits: undefined,
      rateAgeBars: undefined,
      spread: undefined,
      spreadWidening: undefined,
      volatility: undefined,
      correlationBps: undefined,
    },
    traffic,
    costs: undefined,
    ladder: undefined,
  };
}

/** Who decides, as the gate asks for it. */
function modelOf(predictions: Predictions): GateModel {
  return predictions.kind === "rules" ? predictions : { kind: "model", id: predictions.modelId, isApproved: predictions.isApproved };
}

/** What decides and what is active. A decision that can't say what it is made by is no pass. */
function versionsOf({ active, profile, settings }: DecideQuestion): Declared<GateVersions> {
  if (active === undefined) return UNDECLARED;
  if (profile.hash === undefined || settings.hash === undefined) return undefined;
  return { profile: { decided: profile.hash, active: active.profile }, settings: { decided: settings.hash, active: active.settings } };
}

/** What surrounds an order of a decision: who predicts, and what the snapshot carries of the market. */
export function surroundingsOf(
  prices: Prices,
  state: AccountState,
  of: {
    readonly order: OpenOrder;
    readonly instrument: Instrument;
    readonly input: DecideQuestion;
    readonly priceUnits: bigint | undefined;
    readonly costs: GateCosts;
  },
): Surroundings {
  const { input, order, instrument, priceUnits, costs } = of;
  return {
    previousMs: latestMsOf(state),
    versions: versionsOf(input),
    model: modelOf(input.predictions),
    readiness: undefined,
    market: marketConditions(prices, { instrument, priceUnits, baseCurrency: state.baseCurrency }),
    traffic: trafficAround(state, order, input.nowMs),
    costs,
    ladder: input.profile.value.kind === "reference" ? UNDECLARED : state.ladder,
  };
}
