import { nextMonthStartMs } from "@ballast/core/time/calendar";
import { inTransaction } from "@ballast/db/clients/pool";
import { findMarket, putMarket, type Market } from "@ballast/db/repositories/markets";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { feedSynthetic } from "../../marketdata/synthetic/feed-synthetic.ts";
import type { EnginePorts } from "../../ports/engine-ports.ts";

/**
 * Opens a synthetic market with the bars that its strategies warm up on: all before its cursor. A
 * market that is there keeps its bars and its cursor, so a repeat changes nothing.
 */
export async function openSyntheticMarket(ports: Pick<EnginePorts, "pool" | "sha256" | "syntheticMarket">, market: Market): Promise<void> {
  const { pool, sha256 } = ports;
  await ensurePartitions(pool, { fromMs: market.originMs, toMs: nextMonthStartMs(market.pacedFromMs) });
  if ((await findMarket(pool, market.key)) !== undefined) return;
  const feed = { sha256, market: ports.syntheticMarket(market.seed), source: market.source, originMs: market.originMs };
  await inTransaction(pool, async (client) => {
    await feedSynthetic(client, feed, { fromMs: market.originMs, toMs: market.cursorMs });
    await putMarket(client, market);
  });
}
