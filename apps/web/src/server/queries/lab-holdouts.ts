import type { DatasetName } from "@ballast/db/repositories/holdouts";
import { listHoldouts } from "@ballast/db/repositories/holdouts";
import type { HoldoutRow } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { readNames } from "./names.ts";
import { isPersonId } from "./studies.ts";

/** Holdouts of a dataset, or of all of the workspace, with the names of who keeps and who opened them. */
export async function readHoldouts(tx: TenantTx, of: { readonly datasetHash?: Uint8Array | undefined }): Promise<readonly HoldoutRow[]> {
  const rows = await listHoldouts(tx.client, { tenantId: tx.tenantId, datasetHash: of.datasetHash });
  const people = rows.flatMap(({ declaredBy, openedBy }) => [declaredBy, openedBy ?? ""]).filter(isPersonId);
  const names = await readNames(tx, people);
  const nameOf = (actor: string): string => names.get(actor) ?? actor;
  return rows.map(({ id, dataset, fromMs, declaredBy, declaredAtMs, reason, openedBy, openedAtMs, openReason }) => ({
    id,
    ...dataset,
    fromMs,
    declaredBy: nameOf(declaredBy),
    declaredAtMs,
    reason,
    opened: openedBy === null || openedAtMs === null ? undefined : { by: nameOf(openedBy), atMs: openedAtMs, reason: openReason ?? "" },
  }));
}

const nameText = ({ source, instruments, timeframeMs }: DatasetName): string => [source, timeframeMs, ...[...instruments].sort()].join(" ");

/** Those of one series or set of series, by name: a form knows no hash yet. */
export function holdoutsOf(holdouts: readonly HoldoutRow[], dataset: DatasetName): readonly HoldoutRow[] {
  return holdouts.filter((holdout) => nameText(holdout) === nameText(dataset));
}
