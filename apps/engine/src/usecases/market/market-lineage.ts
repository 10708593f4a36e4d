import { lineageNeedsOf, type LineageNeeds } from "@ballast/core/strategy/strategy-of";
import { defaultEmaAtrSettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { Market } from "@ballast/db/repositories/markets";
import { findLineage } from "@ballast/db/repositories/snapshots";
import { loadTrack, putTrack, switchLineage, type Track } from "@ballast/db/repositories/tracks";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import type { UpcomingOpens } from "../../marketdata/lineage-sealer.ts";
import { openLineage, sealNext } from "../seal-snapshots.ts";

const EXTEND_ATTEMPTS_MAX = 10;

export type MarketLineage = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly market: Market;
  readonly universe: readonly string[];
  readonly upcomingOpens: UpcomingOpens;
};

/**
 * The lineage that a continuous market seals now: its whole universe with every feature that an
 * account on it asked for. The first tick opens it with STR2's defaults.
 */
export async function currentLineage(of: Omit<MarketLineage, "upcomingOpens">): Promise<string> {
  return lineageOf(of, await loadTrack(of.pool, of.market.key));
}

async function lineageOf(of: Omit<MarketLineage, "upcomingOpens">, track: Track | undefined): Promise<string> {
  return track?.lineageId ?? lineageWith(of, lineageNeedsOf(defaultEmaAtrSettings(of.universe), "governed"));
}

async function lineageWith(
  { pool, sha256, market, universe }: Omit<MarketLineage, "upcomingOpens">,
  { featureNames, marketValueNames }: LineageNeeds,
): Promise<string> {
  return openLineage(pool, {
    sha256,
    source: market.source,
    universe,
    timeframeMs: market.timeframeMs,
    originMs: market.originMs,
    featureNames: [...new Set(featureNames)].sort(),
    marketFeatureNames: [...new Set(marketValueNames)],
  });
}

/**
 * Makes sure that the market seals what these settings need. Missing features open another lineage,
 * sealed from the market's origin up to its horizon before the track moves to it: nothing warms up anew
 * and no close is without a snapshot. The market goes on meanwhile: what it closed is sealed with the
 * next attempt, which has only that left to do.
 */
export async function extendLineage(of: MarketLineage, settings: StrategySettings): Promise<void> {
  const { pool, sha256, market, upcomingOpens } = of;
  for (let attempt = 1; attempt <= EXTEND_ATTEMPTS_MAX; attempt += 1) {
    // Read once: a track that moves between two readings would be switched to a lineage that lacks what moved it.
    const track = await loadTrack(pool, market.key);
    const known = await findLineage(pool, await lineageOf(of, track));
    const needs = lineageNeedsOf(settings, "governed");
    const featureNames = [...new Set([...(known?.featureNames ?? []), ...needs.featureNames])];
    const marketValueNames = [...new Set([...(known?.marketFeatureNames ?? []), ...needs.marketValueNames])];
    const isKnown = featureNames.length === known?.featureNames.length && marketValueNames.length === known.marketFeatureNames.length;
    if (isKnown) return;
    const lineageId = await lineageWith(of, { featureNames, marketValueNames });
    const horizonMs = Math.max(market.cursorMs, track?.horizonMs ?? 0);
    const closesMax = (horizonMs - market.originMs) / market.timeframeMs;
    await sealNext(pool, { sha256, lineageId, toMs: horizonMs, closesMax, upcomingOpens });
    const isMoved =
      track === undefined
        ? await putTrack(pool, { key: market.key, lineageId, horizonMs })
        : await switchLineage(pool, track, { lineageId, horizonMs });
    if (isMoved) return;
  }
  throw new AppError("LINEAGE_MOVES", `market ${market.key} moved on ${EXTEND_ATTEMPTS_MAX} times while its features were sealed`, {
    retry: "later",
  });
}
