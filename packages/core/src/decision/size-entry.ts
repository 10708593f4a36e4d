import type { Instrument } from "../market/instrument.ts";
import { rateBetween, unitsAtRate } from "../ledger/equity.ts";
import { PRICE_SCALE } from "../money/asset.ts";
import { rateOfBps } from "../money/rate.ts";
import { quantize } from "../numeric/fixed.ts";
import { clusterExposure } from "../risk/cluster-exposure.ts";
import { clusterOf } from "../risk/clusters.ts";
import { UNDECLARED } from "../risk/declared.ts";
import type { GateAccount, OtherPosition } from "../risk/gate-input.ts";
import type { SizingInput } from "../risk/sizing.ts";
import type { Deliberation } from "./deliberation.ts";
import { correlationsOf } from "./market-conditions.ts";
import type { Entry } from "./signals.ts";

/**
 * What an entry reserves over its notional at the close: the fee, slippage and the way to the next
 * open. A fill that needs more takes it from what is free, and never more than that.
 */
export const RESERVE_RATE_UNITS = rateOfBps(200);

/** A price difference that a strategy states as a double, in price units. */
export function offsetUnits(offset: number): bigint {
  return quantize(offset, PRICE_SCALE, "half-even");
}

function topTwo(others: readonly OtherPosition[]): bigint {
  const sizes = others.map(({ exposureUnits }) => exposureUnits ?? 0n).sort((left, right) => (left > right ? -1 : 1));
  return (sizes[0] ?? 0n) + (sizes[1] ?? 0n);
}

/**
 * What is held of an instrument's cluster, its own pair included, whatever the profile does with what is
 * correlated: the gate asks the cap of every profile that states one. Undefined where it is not known.
 */
function clusterUnits({ input, prices }: Deliberation, symbol: string, account: GateAccount): bigint | undefined {
  const correlationBps = correlationsOf(prices);
  if (correlationBps === UNDECLARED || correlationBps === undefined) return undefined;
  const { correlationBpsMax } = input.profile.value;
  const held = (account.others ?? []).map((other) => other.symbol);
  return clusterExposure(account, clusterOf({ candidate: symbol, held, correlationBpsMax, correlationBps }).members);
}

/**
 * Everything that sizes an entry, in the order's quote; undefined where a price or a rate of the
 * portfolio is missing.
 */
export function sizingInputOf(
  deliberation: Deliberation,
  of: {
    readonly instrument: Instrument;
    readonly account: GateAccount;
    readonly priceUnits: bigint;
    readonly volatilityBps: SizingInput["volatilityBps"];
    readonly proposal: Entry;
    readonly roomUnits: (equityQuoteUnits: bigint) => bigint | undefined;
  },
): SizingInput | undefined {
  const { instrument, account, priceUnits, volatilityBps, proposal } = of;
  const { equityQuoteUnits, pairExposureUnits, quoteExposureUnits, totalExposureUnits, freeQuoteUnits, others } = account;
  const rate = rateBetween(deliberation.prices, deliberation.state.baseCurrency, instrument.quote.code);
  if (equityQuoteUnits === undefined || pairExposureUnits === undefined || quoteExposureUnits === undefined) return undefined;
  if (totalExposureUnits === undefined || freeQuoteUnits === undefined || rate === undefined) return undefined;
  const profile = deliberation.input.profile.value;
  const cluster = clusterUnits(deliberation, instrument.symbol, account);
  return {
    profile,
    instrument,
    priceUnits,
    stopOffsetUnits: offsetUnits(proposal.stopOffset),
    confidenceBps: proposal.confidenceBps,
    multiplierBps: proposal.multiplierBps,
    volatilityBps,
    rung: deliberation.state.ladder.rung,
    equityQuoteUnits,
    pairExposureUnits: unitsAtRate(pairExposureUnits, rate),
    quoteExposureUnits,
    totalExposureUnits: unitsAtRate(totalExposureUnits, rate),
    clusterExposureUnits: cluster === undefined ? undefined : unitsAtRate(cluster, rate),
    strategyRoomUnits: of.roomUnits(equityQuoteUnits),
    topTwoOthersUnits: unitsAtRate(topTwo(others ?? []), rate),
    freeQuoteUnits,
    reserveRateUnits: profile.sizing === "all" ? 0n : RESERVE_RATE_UNITS,
  };
}
