import type { ActorContext } from "../actor.ts";
import { onlyRow } from "../database.ts";
import { ROLES_BY_PERMISSION } from "../permissions.ts";

/**
 * Whether someone besides the asker could approve a grant. While nobody can, the workspace has a
 * sole approver, whose grants hold at once and say so in the audit log; it ends when a second joins.
 */
export async function hasSecondApprover(ctx: ActorContext, exceptPersonId?: string): Promise<boolean> {
  const rows = await ctx.tx.rows<{ readonly approvers: number }>(
    `select count(*) as approvers from memberships
      where tenant_id = tenant_id() and removed_at_ms is null and role = any($1) and person_id <> $2 and ($3::uuid is null or person_id <> $3)`,
    [ROLES_BY_PERMISSION["member.approve"], ctx.signedIn.personId, exceptPersonId ?? null],
  );
  return onlyRow(rows, "approvers").approvers > 0;
}
