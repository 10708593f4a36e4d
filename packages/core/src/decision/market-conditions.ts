import { hourStdevOf, riskFeaturesOf } from "../features/risk-features.ts";
import { featureAt } from "../features/tile-instrument.ts";
import { rateBetween, type Prices } from "../ledger/equity.ts";
import type { Instrument } from "../market/instrument.ts";
import { correlationBpsOf, instrumentIn } from "../market/snapshot-lookup.ts";
import type { SnapshotInstrument } from "../market/snapshot.ts";
import { UNDECLARED, type Declared } from "../risk/declared.ts";
import type { CorrelationOf } from "../risk/clusters.ts";
import type { GateMarket } from "../risk/gate-input.ts";
import { quantizeToNumber } from "../numeric/fixed.ts";

/** Percent to basis points. */
const PERCENT_DIGITS = 2;

/** A feature that a lineage may carry or not. */
function declaredFeature(of: {
  readonly instrument: SnapshotInstrument | undefined;
  readonly featureNames: readonly string[];
  readonly name: string | undefined;
}): Declared<number> {
  const index = of.name === undefined ? -1 : of.featureNames.indexOf(of.name);
  if (index < 0) return UNDECLARED;
  return of.instrument === undefined ? undefined : featureAt(of.instrument, index);
}

/** An instrument's 30-day volatility, annualised, in basis points. */
export function volatilityBpsOf({ snapshot }: Prices, symbol: string): Declared<number> {
  const instrument = instrumentIn(snapshot, symbol);
  const name = riskFeaturesOf(snapshot.timeframeMs).monthVolatility;
  const percent = declaredFeature({ instrument, featureNames: snapshot.featureNames, name });
  return typeof percent === "number" ? quantizeToNumber(percent, PERCENT_DIGITS, "ceil") : percent;
}

/** Correlations between the symbols of a snapshot, where it carries them. */
export function correlationsOf({ snapshot }: Prices): Declared<CorrelationOf> {
  if (snapshot.correlationsBps === undefined) return UNDECLARED;
  return (left, right) => correlationBpsOf(snapshot, left, right);
}

/** What the market offers the gate beside its bars at the close that is decided on. */
export function marketConditions(
  prices: Prices,
  of: { readonly instrument: Instrument; readonly priceUnits: bigint | undefined; readonly baseCurrency: string },
): GateMarket {
  const { snapshot } = prices;
  const { featureNames } = snapshot;
  const names = riskFeaturesOf(snapshot.timeframeMs);
  const { symbol, quote } = of.instrument;
  const instrument = instrumentIn(snapshot, symbol);
  const hourReturn = declaredFeature({ instrument, featureNames, name: names.hourReturn });
  const barStdev = declaredFeature({ instrument, featureNames, name: names.monthStdev });
  const rateAgeBars = rateBetween(prices, quote.code, of.baseCurrency) === undefined ? undefined : 0;
  return {
    referenceUnits: of.priceUnits,
    rateAgeBars: quote.code === of.baseCurrency ? "same_asset" : rateAgeBars,
    // Bars tell no quoted spread: it is undeclared until a snapshot carries quotes, and the estimate stands in.
    spread: UNDECLARED,
    spreadWidening: declaredFeature({ instrument, featureNames, name: names.spreadWidening }),
    volatility:
      hourReturn === UNDECLARED || barStdev === UNDECLARED
        ? UNDECLARED
        : { hourReturn, monthStdev: hourStdevOf(barStdev, snapshot.timeframeMs) },
    correlationBps: correlationsOf(prices),
  };
}
