import { chosenFillModel, type BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { makeDecide, makeWeigh } from "@ballast/core/decision/make-decide";
import type { Weigh } from "@ballast/core/decision/decide-types";
import type { Walk } from "@ballast/core/decision/walk-book";
import { asReferenceInstrument } from "@ballast/core/execution/reference-venue";
import type { BarColumns } from "@ballast/core/market/bar";
import { encodeInstruments, type Instrument } from "@ballast/core/market/instrument";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { HASH_BYTES, type Sha256 } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { encodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { DAY_MS } from "@ballast/core/time/timeframe";

/** Bars of some instruments in memory, whatever they came from. */
export type BacktestMarket = {
  readonly timeframeMs: number;
  /** Every instrument that is traded or priced by, in symbol order. */
  readonly instruments: readonly Instrument[];
  readonly bars: ReadonlyMap<string, BarColumns>;
};

/** What a backtest runs with. */
export type BacktestTerms = {
  readonly settings: StrategySettings;
  readonly profile: RiskProfile;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly feeBps: number;
  readonly slippageBps: number;
  readonly fillModel: BarFillModelSpec | undefined;
  readonly seed: string;
  /** Bars that open in [fromMs, toMs) are decided on; undefined: from the first, up to the last. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /** Bars between a close and the close at which the strategy sees it: 0, but for a test of what lateness costs. */
  readonly barsLate: number;
};

/** Nothing of a backtest is kept, so its keys name nothing; they are part of the ids that slippage is drawn by. */
const KEYS = { accountKey: "backtest", runKey: "backtest" } as const;

/** What a walk of these terms trades: under the reference profile without steps and minimums. */
export function tradedInstruments({ instruments }: BacktestMarket, { profile }: BacktestTerms): readonly Instrument[] {
  return profile.kind === "reference" ? instruments.map(asReferenceInstrument) : instruments;
}

/** One account in memory under these terms. Nobody watches it: what its limits halt is re-armed after a day. */
export function walkUnder(sha256: Sha256, terms: BacktestTerms, instruments: readonly Instrument[]): Walk & { readonly weigh: Weigh } {
  const { profile, settings, feeBps, slippageBps, seed } = terms;
  const fillModel = chosenFillModel(terms.fillModel);
  return {
    decide: makeDecide({ sha256 }),
    weigh: makeWeigh({ sha256 }),
    context: {
      ...{ sha256, writer: new CanonicalWriter(), ...KEYS, mode: "backtest", seed, takerFeeBps: feeBps, slippageBps, profile, instruments },
      ...(fillModel === undefined ? {} : { fillModel }),
    },
    mode: "backtest",
    tenantKey: "local",
    coreHash: new Uint8Array(HASH_BYTES),
    rearmAfterMs: DAY_MS,
    shared: {
      profile: { value: profile, hash: sha256(encodeRiskProfile(profile)) },
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(encodeInstruments(instruments)) },
    },
  };
}

/** What one run is, whatever it was called: the same terms give the same hash. */
export function hashTerms(sha256: Sha256, terms: BacktestTerms): Uint8Array {
  const writer = new CanonicalWriter().text("backtest-terms");
  writer.bytes(encodeStrategySettings(terms.settings)).bytes(encodeRiskProfile(terms.profile));
  writer.text(terms.baseCurrency).units(terms.startingUnits).f64(terms.feeBps).f64(terms.slippageBps).text(terms.seed);
  writer.text(JSON.stringify(chosenFillModel(terms.fillModel) ?? null)).i64(terms.barsLate);
  writer.option(terms.fromMs, (ms) => writer.i64(ms)).option(terms.toMs, (ms) => writer.i64(ms));
  return sha256(writer.finish());
}
