import { z } from "zod";
import type { Tx } from "../database.ts";
import { ROLES, type Role } from "../permissions.ts";

/** A raised role that waits: an approval bound to the hash of exactly this change. */
export type RoleRequestRow = {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly fromRole: Role;
  readonly toRole: Role;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  readonly reason: string;
  readonly changeHash: Uint8Array;
};

export const ROLE_GRANT = "role_grant";
const ROWS_MAX = 200;

type Change = { readonly personId: string; readonly fromRole: Role; readonly toRole: Role };

const subjectSchema = z.tuple([z.uuid(), z.enum(ROLES), z.enum(ROLES)]);

/** The change in the approval's subject: whose role, from what, to what. */
export function writeRoleSubject({ personId, fromRole, toRole }: Change): string {
  return [personId, fromRole, toRole].join("|");
}

function readRoleSubject(subject: string): Change {
  const [personId, fromRole, toRole] = subjectSchema.parse(subject.split("|"));
  return { personId, fromRole, toRole };
}

type Row = {
  readonly id: string;
  readonly subject: string;
  readonly name: string;
  readonly requested_by: string;
  readonly requested_by_name: string;
  readonly requested_at_ms: number;
  readonly expires_at_ms: number;
  readonly reason: string;
  readonly change_hash: Uint8Array;
};

/** Undecided and not expired, oldest first. */
export async function readRoleRequests(tx: Tx, nowMs: number): Promise<readonly RoleRequestRow[]> {
  const rows = await tx.rows<Row>(
    `select a.id, a.subject, a.requested_by, a.requested_at_ms, a.expires_at_ms, a.reason, a.change_hash,
            coalesce((select m.name from member_directory m where m.tenant_id = a.tenant_id and m.person_id::text = split_part(a.subject, '|', 1)), '') as name,
            coalesce((select m.name from member_directory m where m.tenant_id = a.tenant_id and m.person_id = a.requested_by), '') as requested_by_name
       from approvals a
      where a.tenant_id = tenant_id() and a.kind = $1 and a.decision is null and a.expires_at_ms > $2
      order by a.requested_at_ms, a.id limit $3`,
    [ROLE_GRANT, nowMs, ROWS_MAX],
  );
  return rows.map((row) => ({
    ...readRoleSubject(row.subject),
    id: row.id,
    name: row.name,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    requestedAtMs: row.requested_at_ms,
    expiresAtMs: row.expires_at_ms,
    reason: row.reason,
    changeHash: row.change_hash,
  }));
}
