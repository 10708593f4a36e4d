import { closeUnitsOf } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { compareSymbols } from "../market/instrument.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { applyRate, rateOfBps } from "../money/rate.ts";
import { formatUnits, quantize } from "../numeric/fixed.ts";
import type { GateAccount } from "../risk/gate-input.ts";
import { entryNotionalUnits, sizeEntry, type Size, type SizingInput } from "../risk/sizing.ts";
import type { Proposal } from "../strategy/strategy.ts";
import type { Deliberation } from "./deliberation.ts";
import { buyingAccount } from "./gate-view.ts";
import { instrumentOf, positionOf, sellableQuantity } from "./holdings.ts";
import { entryOrder } from "./orders-of.ts";
import type { SignalBoard } from "./signal-board.ts";

/**
 * What an entry reserves over its notional at the close: the fee, slippage and the way to the next
 * open. A fill that needs more takes it from what is free, and never more than that.
 */
const RESERVE_RATE_UNITS = rateOfBps(200);
/** STR2's size multiplier (STR1) is 1. */
const MULTIPLIER_BPS = 10_000;

type Entry = Extract<Proposal, { readonly action: "enter" }>;
type Wanted = { readonly symbol: string; readonly proposal: Entry };

/** Proposed entries by confidence, highest first, ties by symbol. */
function wantedEntries(board: SignalBoard): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const { symbol, whenFlat } of board.signals) if (whenFlat.action === "enter") wanted.push({ symbol, proposal: whenFlat });
  return wanted.sort((left, right) => right.proposal.confidenceBps - left.proposal.confidenceBps || compareSymbols(left, right));
}

function offsetUnits(offset: number): bigint {
  return quantize(offset, PRICE_SCALE, "half-even");
}

/** Everything that sizes an entry, or undefined where a price or rate of the portfolio is missing. */
function sizingInputOf(
  deliberation: Deliberation,
  of: { readonly instrument: Instrument; readonly account: GateAccount; readonly priceUnits: bigint; readonly proposal: Entry },
): SizingInput | undefined {
  const { instrument, account, priceUnits, proposal } = of;
  const { equityQuoteUnits, pairExposureUnits, quoteExposureUnits, totalExposureUnits, freeQuoteUnits } = account;
  if (equityQuoteUnits === undefined || pairExposureUnits === undefined || quoteExposureUnits === undefined) return undefined;
  if (totalExposureUnits === undefined || freeQuoteUnits === undefined) return undefined;
  const profile = deliberation.input.profile.value;
  return {
    profile,
    instrument,
    priceUnits,
    stopOffsetUnits: offsetUnits(proposal.stopOffset),
    confidenceBps: proposal.confidenceBps,
    multiplierBps: MULTIPLIER_BPS,
    volatilityBps: undefined,
    equityQuoteUnits,
    pairExposureUnits,
    quoteExposureUnits,
    totalExposureUnits,
    freeQuoteUnits,
    reserveRateUnits: profile.sizing === "all" ? 0n : RESERVE_RATE_UNITS,
  };
}

function noteSize(
  deliberation: Deliberation,
  of: { readonly instrument: Instrument; readonly size: Size; readonly equityQuoteUnits: bigint; readonly priceUnits: bigint },
): void {
  const { instrument, size } = of;
  deliberation.facts.push({
    symbol: instrument.symbol,
    code: "SIZED",
    values: [
      ["quantity", formatUnits(size.quantity, instrument.base.scale)],
      ["boundBy", size.boundBy],
      ["price", formatUnits(of.priceUnits, PRICE_SCALE)],
      ["equityQuote", formatUnits(of.equityQuoteUnits, instrument.quote.scale)],
      ["volatilityScaleBps", String(size.volatilityScaleBps)],
      ["volatility", "no 30-day volatility in this snapshot: not scaled"],
    ],
  });
}

function enter(deliberation: Deliberation, instrument: Instrument, proposal: Entry): void {
  const { symbol } = instrument;
  const priceUnits = closeUnitsOf(deliberation.prices.snapshot, symbol);
  const account = buyingAccount(deliberation.prices, deliberation.state, instrument);
  const sizing = priceUnits === undefined ? undefined : sizingInputOf(deliberation, { instrument, account, priceUnits, proposal });
  if (priceUnits === undefined || sizing === undefined) {
    deliberation.refuse({ check: "snapshot_age", code: "RATE_MISSING", symbol, facts: [["symbol", symbol]] });
    return;
  }
  const size = sizeEntry(sizing);
  noteSize(deliberation, { instrument, size, equityQuoteUnits: sizing.equityQuoteUnits, priceUnits });
  const notional = entryNotionalUnits({ instrument, priceUnits, quantity: size.quantity });
  const quoteBudget = sizing.profile.sizing === "all" ? sizing.freeQuoteUnits : undefined;
  const order = entryOrder(deliberation.state, {
    id: deliberation.nextOrderId(),
    instrument,
    quantity: size.quantity,
    reason: proposal.reason,
    createdMs: deliberation.createdMs,
    barVolumeUnits: deliberation.barVolumeUnits(instrument),
    costUnits: quoteBudget ?? notional + applyRate({ amountUnits: notional, rateUnits: RESERVE_RATE_UNITS, mode: "ceil" }),
    quoteBudget,
    stopOffsetUnits: sizing.stopOffsetUnits,
    takeProfitOffsetUnits: proposal.takeProfitOffset === undefined ? undefined : offsetUnits(proposal.takeProfitOffset),
  });
  deliberation.submit({ order, instrument, account, priceUnits });
}

/**
 * Entries, each sized and gated against the state that those before it left. None on an instrument
 * that is held or has an entry on its way, none in downtime, and none before it where the profile wants to be flat in it.
 */
export function decideEntries(deliberation: Deliberation, board: SignalBoard): void {
  if (!board.hasEntry) return;
  for (const { symbol, proposal } of wantedEntries(board)) {
    if (deliberation.phase === "DOWNTIME" || deliberation.isFlatAhead) {
      deliberation.facts.push({ symbol, code: deliberation.phase === "DOWNTIME" ? "WINDOW_DOWNTIME" : "DOWNTIME_AHEAD", values: [] });
      continue;
    }
    const instrument = instrumentOf(deliberation.prices.instruments, symbol);
    if (instrument === undefined) {
      deliberation.refuse({ check: "instrument_tradable", code: "INSTRUMENT_UNKNOWN", symbol, facts: [["symbol", symbol]] });
      continue;
    }
    if (sellableQuantity(positionOf(deliberation.state, symbol), instrument) > 0n) continue;
    if (deliberation.state.orders.some((order) => order.symbol === symbol && order.purpose === "entry")) {
      deliberation.facts.push({ symbol, code: "ORDER_PENDING", values: [["purpose", "entry"]] });
      continue;
    }
    enter(deliberation, instrument, proposal);
  }
}
