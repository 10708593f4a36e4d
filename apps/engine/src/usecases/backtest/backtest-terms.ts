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

/** The account and the run that an order's id is made of. */
export type WalkKeys = { readonly accountKey: string; readonly runKey: string };

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
  /** Whose luck it has: orders of an account in a run have ids of their own, by which slippage is drawn. Left out, those of nobody. */
  readonly keys?: WalkKeys;
  /** Bars that open in [fromMs, toMs) are decided on; undefined: from the first, up to the last. */
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /** Bars between a close and the close at which the strategy sees it: 0, but for a test of what lateness costs. */
  readonly barsLate: number;
};

/** Nothing of a backtest is kept, so its own keys name nothing; they are part of the ids that slippage is drawn by. */
const KEYS: WalkKeys = { accountKey: "backtest", runKey: "backtest" };

/** Nobody watches a backtest: what its limits halt is re-armed after a day, as a run's is by default. */
export const BACKTEST_REARM_MS = DAY_MS;

/** What a walk of these terms trades: under the reference profile without steps and minimums. */
export function tradedInstruments({ instruments }: BacktestMarket, { profile }: BacktestTerms): readonly Instrument[] {
  return profile.kind === "reference" ? instruments.map(asReferenceInstrument) : instruments;
}

/** One account in memory under these terms. */
export function walkUnder(sha256: Sha256, terms: BacktestTerms, instruments: readonly Instrument[]): Walk & { readonly weigh: Weigh } {
  const { profile, settings, feeBps, slippageBps, seed, keys = KEYS } = terms;
  const fillModel = chosenFillModel(terms.fillModel);
  return {
    decide: makeDecide({ sha256 }),
    weigh: makeWeigh({ sha256 }),
    context: {
      ...{ sha256, writer: new CanonicalWriter(), ...keys, mode: "backtest", seed, takerFeeBps: feeBps, slippageBps, profile, instruments },
      ...(fillModel === undefined ? {} : { fillModel }),
    },
    mode: "backtest",
    tenantKey: "local",
    coreHash: new Uint8Array(HASH_BYTES),
    rearmAfterMs: BACKTEST_REARM_MS,
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
