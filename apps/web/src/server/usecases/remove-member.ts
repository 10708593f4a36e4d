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
  const role = await lockMember(ctx, asked.personId);
  if (role === "owner") await refuseLastOwner(ctx, asked.personId);
  await ctx.tx.rows("update memberships set removed_at_ms = $2 where tenant_id = tenant_id() and person_id = $1", [
    asked.personId,
    ctx.now(),
  ]);
  await recordAct(ctx, { act: "member.remove", subject: asked.personId, facts: { role, reason: asked.reason } });
  await announce(ctx, ["members"]);
  return { removed: true };
}
