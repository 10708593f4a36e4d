import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { COOLING_OFF, ROLE_GRANT, writeRoleSubject } from "../queries/role-requests.ts";
import { hasSecondApprover, isAlone } from "./approvers.ts";
import { hashGrant, type RoleGrant } from "./member-change.ts";
import { recordAct } from "./record-act.ts";

type Asked = {
  readonly grant: RoleGrant;
  /** The member whose role it is; undefined for who is only invited. */
  readonly personId: string | undefined;
  readonly reason: string;
  readonly expiresAtMs: number;
};

export type RequestedGrant = { readonly requestId: string; readonly waitsFor: "second_person" | "cooling_off" };

/** Who stands in as the second person, or an error that says how there can be one. */
async function kindOf(ctx: ActorContext, personId: string | undefined): Promise<typeof ROLE_GRANT | typeof COOLING_OFF> {
  if (await hasSecondApprover(ctx, personId)) return ROLE_GRANT;
  if (await isAlone(ctx)) return COOLING_OFF;
  throw new TRPCError({
    code: "CONFLICT",
    message:
      "No other owner, admin or risk officer is here to approve it, and cooling off is for a workspace of one. Remove the others, invite a second approver, and have them back then.",
  });
}

/** Asks for a role to be granted: recorded, bound to exactly this change, and without effect until it is approved. */
export async function requestGrant(ctx: ActorContext, { grant, personId, reason, expiresAtMs }: Asked): Promise<RequestedGrant> {
  const kind = await kindOf(ctx, personId);
  const requestId = ctx.newId();
  await ctx.tx.models.approval.create({
    data: {
      tenantId: ctx.tx.tenantId,
      id: requestId,
      kind,
      subject: writeRoleSubject(grant),
      changeHash: Uint8Array.from(hashGrant(ctx.workspace.id, grant)),
      requestedBy: ctx.signedIn.personId,
      requestedAtMs: ctx.now(),
      expiresAtMs,
      reason,
    },
  });
  await recordAct(ctx, {
    act: "member.requestRole",
    subject: personId ?? grant.email,
    facts: { requestId, kind, email: grant.email, from: grant.fromRole, to: grant.toRole, reason },
  });
  return { requestId, waitsFor: kind === ROLE_GRANT ? "second_person" : "cooling_off" };
}
