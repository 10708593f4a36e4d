import type { Tx } from "../database.ts";
import type { Workspace } from "../permitted.ts";
import type { OverviewSummary } from "../contract/overview.ts";

export async function readOverview(_tx: Tx, _of: { readonly workspace: Workspace; readonly nowMs: number }): Promise<OverviewSummary> {
  throw new Error("not written yet");
}
