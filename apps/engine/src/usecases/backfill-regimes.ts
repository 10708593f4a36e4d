import { decodeSnapshot } from "@ballast/core/market/snapshot";
import { fillRegimeBacklog, type ReadRegimes } from "@ballast/db/repositories/regimes";
import type { Pool } from "pg";
import { regimeRowOf } from "../marketdata/regime-row.ts";

/** Snapshots of one transaction: about a tenth of a second of decoding. */
const CLOSES_PER_BATCH = 256;
/** Batches of one round, so that a long history holds up nothing else: five years of hours take 22 rounds. */
const BATCHES_PER_ROUND = 8;

const readRegimes: ReadRegimes = (snapshots, universe) =>
  snapshots.flatMap(({ body }) => regimeRowOf(decodeSnapshot(body), universe) ?? []);

/**
 * Goes on writing the regimes of closes that were sealed before there was a table of them, newest
 * first. One round of bounded work, to be repeated: a database that has none left costs one look-up.
 */
export async function backfillRegimes(pool: Pool): Promise<void> {
  for (let batch = 0; batch < BATCHES_PER_ROUND; batch += 1) {
    const read = await fillRegimeBacklog(pool, { closesMax: CLOSES_PER_BATCH, readRegimes });
    if (read === undefined) return;
  }
}
