import { findHaltedShards } from "@ballast/db/repositories/due-halts";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { actOnHalts } from "./act-on-halts.ts";

/** Shards of one call; what lies beyond is found by the next sweep. */
const SHARDS_MAX = 2_000;

/**
 * Carries out every halt that a book still owes, of one workspace where it is named. It needs Postgres
 * alone: with Redis and the web away, the row that a halt has put there is enough. A shard that fails
 * holds up no other; the next sweep tries it again.
 */
export async function carryOutHalts(ports: Pick<EnginePorts, "pool" | "cycle" | "turns" | "log">, tenantId?: string): Promise<void> {
  const halted = await findHaltedShards(ports.pool, { ...(tenantId === undefined ? {} : { tenantId }), limit: SHARDS_MAX });
  for (const { track, shard } of halted) {
    try {
      await ports.turns.halt(`${track}/${shard}`, () => actOnHalts(ports.cycle, { track, shard }));
    } catch (error) {
      ports.log.error({ err: error, track, shard }, "a halt was not carried out; the next sweep tries again");
    }
  }
}
