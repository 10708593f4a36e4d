import { z } from "zod";
import type { ModelsTx } from "../database.ts";
import { int8 } from "../mappers/row.ts";
import { ROLES, type Role } from "../permissions.ts";
import { readNames } from "./names.ts";

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

/** Undecided and not expired, oldest first. */
export async function readRoleRequests(tx: ModelsTx, nowMs: number): Promise<readonly RoleRequestRow[]> {
  const rows = await tx.models.approval.findMany({
    where: { tenantId: tx.tenantId, kind: ROLE_GRANT, decision: null, expiresAtMs: { gt: nowMs } },
    orderBy: [{ requestedAtMs: "asc" }, { id: "asc" }],
    take: ROWS_MAX,
  });
  const requests = rows.map((row) => ({ row, change: readRoleSubject(row.subject) }));
  const names = await readNames(
    tx,
    requests.flatMap(({ row, change }) => [row.requestedBy, change.personId]),
  );
  return requests.map(({ row, change }) => ({
    ...change,
    id: row.id,
    name: names.get(change.personId) ?? "",
    requestedBy: row.requestedBy,
    requestedByName: names.get(row.requestedBy) ?? "",
    requestedAtMs: int8(row.requestedAtMs),
    expiresAtMs: int8(row.expiresAtMs),
    reason: row.reason,
    changeHash: row.changeHash,
  }));
}
