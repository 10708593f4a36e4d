/** Checks of the market's condition: what it costs, how it moves, how old its rates are, and whether the trade can be worth it. */
import { PRICE_SCALE } from "../../money/asset.ts";
import { RATE_SCALE } from "../../money/rate.ts";
import { divideRounded, formatUnits, powerOfTen } from "../../numeric/fixed.ts";
import { UNDECLARED } from "../declared.ts";
import { larger } from "../extremes.ts";
import type { GateCosts, GateInput } from "../gate-input.ts";
import type { Hurdle } from "../profile-groups.ts";
import { isHourViolent, isSpreadWide, isSpreadWidened } from "../market-strain.ts";
import { ENTRIES, notApplicable, PASS, refused, undeclared, type Check, type Verdict } from "./check.ts";

const WHOLE_BPS = 10_000n;
/** A basis point at RATE_SCALE. */
const BASIS_POINT = powerOfTen(RATE_SCALE - 4);
const SIDES = 2n;

/** A part of 1 at RATE_SCALE as basis points with two decimals. */
function bpsText(rateUnits: bigint): string {
  return formatUnits(divideRounded(rateUnits, BASIS_POINT / 100n, "floor"), 2);
}

const NO_COSTS: GateCosts = { feeRateUnits: 0n, slippageRateUnits: 0n };

/** Both sides' fee and slippage, the dearer of modelled and own, times the profile's margin. */
function hurdleRateUnits({ feeBps, slippageBps, edgeMultipleBps }: Hurdle, own: GateCosts): bigint {
  const modelled = { fee: BigInt(feeBps) * BASIS_POINT, slippage: BigInt(slippageBps) * BASIS_POINT };
  const fee = larger(own.feeRateUnits, modelled.fee);
  const slippage = larger(own.slippageRateUnits, modelled.slippage);
  return divideRounded(SIDES * (fee + slippage) * BigInt(edgeMultipleBps), WHOLE_BPS, "ceil");
}

function examineEdge(input: GateInput): Verdict {
  const { order, costs, mode, profile } = input;
  if (costs === undefined || (costs === UNDECLARED && mode === "live")) return refused("COSTS_UNKNOWN");
  if (order.edgeRateUnits === undefined) return refused("EDGE_UNKNOWN");
  const hurdle = hurdleRateUnits(profile.hurdle, costs === UNDECLARED ? NO_COSTS : costs);
  if (order.edgeRateUnits >= hurdle) return PASS;
  return refused("EDGE_BELOW_COST", [
    ["edgeBps", bpsText(order.edgeRateUnits)],
    ["costBps", bpsText(hurdle)],
  ]);
}

/** No entry that can't be expected to pay for its round trip (STR5). */
export const expectedEdgeCheck: Check = { name: "expected_edge", appliesTo: ENTRIES, examine: examineEdge };

const NO_QUOTES = notApplicable("spread", "the market declares no quotes");

/** Without quotes the spread that the bars suggest is judged, and flagged as estimated (FEA1); live wants quotes. */
function withoutQuotes(input: GateInput): Verdict {
  const { spreadWidening } = input.market;
  if (spreadWidening === UNDECLARED || input.mode === "live") return undeclared(input, NO_QUOTES, "quotes");
  const limitBps = input.profile.marketLimits.spreadMultipleBps;
  const isWide = isSpreadWidened(spreadWidening, limitBps);
  if (isWide === false) return PASS;
  if (isWide === undefined) return refused("SPREAD_UNKNOWN", [["basis", "estimated"]]);
  return refused("SPREAD_WIDE_ESTIMATED", [
    ["basis", "estimated"],
    ["widening", String(spreadWidening)],
    ["limitBps", String(limitBps)],
  ]);
}

function examineSpread(input: GateInput): Verdict {
  const { spread } = input.market;
  if (spread === UNDECLARED) return withoutQuotes(input);
  const isWide = spread === undefined ? undefined : isSpreadWide(spread, input.profile.marketLimits.spreadMultipleBps);
  if (isWide === undefined) return refused("SPREAD_UNKNOWN");
  if (!isWide) return PASS;
  return refused("SPREAD_WIDE", [
    ["basis", "quoted"],
    ["spreadBps", bpsText(spread?.rateUnits ?? 0n)],
    ["medianBps", bpsText(spread?.medianRateUnits ?? 0n)],
  ]);
}

export const spreadCheck: Check = { name: "spread", appliesTo: ENTRIES, examine: examineSpread };

const NO_VOLATILITY = notApplicable("volatility", "the snapshot carries no volatility");

function examineVolatility(input: GateInput): Verdict {
  const { volatility } = input.market;
  if (volatility === UNDECLARED) return undeclared(input, NO_VOLATILITY, "volatility");
  const isViolent = volatility === undefined ? undefined : isHourViolent(volatility, input.profile.marketLimits.volatilityMultipleBps);
  if (isViolent === undefined) return refused("VOLATILITY_UNKNOWN");
  if (!isViolent) return PASS;
  return refused("VOLATILITY_HIGH", [
    ["hourReturn", String(volatility?.hourReturn)],
    ["monthStdev", String(volatility?.monthStdev)],
  ]);
}

export const volatilityCheck: Check = { name: "volatility", appliesTo: ENTRIES, examine: examineVolatility };

const ONE_ASSET = notApplicable("fx_rate", "the quote is the base currency");

function examineRate({ market, profile }: GateInput): Verdict {
  const { rateAgeBars } = market;
  if (rateAgeBars === "same_asset") return ONE_ASSET;
  if (rateAgeBars === undefined) return refused("RATE_MISSING");
  if (rateAgeBars >= 0 && rateAgeBars <= profile.marketLimits.fxAgeBarsMax) return PASS;
  return refused("RATE_STALE", [
    ["ageBars", String(rateAgeBars)],
    ["limitBars", String(profile.marketLimits.fxAgeBarsMax)],
  ]);
}

/** What an entry is worth in the base currency is only as true as its rate is fresh. */
export const fxRateCheck: Check = { name: "fx_rate", appliesTo: ENTRIES, examine: examineRate };

const NO_REFERENCE = notApplicable("price_collar", "the order's price is the only one that the market declares");

function examineCollar(input: GateInput): Verdict {
  const { market, order, profile } = input;
  const { referenceUnits } = market;
  if (order.priceUnits !== undefined && referenceUnits === UNDECLARED) return undeclared(input, NO_REFERENCE, "quotes");
  if (order.priceUnits === undefined || typeof referenceUnits !== "bigint") return refused("PRICE_MISSING", [["symbol", order.symbol]]);
  const away = larger(order.priceUnits - referenceUnits, referenceUnits - order.priceUnits);
  if (away * WHOLE_BPS <= referenceUnits * BigInt(profile.marketLimits.priceCollarBps)) return PASS;
  return refused("PRICE_OUTSIDE_COLLAR", [
    ["price", formatUnits(order.priceUnits, PRICE_SCALE)],
    ["reference", formatUnits(referenceUnits, PRICE_SCALE)],
    ["limitBps", String(profile.marketLimits.priceCollarBps)],
  ]);
}

/** A price far from the market's is a fault of ours, not a bargain. */
export const priceCollarCheck: Check = { name: "price_collar", appliesTo: ENTRIES, examine: examineCollar };
