import type { AccountRow } from "../contract/account.ts";
import type { Halt } from "../contract/halt.ts";
import type { TenantTx } from "../database.ts";
import { marketClock, marketColumns } from "./clock.ts";
import { readEngineState } from "./engine-state.ts";
import { readSchedule, windowState } from "./window.ts";

const HALTED: Readonly<Record<Exclude<Halt["verb"], "flatten">, string>> = {
  block_entries: "Entries are blocked by a halt.",
  reduce_only: "A halt lets it reduce positions only.",
  cancel: "A halt has cancelled its orders and blocks entries.",
};

function haltedWords({ verb }: Halt, row: AccountRow): string {
  if (verb !== "flatten") return HALTED[verb];
  return row.positions > 0 ? "A halt sells its positions and blocks entries." : "A halt has flattened it and blocks entries.";
}

/** Why an account does nothing right now, in words; undefined while it trades. The first reason that stands is the one to mend. */
export async function idleReason(
  tx: TenantTx,
  of: { readonly row: AccountRow; readonly halts: readonly Halt[]; readonly nowMs: number },
): Promise<string | undefined> {
  const { row, halts } = of;
  if (row.state === "closed") return "The account is closed.";
  const strongest = halts[0];
  if (strongest !== undefined) return haltedWords(strongest, row);
  const engine = await readEngineState(tx, of.nowMs);
  if (engine.state === "down") return "No engine has reported for 90 seconds.";
  const market = await tx.models.market.findUnique({ where: { key: row.market.key } });
  if (market === null) return undefined;
  const clock = marketClock(marketColumns(market), of.nowMs);
  if (clock.lastCloseMs === 0) return "Its market does not move by itself: it decides while a run goes over imported bars.";
  if (row.state === "waiting") return "Its first market hour has not closed yet.";
  const schedule = await readSchedule(tx, row.id);
  if (schedule === undefined) return undefined;
  const { phase } = windowState(schedule, clock.nowMs);
  return phase === "DOWNTIME" ? "Downtime: strategies rest, protective stops still act." : undefined;
}
