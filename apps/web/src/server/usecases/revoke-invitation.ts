import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";

/** The link stops working at once. */
export async function revokeInvitation(ctx: ActorContext, invitationId: string): Promise<{ readonly revoked: true }> {
  const { models, tenantId } = ctx.tx;
  const rows = await models.invitation.updateManyAndReturn({
    where: { tenantId, id: invitationId, acceptedAtMs: null, revokedAtMs: null },
    data: { revokedAtMs: ctx.now() },
    select: { email: true, role: true },
  });
  const [invitation] = rows;
  if (invitation === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This invitation was accepted or revoked already." });
  await recordAct(ctx, { act: "member.revokeInvitation", subject: invitationId, facts: invitation });
  await announce(ctx, ["members"]);
  return { revoked: true };
}
