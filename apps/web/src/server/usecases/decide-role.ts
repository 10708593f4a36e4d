import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { mayKeepRole } from "../permissions.ts";
import { readRoleRequests, type RoleRequestRow } from "../queries/role-requests.ts";
import { announce } from "./announce.ts";
import { hashGrant, lockMember, writeRole } from "./member-change.ts";
import { recordAct } from "./record-act.ts";

type Asked = { readonly requestId: string; readonly decision: "approved" | "rejected" };

/** Who may not be the second pair of eyes; SQL refuses the asker too. */
function refuseDecider(ctx: ActorContext, request: RoleRequestRow): void {
  const { personId } = ctx.signedIn;
  if (personId === request.requestedBy) throw new TRPCError({ code: "FORBIDDEN", message: "You asked for it: a second person approves." });
  if (personId === request.personId) throw new TRPCError({ code: "FORBIDDEN", message: "Nobody approves their own role." });
  if (!mayKeepRole(ctx.workspace.role, request.toRole))
    throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner makes an owner." });
}

/** The role is the one that was asked for, of the person who still has the role it was asked from; anything else is another request. */
async function applyGrant(ctx: ActorContext, request: RoleRequestRow): Promise<void> {
  const currentRole = await lockMember(ctx, request.personId);
  const isBound = Buffer.compare(hashGrant(ctx.workspace.id, request), request.changeHash) === 0;
  if (currentRole !== request.fromRole || !isBound)
    throw new TRPCError({ code: "CONFLICT", message: "The member's role has changed since: ask again for the role you mean." });
  await writeRole(ctx, request);
}

/** Approves or rejects a raised role, once, by someone else than who asked. */
export async function decideRole(ctx: ActorContext, asked: Asked): Promise<{ readonly outcome: "approved" | "rejected" }> {
  const request = (await readRoleRequests(ctx.tx, ctx.now())).find(({ id }) => id === asked.requestId);
  if (request === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This request was decided or has expired." });
  if (asked.decision === "approved") refuseDecider(ctx, request);
  const { models, tenantId } = ctx.tx;
  const decided = await models.approval.updateMany({
    where: { tenantId, id: asked.requestId, decision: null },
    data: { decidedBy: ctx.signedIn.personId, decidedAtMs: ctx.now(), decision: asked.decision },
  });
  if (decided.count === 0) throw new TRPCError({ code: "CONFLICT", message: "Someone else has just decided it." });
  if (asked.decision === "approved") await applyGrant(ctx, request);
  await recordAct(ctx, {
    act: `member.role.${asked.decision}`,
    subject: request.personId,
    facts: { requestId: request.id, from: request.fromRole, to: request.toRole },
  });
  await announce(ctx, ["members"]);
  return { outcome: asked.decision };
}
