import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { lockMember, lockOwners, refuseLastOwner } from "./member-change.ts";
import { recordAct } from "./record-act.ts";

/** Ends a membership at once: the next request of that person in this workspace finds none. */
export async function removeMember(
  ctx: ActorContext,
  asked: { readonly personId: string; readonly reason: string },
): Promise<{ readonly removed: true }> {
  await lockOwners(ctx);
  const { role } = await lockMember(ctx, asked.personId);
  if (role === "owner") await refuseLastOwner(ctx, asked.personId);
  const { models, tenantId } = ctx.tx;
  await models.membership.updateMany({ where: { tenantId, personId: asked.personId }, data: { removedAtMs: ctx.now() } });
  await recordAct(ctx, { act: "member.remove", subject: asked.personId, facts: { role, reason: asked.reason } });
  await announce(ctx, ["members"]);
  return { removed: true };
}
