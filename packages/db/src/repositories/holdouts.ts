import type { ClientBase, Pool } from "pg";

/** Which series a dataset is, as people name it. */
export type DatasetName = { readonly source: string; readonly instruments: readonly string[]; readonly timeframeMs: number };

/** The stretch of a dataset from a moment on that a workspace keeps unseen until it opens it, once. */
export type Holdout = {
  readonly tenantId: string;
  readonly id: string;
  readonly datasetHash: Uint8Array;
  readonly dataset: DatasetName;
  readonly fromMs: number;
  readonly declaredBy: string;
  readonly declaredAtMs: number;
  readonly reason: string;
};

export type ListedHoldout = Holdout & {
  readonly openedBy: string | null;
  readonly openedAtMs: number | null;
  readonly openReason: string | null;
};

/** Declares a holdout; the database refuses one that some study looks at. False where it is declared already. */
export async function insertHoldout(client: ClientBase, holdout: Holdout): Promise<boolean> {
  const { tenantId, id, datasetHash, dataset, fromMs, declaredBy, declaredAtMs, reason } = holdout;
  const result = await client.query(
    `insert into holdouts (tenant_id, id, dataset_hash, dataset, from_ms, declared_by, declared_at_ms, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, dataset_hash, from_ms) do nothing`,
    [tenantId, id, datasetHash, JSON.stringify(dataset), fromMs, declaredBy, declaredAtMs, reason],
  );
  return result.rowCount === 1;
}

/** Opens a holdout, once; false where it was opened before. */
export async function insertOpening(
  client: ClientBase,
  opening: { readonly tenantId: string; readonly holdoutId: string; readonly by: string; readonly atMs: number; readonly reason: string },
): Promise<boolean> {
  const result = await client.query(
    `insert into holdout_openings (tenant_id, holdout_id, opened_by, opened_at_ms, reason) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, holdout_id) do nothing`,
    [opening.tenantId, opening.holdoutId, opening.by, opening.atMs, opening.reason],
  );
  return result.rowCount === 1;
}

const HOLDOUTS_MAX = 1_000;

/** Holdouts of a workspace, or of one dataset of it, the newest first. */
export async function listHoldouts(
  db: ClientBase | Pool,
  filter: { readonly tenantId: string; readonly datasetHash?: Uint8Array | undefined },
): Promise<ListedHoldout[]> {
  const { rows } = await db.query<ListedHoldout>(
    `select h.tenant_id as "tenantId", h.id, h.dataset_hash as "datasetHash", h.dataset, h.from_ms as "fromMs", h.declared_by as "declaredBy",
       h.declared_at_ms as "declaredAtMs", h.reason, o.opened_by as "openedBy", o.opened_at_ms as "openedAtMs", o.reason as "openReason"
     from holdouts h left join holdout_openings o on o.tenant_id = h.tenant_id and o.holdout_id = h.id
     where h.tenant_id = $1 and ($2::bytea is null or h.dataset_hash = $2) order by h.declared_at_ms desc, h.id limit ${HOLDOUTS_MAX}`,
    [filter.tenantId, filter.datasetHash ?? null],
  );
  return rows;
}
