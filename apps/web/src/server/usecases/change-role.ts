import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import type { RoleChange } from "../contract/member.ts";
import { isGrant, mayKeepRole, type Role } from "../permissions.ts";
import { announce } from "./announce.ts";
import { lockMember, lockOwners, refuseLastOwner, writeRole } from "./member-change.ts";
import { recordAct } from "./record-act.ts";
import { requestGrant } from "./request-grant.ts";

const VALID_MS = 7 * 24 * 3_600_000;

type Asked = { readonly personId: string; readonly role: Role; readonly reason: string };

/** Changes a member's role. A lower role holds at once; any other is a grant and waits for a second person. */
export async function changeRole(ctx: ActorContext, asked: Asked): Promise<RoleChange> {
  await lockOwners(ctx);
  const { role: fromRole, email } = await lockMember(ctx, asked.personId);
  if (fromRole === asked.role) throw new TRPCError({ code: "CONFLICT", message: "The member has this role already." });
  if (!mayKeepRole(ctx.workspace.role, asked.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner makes an owner." });
  if (fromRole === "owner") await refuseLastOwner(ctx, asked.personId);
  if (isGrant(fromRole, asked.role)) {
    const grant = { email, fromRole, toRole: asked.role };
    const { requestId } = await requestGrant(ctx, {
      grant,
      personId: asked.personId,
      reason: asked.reason,
      expiresAtMs: ctx.now() + VALID_MS,
    });
    await announce(ctx, ["members"]);
    return { outcome: "awaits_approval", requestId };
  }
  await writeRole(ctx, { personId: asked.personId, toRole: asked.role });
  await recordAct(ctx, {
    act: "member.changeRole",
    subject: asked.personId,
    facts: { from: fromRole, to: asked.role, reason: asked.reason },
  });
  await announce(ctx, ["members"]);
  return { outcome: "changed" };
}
