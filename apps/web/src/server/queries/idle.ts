import type { AccountRow } from "../contract/account.ts";
import type { Halt } from "../contract/halt.ts";
import type { TenantTx } from "../database.ts";
import { marketClock, marketColumns } from "./clock.ts";
import { readEngineState } from "./engine-state.ts";
import { readSchedule, windowState } from "./window.ts";

const HALTED: Readonly<Record<Halt["verb"], string>> = {
  block_entries: "Entries are blocked by a halt.",
  reduce_only: "A halt lets it reduce positions only.",
  cancel: "A halt has cancelled its orders and blocks entries.",
  flatten: "A halt has closed its positions and blocks entries.",
};

/** Why an account does nothing right now, in words; undefined while it trades. The first reason that stands is the one to mend. */
export async function idleReason(
  tx: TenantTx,
  of: { readonly row: AccountRow; readonly halts: readonly Halt[]; readonly nowMs: number },
): Promise<string | undefined> {
  const { row, halts } = of;
  if (row.state === "closed") return "The account is closed.";
  const strongest = halts[0];
  if (strongest !== undefined) return HALTED[strongest.verb];
  const engine = await readEngineState(tx, of.nowMs);
  if (engine.state === "down") return "No engine has reported for 90 seconds.";
  if (row.state === "waiting") return "Its first market hour has not closed yet.";
  const schedule = await readSchedule(tx, row.id);
  const market = await tx.models.market.findUnique({ where: { key: row.market.key } });
  if (schedule === undefined || market === null) return undefined;
  const { phase } = windowState(schedule, marketClock(marketColumns(market), of.nowMs).nowMs);
  return phase === "DOWNTIME" ? "Downtime: strategies rest, protective stops still act." : undefined;
}
