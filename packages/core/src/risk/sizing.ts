import type { Instrument } from "../market/instrument.ts";
import { PRICE_SCALE, CURRENCY_SCALE } from "../money/asset.ts";
import { notionalUnits, quantityForBudget } from "../money/notional.ts";
import { roundToStep } from "../money/step.ts";
import { divideRounded, powerOfTen, rescale } from "../numeric/fixed.ts";
import { affordableQuantity } from "./affordable.ts";
import { capUnits, pairCapOf, partOf, quoteCapOf } from "./caps.ts";
import { UNDECLARED } from "./declared.ts";
import { exposureFactorBps, riskFactorBps, type Rung } from "./drawdown.ts";
import { larger } from "./extremes.ts";
import type { RiskProfile } from "./profile.ts";

const WHOLE_BPS = 10_000n;
/** Five factors of basis points in one divisor. */
const FIVE_PARTS = WHOLE_BPS ** 5n;
/** The clamp of target volatility ÷ 30-day volatility (RSK3). */
const VOLATILITY_SCALE_BPS_MIN = 2_500;
const VOLATILITY_SCALE_BPS_MAX = 10_000;
/** The largest size multiplier that a strategy has (STR1). */
export const MULTIPLIER_BPS_MAX = 20_000;

/** What an entry is sized by. Everything in the order's quote, so that one price turns it into a quantity. */
export type SizingInput = {
  readonly profile: RiskProfile;
  readonly instrument: Instrument;
  readonly priceUnits: bigint;
  readonly stopOffsetUnits: bigint;
  readonly confidenceBps: number;
  /** The strategy's size multiplier (STR1); STR2's is 1. */
  readonly multiplierBps: number;
  /** 30-day annualised volatility; undeclared, nothing is scaled. */
  readonly volatilityBps: number | typeof UNDECLARED;
  /** Where the account stands on the drawdown ladder. */
  readonly rung: Rung;
  readonly equityQuoteUnits: bigint;
  readonly pairExposureUnits: bigint;
  readonly quoteExposureUnits: bigint;
  readonly totalExposureUnits: bigint;
  /** What is held of the cluster that the instrument belongs to, its own pair included; undefined where no clusters are known. */
  readonly clusterExposureUnits: bigint | undefined;
  /** What is left of the strategy's own budget; undefined where it has none. */
  readonly strategyRoomUnits: bigint | undefined;
  /** The two largest positions in other instruments together. */
  readonly topTwoOthersUnits: bigint;
  readonly freeQuoteUnits: bigint;
  /** Fee, slippage and price margin that a buy reserves over its notional, at RATE_SCALE. */
  readonly reserveRateUnits: bigint;
};

/** What decided the size: the strategy's risk, or the limit that cut it. */
export type SizeBound =
  | "risk_fraction"
  | "stop_risk"
  | "pair_cap"
  | "quote_cap"
  | "total_cap"
  | "cluster_cap"
  | "top_three"
  | "strategy_budget"
  | "free_balance"
  | "all_equity";

export type Size = {
  readonly quantity: bigint;
  readonly boundBy: SizeBound;
  readonly volatilityScaleBps: number;
  /** What the drawdown ladder leaves of the risk fraction. */
  readonly riskFactorBps: number;
};

/** clamp(target ÷ volatility, 0.25, 1) in basis points: 1 where no volatility is declared or nothing moves. */
export function volatilityScaleBps(targetBps: number, volatilityBps: SizingInput["volatilityBps"]): number {
  if (volatilityBps === UNDECLARED) return VOLATILITY_SCALE_BPS_MAX;
  // A market that stands still makes this infinite, which the clamp below takes for whole.
  const scale = Math.floor((targetBps * Number(WHOLE_BPS)) / volatilityBps);
  return Math.max(VOLATILITY_SCALE_BPS_MIN, Math.min(VOLATILITY_SCALE_BPS_MAX, scale));
}

type Bound = { readonly quantity: bigint; readonly boundBy: SizeBound };

function lowest(bounds: readonly Bound[]): Bound {
  return bounds.reduce((least, bound) => (bound.quantity < least.quantity ? bound : least));
}

function quantityOfNotional(input: SizingInput, budgetUnits: bigint): bigint {
  return quantityForBudget({
    budgetUnits: larger(budgetUnits, 0n),
    priceUnits: input.priceUnits,
    feeRateUnits: 0n,
    pair: input.instrument,
  });
}

/** RSK3's base position: equity × risk fraction × what the ladder leaves of it × volatility scale × multiplier × confidence. */
function byRiskFraction(input: SizingInput, scaleBps: number): Bound {
  const { profile, rung, multiplierBps, confidenceBps } = input;
  const fraction = BigInt(profile.riskFractionBps) * BigInt(riskFactorBps(profile, rung));
  const product = fraction * BigInt(scaleBps) * BigInt(multiplierBps) * BigInt(confidenceBps);
  const notional = divideRounded(input.equityQuoteUnits * product, FIVE_PARTS, "floor");
  return { quantity: quantityOfNotional(input, notional), boundBy: "risk_fraction" };
}

/** What the stop may lose: equity × risk per trade ÷ (multiple × ATR). A stop at no distance bounds nothing, and the gate refuses it. */
function byStopRisk(input: SizingInput): readonly Bound[] {
  if (input.stopOffsetUnits === 0n) return [];
  const riskUnits = partOf(input.equityQuoteUnits, input.profile.riskPerTradeBps);
  const factor = powerOfTen(PRICE_SCALE + input.instrument.base.scale - input.instrument.quote.scale);
  return [{ quantity: divideRounded(riskUnits * factor, input.stopOffsetUnits, "floor"), boundBy: "stop_risk" }];
}

/** What a limit leaves of a notional; undefined where it limits nothing. */
type Room = { readonly roomUnits: bigint | undefined; readonly boundBy: SizeBound };

function roomIn(limit: bigint | undefined, held: bigint | undefined): bigint | undefined {
  return limit === undefined || held === undefined ? undefined : limit - held;
}

/** The three largest may grow to their part of portfolio value; what the two others hold of it is gone. */
function roomOfTopThree({ profile, equityQuoteUnits, topTwoOthersUnits, pairExposureUnits }: SizingInput): bigint | undefined {
  if (profile.topThreeBpsMax === undefined) return undefined;
  return partOf(equityQuoteUnits, profile.topThreeBpsMax) - topTwoOthersUnits - pairExposureUnits;
}

function roomsOf(input: SizingInput): readonly Room[] {
  const { profile, instrument } = input;
  const value = { equityUnits: input.equityQuoteUnits, scale: instrument.quote.scale };
  const total = capUnits(profile.totalCap, value);
  const reduced = total === undefined ? undefined : partOf(total, exposureFactorBps(profile, input.rung));
  return [
    { roomUnits: roomIn(capUnits(pairCapOf(profile, instrument.symbol), value), input.pairExposureUnits), boundBy: "pair_cap" },
    { roomUnits: roomIn(capUnits(quoteCapOf(profile, instrument.quote.code), value), input.quoteExposureUnits), boundBy: "quote_cap" },
    { roomUnits: roomIn(reduced, input.totalExposureUnits), boundBy: "total_cap" },
    { roomUnits: roomIn(capUnits(profile.clusterCap, value), input.clusterExposureUnits), boundBy: "cluster_cap" },
    { roomUnits: input.strategyRoomUnits, boundBy: "strategy_budget" },
    { roomUnits: roomOfTopThree(input), boundBy: "top_three" },
  ];
}

/** The least of what is wanted and what each limit leaves; of equals the first. */
function withinCaps(input: SizingInput, wanted: Bound): Bound {
  let least = wanted;
  let leastRoom: bigint | undefined;
  for (const { roomUnits, boundBy } of roomsOf(input)) {
    // At one price no more room buys less: only less of it is worth a division.
    if (roomUnits === undefined || (leastRoom !== undefined && roomUnits >= leastRoom)) continue;
    leastRoom = roomUnits;
    const quantity = quantityOfNotional(input, roomUnits);
    if (quantity < least.quantity) least = { quantity, boundBy };
  }
  return least;
}

function byFreeBalance(input: SizingInput): Bound {
  const { priceUnits, reserveRateUnits, instrument } = input;
  return {
    quantity: affordableQuantity({
      budgetUnits: larger(input.freeQuoteUnits, 0n),
      priceUnits,
      feeRateUnits: reserveRateUnits,
      pair: instrument,
    }),
    boundBy: "free_balance",
  };
}

/** The least quantity that venue and profile let be bought, or sold as a part of a position, at this price. */
export function leastQuantity({ instrument, profile, priceUnits }: Pick<SizingInput, "instrument" | "profile" | "priceUnits">): bigint {
  const profileMin = rescale(profile.minTradeUnits, CURRENCY_SCALE, instrument.quote.scale, "ceil");
  const notionalMin = larger(profileMin, instrument.notionalMinUnits);
  const factor = powerOfTen(PRICE_SCALE + instrument.base.scale - instrument.quote.scale);
  const ofNotional = divideRounded(notionalMin * factor, priceUnits, "ceil");
  return larger(ofNotional, instrument.quantityMinUnits);
}

/**
 * The size of an entry (RSK3) in exact integers: the risk fraction, bounded by what the stop may
 * lose, then every cap and the free balance, then the lot.
 *
 * Where a cap leaves less than the smallest order, the size before the caps is returned with the
 * cap's name: the gate then refuses it and can say which limit it would have broken, by how much.
 * The gate asks every cap again, so that size is never sent.
 */
export function sizeEntry(input: SizingInput): Size {
  const { profile, instrument } = input;
  const toLot = (bound: Bound): Bound => ({
    ...bound,
    quantity: roundToStep({ units: bound.quantity, stepUnits: instrument.lotUnits, mode: "floor" }),
  });
  if (profile.sizing === "all") {
    const whole = VOLATILITY_SCALE_BPS_MAX;
    return { ...toLot(byFreeBalance(input)), boundBy: "all_equity", volatilityScaleBps: whole, riskFactorBps: whole };
  }
  const scales = {
    volatilityScaleBps: volatilityScaleBps(profile.targetVolatilityBps, input.volatilityBps),
    riskFactorBps: riskFactorBps(profile, input.rung),
  };
  const wanted = toLot(lowest([byRiskFraction(input, scales.volatilityScaleBps), ...byStopRisk(input)]));
  const capped = toLot(lowest([withinCaps(input, wanted), byFreeBalance(input)]));
  const isTooSmall = capped.quantity === 0n || capped.quantity < leastQuantity(input);
  return isTooSmall ? { quantity: wanted.quantity, boundBy: capped.boundBy, ...scales } : { ...capped, ...scales };
}

/** Notional of a buy in quote units, rounded up: what is paid. */
export function entryNotionalUnits(of: {
  readonly instrument: Instrument;
  readonly priceUnits: bigint;
  readonly quantity: bigint;
}): bigint {
  return notionalUnits({ priceUnits: of.priceUnits, quantity: of.quantity, pair: of.instrument, mode: "ceil" });
}
