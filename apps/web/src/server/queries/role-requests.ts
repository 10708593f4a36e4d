import { z } from "zod";
import type { ModelsTx } from "../database.ts";
import { int8 } from "../mappers/row.ts";
import { ROLES, type HeldRole, type Role } from "../permissions.ts";
import { readNames } from "./names.ts";

/** A role grant that waits: an approval bound to the hash of exactly this change. */
export type RoleRequestRow = {
  readonly id: string;
  readonly email: string;
  /** The member of that address; undefined for who is only invited. */
  readonly personId: string | undefined;
  /** Of the member; the address of who is only invited. */
  readonly name: string;
  readonly fromRole: HeldRole;
  readonly toRole: Role;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  /** From when a member who is alone may confirm it; undefined where a second person decides. */
  readonly coolsOffAtMs: number | undefined;
  readonly reason: string;
  readonly changeHash: Uint8Array;
};

export const ROLE_GRANT = "role_grant";
export const COOLING_OFF = "cooling_off";
/** As SQL has it in `check_approval`. */
const COOLING_OFF_MS = 24 * 3_600_000;
const ROWS_MAX = 200;

type Change = { readonly email: string; readonly fromRole: HeldRole; readonly toRole: Role };

const heldRoleSchema = z.enum(["none", ...ROLES]);
const roleSchema = z.enum(ROLES);

/** The change in the approval's subject: whose role, from what, to what. */
export function writeRoleSubject({ email, fromRole, toRole }: Change): string {
  return [email, fromRole, toRole].join("|");
}

/** Read from its end: an address may hold the mark that parts it. Undefined where it is no role's subject. */
function readRoleSubject(subject: string): Change | undefined {
  const parts = subject.split("|");
  const [from, to] = parts.slice(-2);
  const [fromRole, toRole] = [heldRoleSchema.safeParse(from), roleSchema.safeParse(to)];
  return fromRole.success && toRole.success
    ? { email: parts.slice(0, -2).join("|"), fromRole: fromRole.data, toRole: toRole.data }
    : undefined;
}

type Named = { readonly id: string; readonly name: string };

async function readPeople({ models, tenantId }: ModelsTx, emails: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const rows = await models.membership.findMany({
    where: { tenantId, person: { email: { in: [...new Set(emails)] } } },
    select: { personId: true, person: { select: { email: true, name: true } } },
  });
  return new Map(rows.map(({ personId, person }) => [person.email, { id: personId, name: person.name }]));
}

/** Undecided and not expired, oldest first. */
export async function readRoleRequests(tx: ModelsTx, nowMs: number): Promise<readonly RoleRequestRow[]> {
  const rows = await tx.models.approval.findMany({
    where: { tenantId: tx.tenantId, kind: { in: [ROLE_GRANT, COOLING_OFF] }, decision: null, expiresAtMs: { gt: nowMs } },
    orderBy: [{ requestedAtMs: "asc" }, { id: "asc" }],
    take: ROWS_MAX,
  });
  const requests = rows.flatMap((row) => {
    const change = readRoleSubject(row.subject);
    return change === undefined ? [] : [{ row, change }];
  });
  if (requests.length === 0) return [];
  const people = await readPeople(
    tx,
    requests.map(({ change }) => change.email),
  );
  const names = await readNames(
    tx,
    requests.map(({ row }) => row.requestedBy),
  );
  return requests.map(({ row, change }) => ({
    ...change,
    id: row.id,
    personId: people.get(change.email)?.id,
    name: people.get(change.email)?.name ?? change.email,
    requestedBy: row.requestedBy,
    requestedByName: names.get(row.requestedBy) ?? "",
    requestedAtMs: int8(row.requestedAtMs),
    expiresAtMs: int8(row.expiresAtMs),
    coolsOffAtMs: row.kind === COOLING_OFF ? int8(row.requestedAtMs) + COOLING_OFF_MS : undefined,
    reason: row.reason,
    changeHash: row.changeHash,
  }));
}
