import type { ClientBase, Pool } from "pg";

/** What a person asked of the engine. `payload` is parsed by whoever carries it out. */
export type Command = {
  readonly tenantId: string;
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly requestedBy: string;
  readonly requestedAtMs: number;
};

/** Claims a command by conditional update: undefined where it is done or in another worker's hands. */
export async function claimCommand(
  pool: Pool,
  claim: {
    readonly tenantId: string;
    readonly commandId: string;
    readonly worker: string;
    readonly wallMs: number;
    readonly staleMs: number;
  },
): Promise<Command | undefined> {
  const { rows } = await pool.query<{ kind: string; payload: unknown; requested_by: string; requested_at_ms: number }>(
    `update commands set state = 'claimed', claimed_by = $3, claimed_at_ms = $4
     where tenant_id = $1 and id = $2 and (state = 'pending' or (state = 'claimed' and claimed_at_ms < $4 - $5::int8)) returning kind, payload, requested_by, requested_at_ms`,
    [claim.tenantId, claim.commandId, claim.worker, claim.wallMs, claim.staleMs],
  );
  const row = rows[0];
  return row === undefined
    ? undefined
    : {
        tenantId: claim.tenantId,
        id: claim.commandId,
        kind: row.kind,
        payload: row.payload,
        requestedBy: row.requested_by,
        requestedAtMs: row.requested_at_ms,
      };
}

/** Ends a command that this worker has claimed with what came of it; false where the claim is another's by now. */
export async function finishCommand(
  db: ClientBase | Pool,
  end: {
    readonly tenantId: string;
    readonly commandId: string;
    readonly worker: string;
    readonly state: "done" | "refused" | "failed";
    readonly result: unknown;
    readonly wallMs: number;
  },
): Promise<boolean> {
  const result = await db.query(
    "update commands set state = $3, result = $4, finished_at_ms = $5 where tenant_id = $1 and id = $2 and state = 'claimed' and claimed_by = $6",
    [end.tenantId, end.commandId, end.state, JSON.stringify(end.result), end.wallMs, end.worker],
  );
  return result.rowCount === 1;
}
