import { profileDiff } from "@ballast/core/risk/profile-diff";
import type { RaiseRequest } from "../contract/profile.ts";
import type { Tx } from "../database.ts";
import { requireProfile } from "./profiles.ts";

export const LIMIT_RAISE = "limit_raise";
const COOLING_OFF = "cooling_off";
const COOLING_OFF_MS = 24 * 3_600_000;
const ROWS_MAX = 100;

export type RaiseRow = {
  readonly id: string;
  readonly kind: string;
  readonly account_id: string;
  readonly account_name: string;
  readonly held_key: string;
  readonly held_version: number;
  readonly profile_key: string;
  readonly profile_version: number;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly requested_at_ms: number;
  readonly expires_at_ms: number;
  readonly reason: string;
};

/** `limit_raise|<account>|<profile key>|<version>`: what whoever approves reads. The hash beside it is what binds. */
export function writeRaiseSubject(of: { readonly accountId: string; readonly profileKey: string; readonly version: number }): string {
  return [LIMIT_RAISE, of.accountId, of.profileKey, String(of.version)].join("|");
}

/** Whether an account risks more only as two persons want it: a live one, and one whose set-up asks for two. SQL holds the same. */
export async function takesTwoToRaise(tx: Tx, accountId: string): Promise<boolean> {
  const [row] = await tx.rows<{ readonly takes_two: boolean }>(
    `select a.mode = 'live' or approval_persons_of(a) > 1 as takes_two from accounts a
      where a.tenant_id = (select tenant_id()) and a.id = $1::uuid`,
    [accountId],
  );
  return row?.takes_two ?? true;
}

/** Raises that wait, undecided and not expired, oldest first. */
export async function readRaiseRows(tx: Tx, nowMs: number): Promise<readonly RaiseRow[]> {
  return tx.rows<RaiseRow>(
    `select r.id, r.kind, a.id as account_id, a.name as account_name, a.profile_key as held_key, a.profile_version as held_version,
            split_part(r.subject, '|', 3) as profile_key, split_part(r.subject, '|', 4)::int4 as profile_version,
            r.requested_by, coalesce(p.name, '') as requested_by_name, r.requested_at_ms, r.expires_at_ms, r.reason
       from approvals r
       join accounts a on a.tenant_id = r.tenant_id and a.id::text = split_part(r.subject, '|', 2)
       left join member_directory p on p.tenant_id = r.tenant_id and p.person_id = r.requested_by
      where r.tenant_id = (select tenant_id()) and r.kind in ('${LIMIT_RAISE}', '${COOLING_OFF}') and r.subject like '${LIMIT_RAISE}|%'
        and r.decision is null and r.expires_at_ms > $1
      order by r.requested_at_ms, r.id limit ${ROWS_MAX}`,
    [nowMs],
  );
}

export function coolsOffAtMs(row: Pick<RaiseRow, "kind" | "requested_at_ms">): number | undefined {
  return row.kind === COOLING_OFF ? row.requested_at_ms + COOLING_OFF_MS : undefined;
}

/** The raises that wait, as whoever asks may see and decide them. */
export async function listRaises(
  tx: Tx,
  of: { readonly nowMs: number; readonly personId: string; readonly isApprover: boolean },
): Promise<readonly RaiseRequest[]> {
  const requests: RaiseRequest[] = [];
  for (const row of await readRaiseRows(tx, of.nowMs)) {
    const held = await requireProfile(tx, { key: row.held_key, version: row.held_version });
    const wanted = await requireProfile(tx, { key: row.profile_key, version: row.profile_version });
    const isOwn = row.requested_by === of.personId;
    requests.push({
      id: row.id,
      accountId: row.account_id,
      accountName: row.account_name,
      profileKey: row.profile_key,
      version: row.profile_version,
      requestedBy: row.requested_by_name,
      requestedAtMs: row.requested_at_ms,
      expiresAtMs: row.expires_at_ms,
      coolsOffAtMs: coolsOffAtMs(row),
      reason: row.reason,
      mayDecide: of.isApprover && (row.kind === COOLING_OFF || !isOwn),
      changes: profileDiff(held, wanted),
    });
  }
  return requests;
}
