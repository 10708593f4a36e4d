import type { ActorContext } from "../actor.ts";
import { ROLES_BY_PERMISSION } from "../permissions.ts";

/** Whether someone besides the asker, and besides who is to gain by it, could approve a grant. */
export async function hasSecondApprover(ctx: ActorContext, exceptPersonId?: string): Promise<boolean> {
  const { models, tenantId } = ctx.tx;
  const notIn = exceptPersonId === undefined ? [ctx.signedIn.personId] : [ctx.signedIn.personId, exceptPersonId];
  const approvers = await models.membership.count({
    where: { tenantId, removedAtMs: null, role: { in: [...ROLES_BY_PERMISSION["member.approve"]] }, personId: { notIn } },
  });
  return approvers > 0;
}

/** Whether the asker is the only active member: then 24 hours of cooling off stand in for a second person. */
export async function isAlone(ctx: ActorContext): Promise<boolean> {
  const { models, tenantId } = ctx.tx;
  return (await models.membership.count({ where: { tenantId, removedAtMs: null } })) === 1;
}
