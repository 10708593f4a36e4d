import type { DatasetName } from "@ballast/db/repositories/holdouts";
import { readLooks, sharesBars } from "@ballast/db/repositories/holdout-looks";
import { listHoldouts } from "@ballast/db/repositories/holdouts";
import type { HoldoutRow } from "../contract/lab.ts";
import type { TenantTx } from "../database.ts";
import { readNames } from "./names.ts";
import { isPersonId } from "./studies.ts";

/** Holdouts of the workspace, with the names of who keeps and who opened them, and how often they were looked into since. */
export async function readHoldouts(tx: TenantTx): Promise<readonly HoldoutRow[]> {
  const rows = await listHoldouts(tx.client, { tenantId: tx.tenantId });
  const looks = rows.some(({ openedBy }) => openedBy !== null) ? await readLooks(tx.client, tx.tenantId) : [];
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
    looks: looks.filter(({ holdoutId }) => holdoutId === id).length,
    opened: openedBy === null || openedAtMs === null ? undefined : { by: nameOf(openedBy), atMs: openedAtMs, reason: openReason ?? "" },
  }));
}

/** Those that hold bars of a dataset out, by name: a form knows no hash yet, and one series is held out with all that is rolled up of it. */
export function holdoutsOf(holdouts: readonly HoldoutRow[], dataset: DatasetName): readonly HoldoutRow[] {
  return holdouts.filter((holdout) => sharesBars(holdout, dataset));
}
