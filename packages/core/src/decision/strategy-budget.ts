import type { Campaign } from "../campaign/campaign.ts";
import { rateBetween, unitsAtRate } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { CURRENCY_SCALE } from "../money/asset.ts";
import { divideRounded, rescale } from "../numeric/fixed.ts";
import { capUnits, partOf } from "../risk/caps.ts";
import type { OtherPosition } from "../risk/gate-input.ts";
import type { RiskProfile } from "../risk/profile.ts";
import type { Deliberation } from "./deliberation.ts";
import type { GovernedMarket } from "./signals.ts";

const ALLOCATOR = "stable-allocator";

function heldBy(campaigns: readonly Campaign[], strategy: string, exposures: readonly OtherPosition[]): bigint | undefined {
  let sum = 0n;
  for (const { symbol, exposureUnits } of exposures) {
    if (!campaigns.some((campaign) => campaign.symbol === symbol && campaign.strategy === strategy)) continue;
    if (exposureUnits === undefined) return undefined;
    sum += exposureUnits;
  }
  return sum;
}

/** The allocator buys in equal parts of its budget, none below what the profile trades at all. */
function trancheUnits(
  governed: GovernedMarket,
  profile: RiskProfile,
  of: { readonly budgetUnits: bigint; readonly scale: number },
): bigint {
  const tranches = BigInt(governed.parameters.allocatorTranches);
  const equal = divideRounded(of.budgetUnits, tranches, "floor");
  const least = rescale(profile.minTradeUnits, CURRENCY_SCALE, of.scale, "ceil");
  return equal > least ? equal : least;
}

/**
 * What a strategy may still buy, in the instrument's quote: its share of what the regime leaves of the
 * exposure cap (STR1), less what its campaigns hold already. 0 where it is not chosen, or where a rate
 * or a price is missing.
 */
export function strategyRoomUnits(
  deliberation: Deliberation,
  governed: GovernedMarket,
  of: {
    readonly campaigns: readonly Campaign[];
    readonly strategy: string;
    readonly instrument: Instrument;
    readonly equityQuoteUnits: bigint;
  },
): bigint {
  const { campaigns, strategy, instrument, equityQuoteUnits } = of;
  const { prices, input, state } = deliberation;
  const profile = input.profile.value;
  const shareBps = governed.selection.choices.find((choice) => choice.strategy === strategy)?.shareBps ?? 0;
  const capTotal = capUnits(profile.totalCap, { equityUnits: equityQuoteUnits, scale: instrument.quote.scale }) ?? equityQuoteUnits;
  const budgetUnits = partOf(partOf(capTotal, governed.selection.budgetBps), shareBps);
  const held = heldBy(campaigns, strategy, deliberation.exposures);
  const rate = rateBetween(prices, state.baseCurrency, instrument.quote.code);
  if (held === undefined || rate === undefined) return 0n;
  const room = budgetUnits - unitsAtRate(held, rate);
  if (strategy !== ALLOCATOR) return room;
  const tranche = trancheUnits(governed, profile, { budgetUnits, scale: instrument.quote.scale });
  return room < tranche ? room : tranche;
}
