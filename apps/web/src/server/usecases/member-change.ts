import { createHash } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { ActorContext } from "../actor.ts";
import { mayKeepRole, type HeldRole, type Role } from "../permissions.ts";

/** Whose role, from what, to what. By e-mail: it is what whoever approves reads, and all that an invited person has. */
export type RoleGrant = { readonly email: string; readonly fromRole: HeldRole; readonly toRole: Role };

/** What an approval of a grant is bound to, as SQL computes it: another person, role or workspace is another hash. */
export function hashGrant(tenantId: string, { email, fromRole, toRole }: RoleGrant): Uint8Array {
  return createHash("sha256").update(["role_grant", tenantId, email, fromRole, toRole].join("|")).digest();
}

type LockedMember = { readonly role: Role; readonly email: string };

/** The member, its row locked so that two changes can't cross; an error where the asker may not touch it. */
export async function lockMember(ctx: ActorContext, personId: string): Promise<LockedMember> {
  const rows = await ctx.tx.rows<LockedMember>(
    `select m.role, p.email from memberships m join people p on p.id = m.person_id
     where m.tenant_id = tenant_id() and m.person_id = $1 and m.removed_at_ms is null for update of m`,
    [personId],
  );
  const [member] = rows;
  if (member === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "This person is no member of the workspace." });
  if (!mayKeepRole(ctx.workspace.role, member.role)) throw new TRPCError({ code: "FORBIDDEN", message: "Only an owner changes an owner." });
  return member;
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

/** SQL refuses a role that is not lower unless an approval of exactly this change is in force, and uses that up. */
export async function writeRole(
  ctx: ActorContext,
  { personId, toRole }: { readonly personId: string; readonly toRole: Role },
): Promise<void> {
  const { models, tenantId } = ctx.tx;
  await models.membership.updateMany({ where: { tenantId, personId }, data: { role: toRole } });
}
