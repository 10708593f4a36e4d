import { nextMonthStartMs } from "@ballast/core/time/calendar";
import { inTransaction } from "@ballast/db/clients/pool";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { findMarket, moveCursor, type Market } from "@ballast/db/repositories/markets";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { putTrack } from "@ballast/db/repositories/tracks";
import { AppError } from "@ballast/jobs/app-error";
import { cycleDecide } from "@ballast/jobs/catalog";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { feedSynthetic } from "../../marketdata/synthetic/feed-synthetic.ts";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { upcomingOpensOf } from "./upcoming-opens.ts";
import { sealNext } from "../seal-snapshots.ts";
import { currentLineage } from "./market-lineage.ts";

/** Closes brought in by one tick: a market that starts with a history takes it in pieces. */
const CLOSES_PER_TICK_MAX = 2_048;
const SEAL_ATTEMPTS_MAX = 5;

/** Seals the market's lineage and moves its track on; anew where an account brought it another lineage meanwhile. */
async function sealTrack({ pool, sha256, syntheticMarket }: EnginePorts, market: Market, toMs: number): Promise<void> {
  const upcomingOpens = upcomingOpensOf(syntheticMarket(market.seed), market.timeframeMs);
  const closesMax = (toMs - market.originMs) / market.timeframeMs;
  for (let attempt = 1; attempt <= SEAL_ATTEMPTS_MAX; attempt += 1) {
    const lineageId = await currentLineage({ pool, sha256, market, universe: syntheticSymbols() });
    await sealNext(pool, { sha256, lineageId, toMs, closesMax, upcomingOpens });
    if (await putTrack(pool, { key: market.key, lineageId, horizonMs: toMs })) return;
  }
  throw new AppError("LINEAGE_MOVES", `market ${market.key} changed its lineage ${SEAL_ATTEMPTS_MAX} times during one tick`, {
    retry: "later",
  });
}

/**
 * Closes the synthetic market's next intervals, up to `closeMs`: bars, then snapshots, then the
 * cursor, then the shards that are due. Each step finds what is done already, so a second delivery,
 * or the first after a crash, only finishes what is missing.
 */
export async function tickMarket(
  ports: EnginePorts,
  { marketKey, closeMs }: { readonly marketKey: string; readonly closeMs: number },
): Promise<void> {
  const { pool, sha256 } = ports;
  const market = await findMarket(pool, marketKey);
  if (market === undefined || !market.isSynthetic || closeMs <= market.cursorMs) return;
  const toMs = Math.min(closeMs, market.cursorMs + CLOSES_PER_TICK_MAX * market.timeframeMs);
  await ensurePartitions(pool, { fromMs: market.cursorMs, toMs: nextMonthStartMs(toMs) });
  const feed = { sha256, market: ports.syntheticMarket(market.seed), source: market.source, originMs: market.originMs };
  await inTransaction(pool, (client) => feedSynthetic(client, feed, { fromMs: market.cursorMs, toMs }));
  await sealTrack(ports, market, toMs);
  await moveCursor(pool, marketKey, toMs);
  for (const due of await findDueShardsOf(pool, marketKey)) await ports.enqueue(cycleDecide, due);
}
