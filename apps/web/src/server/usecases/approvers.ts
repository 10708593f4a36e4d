import type { ActorContext } from "../actor.ts";
import { ROLES_BY_PERMISSION } from "../permissions.ts";

/**
 * Whether someone besides the asker could approve a grant. While nobody can, the workspace has a
 * sole approver, whose grants hold at once and say so in the audit log; it ends when a second joins.
 */
export async function hasSecondApprover(ctx: ActorContext, exceptPersonId?: string): Promise<boolean> {
  const { models, tenantId } = ctx.tx;
  const notIn = exceptPersonId === undefined ? [ctx.signedIn.personId] : [ctx.signedIn.personId, exceptPersonId];
  const approvers = await models.membership.count({
    where: { tenantId, removedAtMs: null, role: { in: [...ROLES_BY_PERMISSION["member.approve"]] }, personId: { notIn } },
  });
  return approvers > 0;
}
