import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { readRoleRequests, type RoleRequestRow } from "../queries/role-requests.ts";
import { announce } from "./announce.ts";
import { isAlone } from "./approvers.ts";
import { hashGrant, lockMember, writeRole } from "./member-change.ts";
import { recordAct } from "./record-act.ts";

type Asked = { readonly requestId: string; readonly decision: "approved" | "rejected" };

/** Who may not be the second pair of eyes. SQL refuses them all; this says why in words. */
function refuseDecider(ctx: ActorContext, request: RoleRequestRow): void {
  const { personId } = ctx.signedIn;
  if (personId === request.requestedBy) throw new TRPCError({ code: "FORBIDDEN", message: "You asked for it: a second person approves." });
  if (personId === request.personId) throw new TRPCError({ code: "FORBIDDEN", message: "Nobody approves their own role." });
}

async function refuseUncooled(ctx: ActorContext, coolsOffAtMs: number): Promise<void> {
  if (ctx.now() < coolsOffAtMs)
    throw new TRPCError({ code: "CONFLICT", message: "Cooling off lasts 24 hours from the request: confirm it then." });
  if (!(await isAlone(ctx)))
    throw new TRPCError({ code: "CONFLICT", message: "You are not alone here any more, which ends the cooling off: ask again." });
}

/**
 * The role is the one that was asked for, of the person who still has the role it was asked from;
 * anything else is another request. An invited person has no role yet: their link works from now on.
 */
async function applyGrant(ctx: ActorContext, request: RoleRequestRow): Promise<void> {
  const isBound = Buffer.compare(hashGrant(ctx.workspace.id, request), request.changeHash) === 0;
  if (isBound && request.fromRole === "none") return;
  const { personId, toRole } = request;
  const held = personId === undefined ? undefined : await lockMember(ctx, personId);
  if (!isBound || personId === undefined || held?.role !== request.fromRole)
    throw new TRPCError({ code: "CONFLICT", message: "The member's role has changed since: ask again for the role you mean." });
  await writeRole(ctx, { personId, toRole });
}

/** Approves or rejects a role grant, once: by someone else than who asked, or, alone, after cooling off. */
export async function decideRole(ctx: ActorContext, asked: Asked): Promise<{ readonly outcome: "approved" | "rejected" }> {
  const request = (await readRoleRequests(ctx.tx, ctx.now())).find(({ id }) => id === asked.requestId);
  if (request === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This request was decided or has expired." });
  if (asked.decision === "approved") {
    if (request.coolsOffAtMs === undefined) refuseDecider(ctx, request);
    else await refuseUncooled(ctx, request.coolsOffAtMs);
  }
  const { models, tenantId } = ctx.tx;
  const decided = await models.approval.updateMany({
    where: { tenantId, id: asked.requestId, decision: null },
    data: { decidedBy: ctx.signedIn.personId, decidedAtMs: ctx.now(), decision: asked.decision },
  });
  if (decided.count === 0) throw new TRPCError({ code: "CONFLICT", message: "Someone else has just decided it." });
  if (asked.decision === "approved") await applyGrant(ctx, request);
  await recordAct(ctx, {
    act: `member.role.${asked.decision}`,
    subject: request.personId ?? request.email,
    facts: { requestId: request.id, email: request.email, from: request.fromRole, to: request.toRole },
  });
  await announce(ctx, ["members"]);
  return { outcome: asked.decision };
}
