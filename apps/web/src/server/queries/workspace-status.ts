import type { Tx } from "../database.ts";
import type { Workspace } from "../permitted.ts";
import type { WorkspaceStatus } from "../contract/workspace.ts";

export async function readWorkspaceStatus(_tx: Tx, _of: { readonly workspace: Workspace; readonly nowMs: number }): Promise<WorkspaceStatus> {
  throw new Error("not written yet");
}
