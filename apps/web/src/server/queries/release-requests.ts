import type { Tx } from "../database.ts";
import { COOLING_OFF } from "./role-requests.ts";

/** Kind of an approval that releases a halt, and the first part of its subject. */
export const KILL_RELEASE = "kill_release";
const ROWS_MAX = 100;

type Row = {
  readonly subject_name: string;
  readonly is_cooling: boolean;
  readonly is_of_installation: boolean;
  readonly requested_by_name: string;
  readonly requested_at_ms: number;
  readonly reason: string;
};

/** A release that was asked for and waits: for a second person, or for the end of its cooling off. */
export type ReleaseRequest = {
  readonly subjectName: string;
  readonly isCooling: boolean;
  /** Whoever runs the installation set it, and releases it once it is agreed to. */
  readonly isOfInstallation: boolean;
  readonly requestedByName: string;
  readonly requestedAtMs: number;
  readonly reason: string;
};

/** Undecided and not expired, of halts in force, oldest first. A trigger that tripped many accounts is released as one, so it is one line. */
export async function readReleaseRequests(tx: Tx, nowMs: number): Promise<readonly ReleaseRequest[]> {
  const rows = await tx.rows<Row>(
    `select coalesce(min(a.name), min(t.name), case k.scope when 'all' then 'everywhere' else k.subject end) as subject_name,
            k.scope = 'all' and k.code is null as is_of_installation, bool_or(r.kind = '${COOLING_OFF}') as is_cooling,
            coalesce(min(p.name), '') as requested_by_name, min(r.requested_at_ms) as requested_at_ms, min(r.reason) as reason
       from approvals r
       join kill_switches k on k.tenant_id = r.tenant_id and k.id::text = split_part(r.subject, '|', 2) and k.released_ms is null
       left join accounts a on k.scope = 'account' and a.tenant_id = k.tenant_id and a.id::text = k.subject
       left join tenants t on k.scope = 'workspace' and t.id = k.tenant_id
       left join member_directory p on p.tenant_id = r.tenant_id and p.person_id = r.requested_by
      where r.tenant_id = (select tenant_id()) and r.subject like '${KILL_RELEASE}|%' and r.decision is null and r.expires_at_ms > $1
      group by k.scope, k.subject, k.verb, k.code, k.since_ms, k.run_id, r.requested_by
      order by requested_at_ms, k.subject limit ${String(ROWS_MAX)}`,
    [nowMs],
  );
  return rows.map((row) => ({
    subjectName: row.subject_name,
    isCooling: row.is_cooling,
    isOfInstallation: row.is_of_installation,
    requestedByName: row.requested_by_name,
    requestedAtMs: row.requested_at_ms,
    reason: row.reason,
  }));
}
