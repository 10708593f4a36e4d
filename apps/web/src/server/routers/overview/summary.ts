import type { OverviewSummary } from "../../contract/overview.ts";
import { permitted } from "../../permitted.ts";
import { readOverview } from "../../queries/overview.ts";

export const summary = permitted("workspace.read").query(({ ctx }): Promise<OverviewSummary> =>
  readOverview(ctx.tx, { workspace: ctx.workspace, nowMs: ctx.now(), sums: ctx.sums }),
);
