import type { PendingApprovals } from "../../contract/pending.ts";
import { permitted } from "../../permitted.ts";
import { countPendingApprovals } from "../../queries/pending-approvals.ts";

/** What waits for a second person anywhere in the workspace: the frame marks the sections where it is decided. */
export const pending = permitted("workspace.read").query(({ ctx }): Promise<PendingApprovals> => countPendingApprovals(ctx.tx, ctx.now()));
