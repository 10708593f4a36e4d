import type { InvitationRow, MemberList, MemberRow, RoleRequest } from "../contract/member.ts";
import type { Tx } from "../database.ts";
import { mayRole, type Role } from "../permissions.ts";
import { readRoleRequests } from "./role-requests.ts";

const ROWS_MAX = 500;

type Asker = { readonly personId: string; readonly role: Role; readonly nowMs: number };
type MemberColumns = {
  readonly person_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly created_at_ms: number;
};
type InvitationColumns = {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invited_by: string;
  readonly created_at_ms: number;
  readonly expires_at_ms: number;
};

async function readMembers(tx: Tx, asker: Asker): Promise<readonly MemberRow[]> {
  const rows = await tx.rows<MemberColumns>(
    `select person_id, name, email, role, created_at_ms from member_directory
      where tenant_id = tenant_id() and removed_at_ms is null order by created_at_ms, person_id limit $1`,
    [ROWS_MAX],
  );
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    joinedAtMs: row.created_at_ms,
    isSelf: row.person_id === asker.personId,
  }));
}

/** Invitations that can still be accepted. */
async function readInvitations(tx: Tx, nowMs: number): Promise<readonly InvitationRow[]> {
  const rows = await tx.rows<InvitationColumns>(
    `select i.id, i.email, i.role, coalesce(m.name, '') as invited_by, i.created_at_ms, i.expires_at_ms
       from invitations i left join member_directory m on m.tenant_id = i.tenant_id and m.person_id = i.invited_by
      where i.tenant_id = tenant_id() and i.accepted_at_ms is null and i.revoked_at_ms is null and i.expires_at_ms > $1
      order by i.created_at_ms desc limit $2`,
    [nowMs, ROWS_MAX],
  );
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invited_by,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
  }));
}

/** Members by name, open invitations, and raised roles that wait for a second person. */
export async function listMembers(tx: Tx, asker: Asker): Promise<MemberList> {
  const members = await readMembers(tx, asker);
  const requests = await readRoleRequests(tx, asker.nowMs);
  const roleRequests: readonly RoleRequest[] = requests.map((request) => ({
    id: request.id,
    personId: request.personId,
    name: request.name,
    fromRole: request.fromRole,
    toRole: request.toRole,
    requestedBy: request.requestedByName,
    requestedAtMs: request.requestedAtMs,
    expiresAtMs: request.expiresAtMs,
    reason: request.reason,
    mayDecide: request.requestedBy !== asker.personId && mayRole(asker.role, "member.approve"),
  }));
  return { members, invitations: await readInvitations(tx, asker.nowMs), roleRequests };
}
