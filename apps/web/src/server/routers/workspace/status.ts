import type { WorkspaceStatus } from "../../contract/workspace.ts";
import { permitted } from "../../permitted.ts";
import { readWorkspaceStatus } from "../../queries/workspace-status.ts";

export const status = permitted("workspace.read").query(({ ctx }): Promise<WorkspaceStatus> =>
  readWorkspaceStatus(ctx.tx, { workspace: ctx.workspace, nowMs: ctx.now() }),
);
