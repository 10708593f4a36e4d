import { closeUnitsOf } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { applyRate } from "../money/rate.ts";
import { formatUnits } from "../numeric/fixed.ts";
import { UNDECLARED, type Declared } from "../risk/declared.ts";
import { entryNotionalUnits, sizeEntry, type Size, type SizingInput } from "../risk/sizing.ts";
import type { CampaignRun } from "./campaign-run.ts";
import type { Deliberation } from "./deliberation.ts";
import { buyingAccount } from "./gate-view.ts";
import { instrumentAt } from "./holdings.ts";
import { volatilityBpsOf } from "./market-conditions.ts";
import { entryOrder } from "./orders-of.ts";
import { inTurn, type GovernedMarket, type Signals, type WantedEntry } from "./signals.ts";
import { offsetUnits, RESERVE_RATE_UNITS, sizingInputOf } from "./size-entry.ts";
import { strategyRoomUnits } from "./strategy-budget.ts";

/** Where campaigns run: them and the market they are decided by. */
type Governed = { readonly campaigns: CampaignRun; readonly market: GovernedMarket };

function volatilityWords({ volatilityBps }: SizingInput): string {
  return volatilityBps === UNDECLARED ? "no 30-day volatility in this snapshot: not scaled" : `${volatilityBps} bps a year`;
}

function noteSize(deliberation: Deliberation, of: { readonly sizing: SizingInput; readonly size: Size }): void {
  if (!deliberation.isNoting) return;
  const { sizing, size } = of;
  const { instrument } = sizing;
  deliberation.facts.push({
    symbol: instrument.symbol,
    code: "SIZED",
    values: [
      ["quantity", formatUnits(size.quantity, instrument.base.scale)],
      ["boundBy", size.boundBy],
      ["price", formatUnits(sizing.priceUnits, PRICE_SCALE)],
      ["equityQuote", formatUnits(sizing.equityQuoteUnits, instrument.quote.scale)],
      ["volatilityScaleBps", String(size.volatilityScaleBps)],
      ["riskFactorBps", String(size.riskFactorBps)],
      ["volatility", volatilityWords(sizing)],
    ],
  });
}

/** What an entry's size is scaled by; an account that buys with all it has asks for none. */
function scalingVolatility({ input, prices }: Deliberation, symbol: string): Declared<number> {
  return input.profile.value.sizing === "all" ? UNDECLARED : volatilityBpsOf(prices, symbol);
}

/** What a buy of a notional reserves, with the way to its fill. */
function reservedUnits(notionalUnits: bigint): bigint {
  return notionalUnits + applyRate({ amountUnits: notionalUnits, rateUnits: RESERVE_RATE_UNITS, mode: "ceil" });
}

/** An entry, sized and through the gate; whether it was let through. */
function enter(deliberation: Deliberation, instrument: Instrument, wanted: WantedEntry, governed: Governed | undefined): boolean {
  const { symbol, proposal } = wanted;
  const priceUnits = closeUnitsOf(deliberation.prices.snapshot, symbol);
  const account = buyingAccount(deliberation, instrument);
  const roomUnits = (equityQuoteUnits: bigint): bigint | undefined =>
    governed === undefined
      ? undefined
      : strategyRoomUnits(deliberation, governed.market, {
          campaigns: governed.campaigns.campaigns,
          strategy: wanted.strategy,
          instrument,
          equityQuoteUnits,
        });
  const volatilityBps = scalingVolatility(deliberation, symbol);
  if (volatilityBps === undefined) {
    deliberation.refuse({ check: "volatility", code: "VOLATILITY_UNKNOWN", symbol, facts: [["symbol", symbol]] });
    return false;
  }
  const sizing =
    priceUnits === undefined
      ? undefined
      : sizingInputOf(deliberation, { instrument, account, priceUnits, volatilityBps, proposal, roomUnits });
  if (priceUnits === undefined || sizing === undefined) {
    deliberation.refuse({ check: "snapshot_age", code: "RATE_MISSING", symbol, facts: [["symbol", symbol]] });
    return false;
  }
  const size = sizeEntry(sizing);
  noteSize(deliberation, { sizing, size });
  const quantity = wanted.quantityMax !== undefined && wanted.quantityMax < size.quantity ? wanted.quantityMax : size.quantity;
  const quoteBudget = sizing.profile.sizing === "all" ? sizing.freeQuoteUnits : undefined;
  const order = entryOrder(deliberation.state, {
    id: deliberation.nextOrderId(),
    instrument,
    quantity,
    reason: proposal.reason,
    createdMs: deliberation.createdMs,
    barVolumeUnits: deliberation.barVolumeUnits(instrument),
    costUnits: quoteBudget ?? reservedUnits(entryNotionalUnits({ instrument, priceUnits, quantity })),
    quoteBudget,
    stopOffsetUnits: sizing.stopOffsetUnits,
    takeProfitOffsetUnits: proposal.takeProfitOffset === undefined ? undefined : offsetUnits(proposal.takeProfitOffset),
  });
  return deliberation.submit({ order, instrument, account, priceUnits, edge: proposal.edge });
}

/** Whether nothing may be bought now whatever a strategy wants; the fact that says so is left behind. */
function isClosed(deliberation: Deliberation, symbol: string): boolean {
  const { phase, isFlatAhead } = deliberation;
  if (phase !== "DOWNTIME" && !isFlatAhead) return false;
  deliberation.facts.push({ symbol, code: phase === "DOWNTIME" ? "WINDOW_DOWNTIME" : "DOWNTIME_AHEAD", values: [] });
  return true;
}

function isEntryPending(deliberation: Deliberation, symbol: string): boolean {
  if (!deliberation.state.orders.some((order) => order.symbol === symbol && order.purpose === "entry")) return false;
  deliberation.facts.push({ symbol, code: "ORDER_PENDING", values: [["purpose", "entry"]] });
  return true;
}

/** The steps of a campaign around a wanted entry: a setup is seen before it is entered, and stays armed where the gate refuses. */
function enterCampaign(deliberation: Deliberation, instrument: Instrument, wanted: WantedEntry, governed: Governed): void {
  const { campaigns } = governed;
  const { symbol, strategy, proposal } = wanted;
  const { reason } = proposal;
  const markUnits = closeUnitsOf(deliberation.prices.snapshot, symbol);
  const before = campaigns.campaignOf(symbol);
  if (before === undefined) campaigns.step(symbol, "setup_seen", { reason, strategy });
  if (!enter(deliberation, instrument, wanted, governed)) return;
  campaigns.step(symbol, before?.state === "holding" ? "reentry_decided" : "entry_decided", { reason, strategy, markUnits });
}

/** Whether an account that holds an instrument may buy more of it: only where its campaign is at rest and asked for it. */
function mayAdd(wanted: WantedEntry, governed: Governed | undefined): boolean {
  return wanted.isAddition && governed?.campaigns.campaignOf(wanted.symbol)?.state === "holding";
}

/** New entries and the re-entries of campaigns, by confidence, highest first, ties by symbol. */
function wantedEntries(signals: Signals, campaigns: CampaignRun | undefined): readonly WantedEntry[] {
  const additions = campaigns?.additions() ?? [];
  if (additions.length === 0) return signals.entries;
  return inTurn([...additions, ...signals.entries]);
}

/**
 * Entries, each sized and gated against the state that those before it left. None on an instrument
 * that is held, unless its campaign adds to it, or has an entry on its way; none in downtime, and
 * none before it where the profile wants to be flat in it.
 */
export function decideEntries(deliberation: Deliberation, signals: Signals, campaigns: CampaignRun | undefined): void {
  const governed = campaigns === undefined || signals.governed === undefined ? undefined : { campaigns, market: signals.governed };
  const wantedNow = wantedEntries(signals, campaigns);
  campaigns?.dropLostSetups((symbol) => wantedNow.some((wanted) => wanted.symbol === symbol));
  for (const wanted of wantedNow) {
    const { symbol } = wanted;
    if (isClosed(deliberation, symbol)) continue;
    const instrument = instrumentAt(deliberation.prices, symbol);
    if (instrument === undefined) {
      deliberation.refuse({ check: "instrument_tradable", code: "INSTRUMENT_UNKNOWN", symbol, facts: [["symbol", symbol]] });
      continue;
    }
    const isHeld = deliberation.sellableQuantity(instrument) > 0n;
    if ((isHeld && !mayAdd(wanted, governed)) || isEntryPending(deliberation, symbol)) continue;
    if (governed === undefined) enter(deliberation, instrument, wanted, undefined);
    else enterCampaign(deliberation, instrument, wanted, governed);
  }
}
