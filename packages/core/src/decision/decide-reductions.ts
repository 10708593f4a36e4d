import { closeUnitsOf } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { roundToStep } from "../money/step.ts";
import { CURRENCY_SCALE } from "../money/asset.ts";
import { partOf } from "../risk/caps.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { excessToReduce, type HeldPosition } from "../risk/reduction.ts";
import { leastQuantity } from "../risk/sizing.ts";
import type { CampaignRun } from "./campaign-run.ts";
import type { Deliberation } from "./deliberation.ts";
import { sellingAccount } from "./gate-view.ts";
import { instrumentAt } from "./holdings.ts";
import { exitOrder } from "./orders-of.ts";

type Sale = { readonly instrument: Instrument; readonly quantity: bigint; readonly reason: string };

/** A position with a sale on its way is left to it. */
function isBeingSold(deliberation: Deliberation, symbol: string): boolean {
  const { orders } = deliberation.state;
  return orders.some((order) => order.symbol === symbol && (order.purpose === "exit" || order.purpose === "reduction"));
}

/** A part of a position at the market, through the gate; whether it was let through. */
function sellPart(deliberation: Deliberation, { instrument, quantity, reason }: Sale): boolean {
  const order = exitOrder(deliberation.state, {
    id: deliberation.nextOrderId(),
    instrument,
    quantity,
    reason,
    purpose: "reduction",
    createdMs: deliberation.createdMs,
    barVolumeUnits: deliberation.barVolumeUnits(instrument),
  });
  const priceUnits = closeUnitsOf(deliberation.prices.snapshot, instrument.symbol);
  return deliberation.submit({ order, instrument, account: sellingAccount(deliberation.state, instrument), priceUnits });
}

function heldPositions(deliberation: Deliberation): readonly HeldPosition[] {
  const { prices } = deliberation;
  return deliberation.exposures.flatMap(({ symbol, exposureUnits }): readonly HeldPosition[] => {
    const instrument = instrumentAt(prices, symbol);
    if (instrument === undefined || exposureUnits === undefined || isBeingSold(deliberation, symbol)) return [];
    const quantity = deliberation.sellableQuantity(instrument);
    if (quantity === 0n) return [];
    return [{ symbol, quantity, exposureUnits, lotUnits: instrument.lotUnits, quantityMinUnits: instrument.quantityMinUnits }];
  });
}

/** On the second rung of the ladder what is above the reduced exposure cap is sold (RSK3). */
function reduceExcess(deliberation: Deliberation, campaigns: CampaignRun | undefined): void {
  const { state, prices, input, equity } = deliberation;
  if (state.ladder.rung < 2 || equity.missing.length > 0) return;
  const reductions = excessToReduce({
    profile: input.profile.value,
    rung: state.ladder.rung,
    equityUnits: equity.units,
    scale: CURRENCY_SCALE,
    positions: heldPositions(deliberation),
  });
  for (const { symbol, quantity } of reductions) {
    const instrument = instrumentAt(prices, symbol);
    if (instrument === undefined) continue;
    const isSold = sellPart(deliberation, { instrument, quantity, reason: "DRAWDOWN_EXCESS" });
    if (isSold && campaigns?.campaignOf(symbol)?.state === "holding")
      campaigns.step(symbol, "derisk_decided", { reason: "DRAWDOWN_EXCESS", markUnits: closeUnitsOf(prices.snapshot, symbol) });
  }
}

/** What is wanted of a position: a part of what is held, at the close that is decided on. */
type Part = { readonly instrument: Instrument; readonly heldUnits: bigint; readonly saleBps: number; readonly priceUnits: bigint };

/** The part in lots; undefined where it is worth less than venue and profile trade, or what is left could not be sold. */
function partQuantity(profile: RiskProfile, { instrument, heldUnits, saleBps, priceUnits }: Part): bigint | undefined {
  const quantity = roundToStep({ units: partOf(heldUnits, saleBps), stepUnits: instrument.lotUnits, mode: "floor" });
  const isWorthIt = quantity > 0n && quantity >= leastQuantity({ instrument, profile, priceUnits });
  return isWorthIt && heldUnits - quantity >= instrument.quantityMinUnits ? quantity : undefined;
}

/** Partial sales that campaigns want: harvests, de-riskings and hedges. */
function reduceByCampaigns(deliberation: Deliberation, campaigns: CampaignRun): void {
  const { prices } = deliberation;
  for (const { symbol } of deliberation.state.positions) {
    const act = campaigns.actOf(symbol);
    const instrument = instrumentAt(prices, symbol);
    const markUnits = closeUnitsOf(prices.snapshot, symbol);
    if (instrument === undefined || isBeingSold(deliberation, symbol)) continue;
    if (act?.act === "hold") deliberation.facts.push({ symbol, code: act.reason, values: act.values });
    if ((act?.act !== "harvest" && act?.act !== "derisk") || markUnits === undefined) continue;
    const part = { instrument, heldUnits: deliberation.sellableQuantity(instrument), saleBps: act.saleBps, priceUnits: markUnits };
    const quantity = partQuantity(deliberation.input.profile.value, part);
    deliberation.facts.push({ symbol, code: act.reason, values: act.values });
    if (quantity === undefined) {
      deliberation.facts.push({ symbol, code: "PART_TOO_SMALL", values: [["saleBps", String(act.saleBps)]] });
      continue;
    }
    const event = act.act === "harvest" ? "harvest_decided" : "derisk_decided";
    if (sellPart(deliberation, { instrument, quantity, reason: act.reason }))
      campaigns.step(symbol, event, { reason: act.reason, markUnits });
  }
}

/** Sales of parts: what the drawdown ladder demands, then what campaigns want; those are silent in downtime and in a halt. */
export function decideReductions(deliberation: Deliberation, campaigns: CampaignRun | undefined): void {
  reduceExcess(deliberation, campaigns);
  const isSilent = deliberation.phase === "DOWNTIME" || deliberation.isHalt;
  if (campaigns !== undefined && !isSilent) reduceByCampaigns(deliberation, campaigns);
}
