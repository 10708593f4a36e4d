import { makeDecide } from "@ballast/core/decision/make-decide";
import { latestBoard } from "@ballast/core/decision/signal-board";
import { stateEncoder } from "@ballast/core/decision/state-encoder";
import type { Walk } from "@ballast/core/decision/walk-book";
import type { BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import { parseFeatureNames, warmUpBars } from "@ballast/core/features/feature-name";
import { instrumentTableBytes, type Instrument } from "@ballast/core/market/instrument";
import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { HASH_BYTES, type Sha256 } from "@ballast/core/numeric/hash";
import type { LineSpec } from "@ballast/core/regime/lineage-line";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { encodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { PaperFeed } from "./paper-feed.ts";

/** What a paper account is set to. */
export type PaperTerms = {
  readonly sha256: Sha256;
  readonly feed: PaperFeed;
  readonly instruments: readonly Instrument[];
  readonly settings: StrategySettings;
  readonly profile: RiskProfile;
  readonly baseCurrency: string;
  readonly startingUnits: bigint;
  readonly takerFeeBps: number;
  readonly slippageBps: number;
  /** How the paper venue fills; undefined: at the next open. */
  readonly fillModel?: BarFillModelSpec | undefined;
  /** Of the paper venue: the same seed slips alike. */
  readonly seed: string;
  /** When what the book has halted by itself is released on the loop's own clock; undefined: never. */
  readonly rearmAfterMs: number | undefined;
};

/** A month of hours, and what lies beyond it for averages that forget slowly. */
const HISTORY_BARS_MIN = 1_000;

/**
 * Bars before the first decision: the longest warm-up of what strategy, regime and risk read, and a third
 * more, for a history with holes and for averages that forget slowly. A month of quarters of an hour
 * is 2,880 bars, and nothing is bought before the volatility of a month is known.
 */
export function historyBarsOf({ settings, profile }: Pick<PaperTerms, "settings" | "profile">): number {
  const names = parseFeatureNames(lineageNeedsOf(settings, profile.kind).featureNames);
  const longest = names.reduce((most, name) => Math.max(most, warmUpBars(name)), 0);
  return Math.max(HISTORY_BARS_MIN, longest + Math.ceil(longest / 3));
}

/** The account's walk by the decision that also trades live. Each has a decision of its own: two walks share nothing. */
export function paperWalkOf(terms: PaperTerms): Walk {
  const { sha256, profile, settings, instruments, takerFeeBps, slippageBps, fillModel, seed, rearmAfterMs } = terms;
  const [encodeState, writer] = [stateEncoder(), new CanonicalWriter()];
  return {
    ...{ decide: makeDecide({ sha256, boardOf: latestBoard(sha256), encodeState }), encodeState },
    ...{ mode: "paper", tenantKey: "local", coreHash: new Uint8Array(HASH_BYTES), rearmAfterMs },
    context: {
      ...{ sha256, writer, accountKey: "paper", runKey: "paper", mode: "paper", seed },
      ...{ takerFeeBps, slippageBps, fillModel, profile, instruments },
    },
    shared: {
      profile: { value: profile, hash: sha256(encodeRiskProfile(profile)) },
      settings: { value: settings, hash: sha256(encodeStrategySettings(settings)) },
      instruments: { value: instruments, hash: sha256(instrumentTableBytes(instruments)) },
    },
  };
}

/** What the account's snapshots are computed of, from the first bar of its history on. */
export function paperLineOf({ feed, settings, profile }: PaperTerms): LineSpec {
  const { featureNames, marketValueNames } = lineageNeedsOf(settings, profile.kind);
  return {
    ...{ lineageId: "paper", isSynthetic: feed.isSynthetic, timeframeMs: feed.timeframeMs, originMs: feed.historyFromMs },
    ...{ universe: feed.universe, featureNames, marketFeatureNames: marketValueNames },
  };
}
