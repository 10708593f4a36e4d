import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";

/** The link stops working at once. */
export async function revokeInvitation(ctx: ActorContext, invitationId: string): Promise<{ readonly revoked: true }> {
  const rows = await ctx.tx.rows<{ readonly email: string; readonly role: string }>(
    `update invitations set revoked_at_ms = $2
      where tenant_id = tenant_id() and id = $1 and accepted_at_ms is null and revoked_at_ms is null returning email, role`,
    [invitationId, ctx.now()],
  );
  const [invitation] = rows;
  if (invitation === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This invitation was accepted or revoked already." });
  await recordAct(ctx, { act: "member.revokeInvitation", subject: invitationId, facts: invitation });
  await announce(ctx, ["members"]);
  return { revoked: true };
}
