import type { InvitationRow, MemberList, MemberRow, RoleRequest } from "../contract/member.ts";
import type { ModelsTx } from "../database.ts";
import { int8, roleOf } from "../mappers/row.ts";
import { mayRole, type Role } from "../permissions.ts";
import { readNames } from "./names.ts";
import { readRoleRequests } from "./role-requests.ts";

const ROWS_MAX = 500;

type Asker = { readonly personId: string; readonly role: Role; readonly nowMs: number };

async function readMembers({ models, tenantId }: ModelsTx, asker: Asker): Promise<readonly MemberRow[]> {
  const rows = await models.membership.findMany({
    where: { tenantId, removedAtMs: null },
    include: { person: true },
    orderBy: [{ createdAtMs: "asc" }, { personId: "asc" }],
    take: ROWS_MAX,
  });
  return rows.map((row) => ({
    personId: row.personId,
    name: row.person.name,
    email: row.person.email,
    role: roleOf(row),
    joinedAtMs: int8(row.createdAtMs),
    isSelf: row.personId === asker.personId,
  }));
}

/** Invitations that can still be accepted. */
async function readInvitations(tx: ModelsTx, nowMs: number): Promise<readonly InvitationRow[]> {
  const rows = await tx.models.invitation.findMany({
    where: { tenantId: tx.tenantId, acceptedAtMs: null, revokedAtMs: null, expiresAtMs: { gt: nowMs } },
    omit: { tokenHash: true },
    orderBy: { createdAtMs: "desc" },
    take: ROWS_MAX,
  });
  const names = await readNames(
    tx,
    rows.map(({ invitedBy }) => invitedBy),
  );
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: roleOf(row),
    invitedBy: names.get(row.invitedBy) ?? "",
    createdAtMs: int8(row.createdAtMs),
    expiresAtMs: int8(row.expiresAtMs),
  }));
}

/** Members by name, open invitations, and role grants that wait for a second person. */
export async function listMembers(tx: ModelsTx, asker: Asker): Promise<MemberList> {
  const members = await readMembers(tx, asker);
  const requests = await readRoleRequests(tx, asker.nowMs);
  const roleRequests: readonly RoleRequest[] = requests.map((request) => ({
    id: request.id,
    name: request.name,
    fromRole: request.fromRole,
    toRole: request.toRole,
    requestedBy: request.requestedByName,
    requestedAtMs: request.requestedAtMs,
    expiresAtMs: request.expiresAtMs,
    reason: request.reason,
    coolsOffAtMs: request.coolsOffAtMs,
    mayDecide: (request.requestedBy !== asker.personId || request.coolsOffAtMs !== undefined) && mayRole(asker.role, "member.approve"),
  }));
  return { members, invitations: await readInvitations(tx, asker.nowMs), roleRequests };
}
