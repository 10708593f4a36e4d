import { createHash, randomBytes } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { InvitationCreated } from "../contract/member.ts";
import { isGrant, mayKeepRole, type Role } from "../permissions.ts";
import { announce } from "./announce.ts";
import { recordAct } from "./record-act.ts";
import { requestGrant } from "./request-grant.ts";

const TOKEN_BYTES = 32;
const VALID_MS = 7 * 24 * 3_600_000;

/** SHA-256 of the token in a link: a stolen database opens no invitation. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

async function refuseInvitation(ctx: ActorContext, asked: { readonly email: string; readonly role: Role }): Promise<void> {
  if (!mayKeepRole(ctx.workspace.role, asked.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner invites an owner." });
  const { models, tenantId } = ctx.tx;
  const member = await models.membership.findFirst({ where: { tenantId, removedAtMs: null, person: { email: asked.email } } });
  if (member !== null) throw new TRPCError({ code: "CONFLICT", message: "This address is a member already." });
}

/** An invitation to act is a role grant: its link works once a second person has approved it. A viewer's works at once. */
async function requestRole(
  ctx: ActorContext,
  asked: { readonly email: string; readonly role: Role; readonly expiresAtMs: number },
): Promise<InvitationCreated["waitsFor"]> {
  if (!isGrant("none", asked.role)) return "nobody";
  const grant = { email: asked.email, fromRole: "none" as const, toRole: asked.role };
  const { waitsFor } = await requestGrant(ctx, { grant, personId: undefined, reason: "invitation", expiresAtMs: asked.expiresAtMs });
  return waitsFor;
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
  const waitsFor = await requestRole(ctx, { ...asked, expiresAtMs });
  await announce(ctx, ["members"]);
  return { invitationId, path: `/invitation/${token}`, expiresAtMs, waitsFor };
}
