import { walkBars, type BarWalked } from "@ballast/core/backtest/bar-walk";
import type { IndicatedBars } from "@ballast/core/backtest/bar-closes";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { settingsAt, type StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarRange } from "@ballast/core/backtest/walk-forward-plan";
import { balanceOf } from "@ballast/core/decision/holdings";
import { makeDecide, makeWeigh } from "@ballast/core/decision/make-decide";
import { openBook } from "@ballast/core/decision/open-book";
import type { Walk } from "@ballast/core/decision/walk-book";
import { asReferenceInstrument } from "@ballast/core/execution/reference-venue";
import { featureColumns } from "@ballast/core/features/feature-columns";
import type { BarColumns } from "@ballast/core/market/bar";
import { viewOfColumns } from "@ballast/core/market/columns";
import { encodeInstruments, type Instrument } from "@ballast/core/market/instrument";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { numberOfUnits, parseUnits } from "@ballast/core/numeric/fixed";
import { HASH_BYTES, type Sha256 } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import { emaAtrStrategy } from "@ballast/core/strategy/ema-atr";
import type { EmaAtrSettings } from "@ballast/core/strategy/ema-atr-settings";
import { encodeStrategySettings } from "@ballast/core/strategy/settings";
import type { WalkedPoint } from "./point-metrics.ts";

/** The bars of a study, by instrument in the order of its terms, and what is known of these. */
export type StudyMarket = { readonly series: readonly BarColumns[]; readonly instruments: readonly Instrument[] };

/** What a parameter set would have done over a stretch of a study's bars. */
export type PointWalk = (parameters: ParameterSet, range: BarRange) => WalkedPoint & Pick<BarWalked, "book" | "refusals">;

/** Indicators of a thread's grid: a column is computed once for all sets that read it. */
const COLUMNS_MAX = 200;

/** Columns by the name of their feature, over all bars of the study: what is cut out of them is warm, and sees nothing later. */
function featureCache(columns: BarColumns): (names: readonly string[]) => readonly Float64Array[] {
  const known = new Map<string, Float64Array>();
  const columnOf = (name: string): Float64Array => {
    const found = known.get(name) ?? featureColumns([name], columns)[0] ?? new Float64Array(0);
    known.delete(name);
    known.set(name, found);
    const [oldest] = known.keys();
    if (known.size > COLUMNS_MAX && oldest !== undefined) known.delete(oldest);
    return found;
  };
  return (names) => names.map(columnOf);
}

type ReferenceTerms = { readonly sha256: Sha256; readonly spec: StudySpec; readonly instrument: Instrument };

/** One account of the reference profile; nothing of it is kept, so its keys name nothing. */
function referenceWalk({
  sha256,
  spec,
  instrument,
}: ReferenceTerms): (settings: EmaAtrSettings) => Walk & { readonly weigh: ReturnType<typeof makeWeigh> } {
  const [decide, weigh, writer] = [makeDecide({ sha256 }), makeWeigh({ sha256 }), new CanonicalWriter()];
  const instruments = [instrument];
  const keys = { accountKey: "lab", runKey: "lab", seed: "lab" };
  const costs = { takerFeeBps: spec.feeBps, slippageBps: spec.slippageBps };
  const profile = { value: REFERENCE_PROFILE, hash: sha256(encodeRiskProfile(REFERENCE_PROFILE)) };
  return (settings) => ({
    decide,
    weigh,
    context: { sha256, writer, ...keys, mode: "backtest", ...costs, profile: REFERENCE_PROFILE, instruments },
    mode: "backtest",
    tenantKey: "lab",
    coreHash: new Uint8Array(HASH_BYTES),
    shared: {
      profile,
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(encodeInstruments(instruments)) },
    },
  });
}

function emaAtrAt(spec: StudySpec, parameters: ParameterSet): EmaAtrSettings {
  const settings = settingsAt(spec, parameters);
  if (settings.kind !== "ema-atr") throw new RangeError(`the reference walk runs ema-atr, not ${settings.kind}`);
  return settings;
}

/** EMA and ATR on one instrument under the reference profile: the live decision on every bar, without receipts. */
export function openPointWalk(sha256: Sha256, spec: StudySpec, market: StudyMarket): PointWalk {
  const [columns, ...others] = market.series;
  const symbol = spec.instruments[0] ?? "";
  const listed = market.instruments.find((candidate) => candidate.symbol === symbol);
  if (columns === undefined || others.length > 0 || listed === undefined) throw new RangeError(`a study of ${symbol} alone, with its bars`);
  const instrument = asReferenceInstrument(listed);
  const walkOf = referenceWalk({ sha256, spec, instrument });
  const featuresOf = featureCache(columns);
  const { quote } = instrument;
  const startingUnits = parseUnits(spec.balance, quote.scale) ?? 0n;
  return (parameters, range) => {
    const settings = emaAtrAt(spec, parameters);
    const { featureNames } = emaAtrStrategy(settings);
    const bars: IndicatedBars = {
      symbol,
      timeframeMs: spec.timeframeMs,
      columns: viewOfColumns(columns, range),
      featureNames,
      features: featuresOf(featureNames).map((column) => column.subarray(range.from, range.to)),
    };
    const walk = walkOf(settings);
    const opened = openBook({
      context: walk.context,
      baseCurrency: quote.code,
      startingUnits,
      atMs: columns.tsMs[range.from] ?? spec.fromMs,
    });
    const walked = walkBars(walk, bars, opened);
    const finalUnits = balanceOf(walked.book.state, quote.code).total;
    const startEquity = numberOfUnits(startingUnits, quote.scale);
    return { ...walked, startEquity, finalEquity: numberOfUnits(finalUnits, quote.scale), timeframeMs: spec.timeframeMs };
  };
}
