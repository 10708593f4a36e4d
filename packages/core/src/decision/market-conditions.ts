import { hourStdevOf, riskFeaturesOf, type RiskFeatures } from "../features/risk-features.ts";
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
  if (snapshot.correlationsBps === undefined && snapshot.pairsBps === undefined) return UNDECLARED;
  return (left, right) => correlationBpsOf(snapshot, left, right);
}

/** What the market offers the gate beside its bars at the close that is decided on, read for the check that asks. */
export class MarketAtGate implements GateMarket {
  /** Bars tell no quoted spread: it is undeclared until a snapshot carries quotes, and the estimate stands in. */
  readonly spread = UNDECLARED;
  /** The order is priced by the close, and bars have no second price to hold it against. */
  readonly referenceUnits = UNDECLARED;
  readonly #prices: Prices;
  readonly #pair: Instrument;
  readonly #baseCurrency: string;
  readonly #instrument: SnapshotInstrument | undefined;

  constructor(prices: Prices, of: { readonly instrument: Instrument; readonly baseCurrency: string }) {
    this.#prices = prices;
    this.#pair = of.instrument;
    this.#baseCurrency = of.baseCurrency;
    this.#instrument = instrumentIn(prices.snapshot, of.instrument.symbol);
  }

  #feature(name: string | undefined): Declared<number> {
    const { featureNames } = this.#prices.snapshot;
    return declaredFeature({ instrument: this.#instrument, featureNames, name });
  }

  get #names(): RiskFeatures {
    return riskFeaturesOf(this.#prices.snapshot.timeframeMs);
  }

  get rateAgeBars(): GateMarket["rateAgeBars"] {
    const { quote } = this.#pair;
    if (quote.code === this.#baseCurrency) return "same_asset";
    return rateBetween(this.#prices, quote.code, this.#baseCurrency) === undefined ? undefined : 0;
  }

  get spreadWidening(): Declared<number> {
    return this.#feature(this.#names.spreadWidening);
  }

  get volatility(): GateMarket["volatility"] {
    const names = this.#names;
    const hourReturn = this.#feature(names.hourReturn);
    const barStdev = this.#feature(names.monthStdev);
    if (hourReturn === UNDECLARED || barStdev === UNDECLARED) return UNDECLARED;
    return { hourReturn, monthStdev: hourStdevOf(barStdev, this.#prices.snapshot.timeframeMs) };
  }

  get correlationBps(): Declared<CorrelationOf> {
    return correlationsOf(this.#prices);
  }
}
