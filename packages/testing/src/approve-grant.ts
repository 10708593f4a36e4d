import { createHash, randomUUID } from "node:crypto";
import type { ClientBase, Pool } from "pg";

export type TestGrant = {
  readonly tenantId: string;
  readonly email: string;
  /** The role held, or `none`. */
  readonly from: string;
  readonly to: string;
};

const HOUR_MS = 3_600_000;

/** What the approval of a role grant is bound to. */
export function grantHash({ tenantId, email, from, to }: TestGrant): Uint8Array {
  return createHash("sha256").update(["role_grant", tenantId, email, from, to].join("|")).digest();
}

const APPROVE = `
  with asker as (
    select person_id from memberships where tenant_id = $1 and role = 'owner' and removed_at_ms is null order by created_at_ms, person_id limit 1
  ), second as (
    select m.person_id from memberships m join people p on p.id = m.person_id
    where m.tenant_id = $1 and m.removed_at_ms is null and m.role in ('owner', 'admin', 'risk_officer') and p.email <> $3
      and m.person_id <> (select person_id from asker)
    limit 1
  )
  insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, decided_by, decided_at_ms, decision, reason)
  select $1, $2, case when second.person_id is null then 'cooling_off' else 'role_grant' end, concat_ws('|', $3::text, $4::text, $5::text), $6,
    asker.person_id, $7::int8 - $8::int8, $7::int8 + $8::int8, coalesce(second.person_id, asker.person_id), $7::int8, 'approved', 'a test'
  from asker left join second on true`;

/**
 * An approval of that grant in force: by a second approver where there is one, else by a cooling off
 * that began a day ago. Does nothing in a workspace without an owner, whose first member needs none.
 */
export async function approveGrant(owner: ClientBase | Pool, grant: TestGrant): Promise<void> {
  const { tenantId, email, from, to } = grant;
  if (from === "none" && to === "viewer") return;
  await owner.query(APPROVE, [tenantId, randomUUID(), email, from, to, grantHash(grant), Date.now(), 25 * HOUR_MS]);
}
