import { createHash, randomBytes } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { InvitationCreated } from "../contract/member.ts";
import { isRaise, mayKeepRole, type Role } from "../permissions.ts";
import { announce } from "./announce.ts";
import { hasSecondApprover } from "./approvers.ts";
import { recordAct } from "./record-act.ts";

const TOKEN_BYTES = 32;
const VALID_MS = 7 * 24 * 3_600_000;
/** Roles above this one act on money or approve; where a second approver exists, they are granted by approval only. */
const FREELY_INVITED: Role = "researcher";

/** SHA-256 of the token in a link: a stolen database opens no invitation. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

async function refuseInvitation(ctx: ActorContext, asked: { readonly email: string; readonly role: Role }): Promise<void> {
  if (!mayKeepRole(ctx.workspace.role, asked.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner invites an owner." });
  if (isRaise(FREELY_INVITED, asked.role) && (await hasSecondApprover(ctx)))
    throw new TRPCError({
      code: "FORBIDDEN",
      message: "Invite as viewer or researcher first: with a second approver in the workspace, raising the role takes their approval.",
    });
  const { models, tenantId } = ctx.tx;
  const member = await models.membership.findFirst({ where: { tenantId, removedAtMs: null, person: { email: asked.email } } });
  if (member !== null) throw new TRPCError({ code: "CONFLICT", message: "This address is a member already." });
}

/** A link that lets one address join with one role, once, within a week. The token is shown once and never stored. */
export async function inviteMember(ctx: ActorContext, asked: { readonly email: string; readonly role: Role }): Promise<InvitationCreated> {
  await refuseInvitation(ctx, asked);
  const invitationId = ctx.newId();
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const nowMs = ctx.now();
  const expiresAtMs = nowMs + VALID_MS;
  await ctx.tx.models.invitation.create({
    data: {
      tenantId: ctx.tx.tenantId,
      id: invitationId,
      email: asked.email,
      role: asked.role,
      tokenHash: Uint8Array.from(hashToken(token)),
      invitedBy: ctx.signedIn.personId,
      createdAtMs: nowMs,
      expiresAtMs,
    },
  });
  await recordAct(ctx, { act: "member.invite", subject: invitationId, facts: { email: asked.email, role: asked.role } });
  await announce(ctx, ["members"]);
  return { invitationId, path: `/invitation/${token}`, expiresAtMs };
}
