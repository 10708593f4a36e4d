import { createHash } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { mayKeepRole, type Role } from "../permissions.ts";

export type RoleGrant = { readonly personId: string; readonly fromRole: Role; readonly toRole: Role };

/** What an approval of a grant is bound to: another person, role or workspace is another hash. */
export function hashGrant(tenantId: string, { personId, fromRole, toRole }: RoleGrant): Uint8Array {
  return createHash("sha256").update(["role_grant", tenantId, personId, fromRole, toRole].join("|")).digest();
}

/** The member's role, its row locked so that two changes can't cross; an error where the asker may not touch it. */
export async function lockMember(ctx: ActorContext, personId: string): Promise<Role> {
  const rows = await ctx.tx.rows<{ readonly role: Role }>(
    "select role from memberships where tenant_id = tenant_id() and person_id = $1 and removed_at_ms is null for update",
    [personId],
  );
  const [member] = rows;
  if (member === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This person is no member of the workspace." });
  if (!mayKeepRole(ctx.workspace.role, member.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner changes an owner." });
  return member.role;
}

/** Two owners who demote each other at once would leave none: every change of an owner waits for the one before it. */
export async function lockOwners(ctx: ActorContext): Promise<void> {
  await ctx.tx.rows(
    "select person_id from memberships where tenant_id = tenant_id() and role = 'owner' and removed_at_ms is null order by person_id for update",
  );
}

export async function refuseLastOwner(ctx: ActorContext, personId: string): Promise<void> {
  const { models, tenantId } = ctx.tx;
  const others = await models.membership.count({ where: { tenantId, role: "owner", removedAtMs: null, personId: { not: personId } } });
  if (others === 0)
    throw new TRPCError({ code: "CONFLICT", message: "A workspace keeps at least one owner: make another member owner first." });
}

export async function writeRole(
  ctx: ActorContext,
  { personId, toRole }: { readonly personId: string; readonly toRole: Role },
): Promise<void> {
  const { models, tenantId } = ctx.tx;
  await models.membership.updateMany({ where: { tenantId, personId }, data: { role: toRole } });
}
