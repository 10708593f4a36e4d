import type { ClientBase, Pool } from "pg";

/** A change that a second person has to agree to, bound to the hash of exactly that change. */
export type ApprovalRequest = {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly changeHash: Uint8Array;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
  readonly expiresAtMs: number;
  readonly reason: string;
};

type OfChange = Pick<ApprovalRequest, "tenantId" | "changeHash"> & { readonly wallMs: number };

export type OpenApproval = { readonly id: string; readonly isApproved: boolean; readonly expiresAtMs: number };

/** The request of this very change that still counts: an approved and unused one before one that waits. */
export async function findOpenApproval(
  db: ClientBase | Pool,
  { tenantId, changeHash, wallMs }: OfChange,
): Promise<OpenApproval | undefined> {
  const { rows } = await db.query<{ id: string; decision: string | null; expires_at_ms: number }>(
    `select id, decision, expires_at_ms from approvals
     where tenant_id = $1 and change_hash = $2 and expires_at_ms > $3 and used_at_ms is null and (decision is null or decision = 'approved')
     order by decision nulls last, requested_at_ms limit 1`,
    [tenantId, changeHash, wallMs],
  );
  const row = rows[0];
  return row === undefined ? undefined : { id: row.id, isApproved: row.decision === "approved", expiresAtMs: row.expires_at_ms };
}

/** Files a request. On the owner's connection or the web's: the engine asks nobody for anything. */
export async function insertApproval(client: ClientBase, request: ApprovalRequest): Promise<void> {
  await client.query(
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      request.tenantId,
      request.id,
      request.kind,
      request.subject,
      request.changeHash,
      request.requestedBy,
      request.requestedAtMs,
      request.expiresAtMs,
      request.reason,
    ],
  );
}

/**
 * Uses up the approval of this change in the transaction that makes it; throws where none is in force. Approvals are
 * changed by the checks alone, so this is for a connection that may stand in for them: the administrator's.
 */
export async function useApproval(client: ClientBase, of: Pick<ApprovalRequest, "tenantId" | "kind" | "changeHash">): Promise<void> {
  await client.query("set local role ballast_integrity");
  await client.query("select use_approval($1, $2, $3)", [of.tenantId, of.kind, of.changeHash]);
  await client.query("reset role");
}

/** A member of a workspace by e-mail; undefined where there is none. On the owner's connection. */
export async function findMemberByEmail(
  db: ClientBase | Pool,
  of: { readonly tenantId: string; readonly email: string },
): Promise<string | undefined> {
  const { rows } = await db.query<{ person_id: string }>(
    `select m.person_id from memberships m join people p on p.id = m.person_id
     where m.tenant_id = $1 and p.email = lower($2) and m.removed_at_ms is null`,
    [of.tenantId, of.email],
  );
  return rows[0]?.person_id;
}
