import { benchmarkOf } from "../features/benchmark.ts";
import { isPanelMarketFeature } from "../features/market-features.ts";
import type { MarketValues } from "../market/snapshot.ts";
import { REGIME_VALUE_NAMES, regimeValues } from "./regime.ts";
import { RegimeTracker } from "./regime-tracker.ts";

/** What the regime is read from, of the benchmark, on hourly bars (REG1). */
const SIGN_FEATURES = { volatility: "vol:720", ema: "ema:50", emaDayAgo: "ema:50@-24", return24h: "return:24" } as const;

/** The features of the benchmark that the regime is read from. */
export const REGIME_FEATURE_NAMES: readonly string[] = Object.values(SIGN_FEATURES);

/** The features of a close as they are computed: of the benchmark by their place, of the market in the panel's order. */
export type MarketClose = {
  readonly benchmark: (feature: number) => number | undefined;
  readonly market: readonly (number | undefined)[];
};

/** Which instruments a lineage holds, and what it computes of them and of the market. */
export type LineageSpec = {
  readonly universe: readonly string[];
  readonly featureNames: readonly string[];
  readonly marketFeatureNames: readonly string[];
  readonly timeframeMs: number;
};

/** What a lineage seals of the market as a whole: the panel's values, and the regime, which is read along it. */
export class MarketTrack {
  /** The names that the panel computes, in its order. */
  readonly panelNames: readonly string[];
  /** Which instrument the market's signs are read from. */
  readonly benchmarkIndex: number;
  readonly #names: readonly string[];
  /** Where each name's value stands among the panel's values with those of the regime behind them. */
  readonly #places: readonly number[];
  readonly #signs: Readonly<Record<keyof typeof SIGN_FEATURES, number>>;
  readonly #regime: RegimeTracker | undefined;

  /** A lineage that asks for a value which nobody computes, or lacks what one is read from, is a broken invariant. */
  constructor({ universe, featureNames, marketFeatureNames, timeframeMs }: LineageSpec) {
    const regimeNames: readonly string[] = REGIME_VALUE_NAMES;
    const hasRegime = marketFeatureNames.some((name) => regimeNames.includes(name));
    const place = (name: string): number => {
      const index = featureNames.indexOf(name);
      if (index < 0 && hasRegime) throw new RangeError(`the regime is read from ${name}, which the lineage does not compute`);
      return index;
    };
    this.#names = marketFeatureNames;
    this.panelNames = marketFeatureNames.filter(isPanelMarketFeature);
    const unknown = marketFeatureNames.find((name) => !this.panelNames.includes(name) && !regimeNames.includes(name));
    if (unknown !== undefined) throw new RangeError(`nobody computes the market value ${unknown}`);
    const computed = [...this.panelNames, ...regimeNames];
    this.#places = marketFeatureNames.map((name) => computed.indexOf(name));
    this.benchmarkIndex = universe.indexOf(benchmarkOf(universe));
    this.#signs = {
      volatility: place(SIGN_FEATURES.volatility),
      ema: place(SIGN_FEATURES.ema),
      emaDayAgo: place(SIGN_FEATURES.emaDayAgo),
      return24h: place(SIGN_FEATURES.return24h),
    };
    this.#regime = hasRegime ? new RegimeTracker(timeframeMs) : undefined;
  }

  /** The values of the next close; undefined where the lineage seals none. */
  push({ benchmark, market }: MarketClose): MarketValues | undefined {
    if (this.#names.length === 0) return undefined;
    const reading = this.#regime?.push({
      volatility: benchmark(this.#signs.volatility),
      ema: benchmark(this.#signs.ema),
      emaDayAgo: benchmark(this.#signs.emaDayAgo),
      return24h: benchmark(this.#signs.return24h),
    });
    const ofRegime = regimeValues(reading);
    const valueAt = (place: number): number | undefined => (place < market.length ? market[place] : ofRegime[place - market.length]);
    return { names: this.#names, values: this.#places.map(valueAt) };
  }
}
