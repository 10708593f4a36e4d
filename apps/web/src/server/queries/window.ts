import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { nextChange, phaseAt, type Schedule } from "@ballast/core/time/schedule";
import type { WindowState } from "../contract/workspace.ts";
import type { Tx } from "../database.ts";

/** Where a schedule stands at a time of the market's clock, and what comes next. */
export function windowState(schedule: Schedule, nowMs: number): WindowState {
  const change = nextChange(schedule, nowMs);
  const phase = phaseAt(schedule, nowMs);
  return { phase, nextPhase: change?.phase ?? phase, nextChangeMs: change?.atMs };
}

/** The schedule of an account's risk profile; without an account, that of most accounts of the workspace. */
export async function readSchedule(tx: Tx, accountId: string | undefined): Promise<Schedule | undefined> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    `select p.body from accounts a
       join risk_profile_versions p on p.tenant_id = a.tenant_id and p.profile_key = a.profile_key and p.version = a.profile_version
      where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null and ($1::uuid is null or a.id = $1)
      group by p.hash, p.body order by count(*) desc, p.hash limit 1`,
    [accountId ?? null],
  );
  const row = rows[0];
  return row && decodeRiskProfile(row.body).schedule;
}
