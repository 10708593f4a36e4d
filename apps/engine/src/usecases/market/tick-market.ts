import { nextMonthStartMs } from "@ballast/core/time/calendar";
import { inTransaction } from "@ballast/db/clients/pool";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { findMarket, moveCursor } from "@ballast/db/repositories/markets";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { putTrack } from "@ballast/db/repositories/tracks";
import { cycleDecide } from "@ballast/jobs/catalog";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { feedSynthetic } from "../../marketdata/synthetic/feed-synthetic.ts";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { upcomingOpensOf } from "./upcoming-opens.ts";
import { sealNext } from "../seal-snapshots.ts";
import { currentLineage } from "./market-lineage.ts";

/** Closes brought in by one tick: a market that starts with a history takes it in pieces. */
const CLOSES_PER_TICK_MAX = 2_048;

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
  const synthetic = ports.syntheticMarket(market.seed);
  const feed = { sha256, market: synthetic, source: market.source, originMs: market.originMs };
  await inTransaction(pool, (client) => feedSynthetic(client, feed, { fromMs: market.cursorMs, toMs }));
  const lineageId = await currentLineage({ pool, sha256, market, universe: syntheticSymbols() });
  const closesMax = (toMs - market.originMs) / market.timeframeMs;
  await sealNext(pool, { sha256, lineageId, toMs, closesMax, upcomingOpens: upcomingOpensOf(synthetic, market.timeframeMs) });
  await putTrack(pool, { key: marketKey, lineageId, horizonMs: toMs });
  await moveCursor(pool, marketKey, toMs);
  for (const due of await findDueShardsOf(pool, marketKey))
    await ports.enqueue(cycleDecide, { track: marketKey, shard: due.shard, closeMs: due.horizonMs });
}
