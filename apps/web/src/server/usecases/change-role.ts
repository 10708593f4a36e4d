import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { RoleChange } from "../contract/member.ts";
import { isRaise, mayKeepRole, type Role } from "../permissions.ts";
import { ROLE_GRANT, writeRoleSubject } from "../queries/role-requests.ts";
import { announce } from "./announce.ts";
import { hasSecondApprover } from "./approvers.ts";
import { hashGrant, lockMember, lockOwners, refuseLastOwner, writeRole, type RoleGrant } from "./member-change.ts";
import { recordAct } from "./record-act.ts";

const VALID_MS = 7 * 24 * 3_600_000;

type Asked = { readonly personId: string; readonly role: Role; readonly reason: string };

async function requestGrant(ctx: ActorContext, grant: RoleGrant, reason: string): Promise<RoleChange> {
  const requestId = ctx.newId();
  const nowMs = ctx.now();
  await ctx.tx.models.approval.create({
    data: {
      tenantId: ctx.tx.tenantId,
      id: requestId,
      kind: ROLE_GRANT,
      subject: writeRoleSubject(grant),
      changeHash: Uint8Array.from(hashGrant(ctx.workspace.id, grant)),
      requestedBy: ctx.signedIn.personId,
      requestedAtMs: nowMs,
      expiresAtMs: nowMs + VALID_MS,
      reason,
    },
  });
  await recordAct(ctx, {
    act: "member.requestRole",
    subject: grant.personId,
    facts: { requestId, from: grant.fromRole, to: grant.toRole, reason },
  });
  await announce(ctx, ["members"]);
  return { outcome: "awaits_approval", requestId };
}

/**
 * Changes a member's role. A lower role holds at once. A higher one is a grant: it waits for another
 * member who may approve it, unless the workspace has no such member yet.
 */
export async function changeRole(ctx: ActorContext, asked: Asked): Promise<RoleChange> {
  await lockOwners(ctx);
  const fromRole = await lockMember(ctx, asked.personId);
  if (fromRole === asked.role) throw new TRPCError({ code: "CONFLICT", message: "The member has this role already." });
  if (!mayKeepRole(ctx.workspace.role, asked.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner makes an owner." });
  if (fromRole === "owner") await refuseLastOwner(ctx, asked.personId);
  const grant = { personId: asked.personId, fromRole, toRole: asked.role };
  const isGrant = isRaise(fromRole, asked.role);
  if (isGrant && (await hasSecondApprover(ctx, asked.personId))) return requestGrant(ctx, grant, asked.reason);
  await writeRole(ctx, grant);
  await recordAct(ctx, {
    act: "member.changeRole",
    subject: asked.personId,
    facts: { from: fromRole, to: asked.role, reason: asked.reason, approval: isGrant ? "sole approver" : "none needed" },
  });
  await announce(ctx, ["members"]);
  return { outcome: "changed" };
}
