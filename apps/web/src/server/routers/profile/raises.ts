import type { RaiseRequest } from "../../contract/profile.ts";
import { mayRole } from "../../permissions.ts";
import { permitted } from "../../permitted.ts";
import { listRaises } from "../../queries/raise-requests.ts";

/** Raised limits that wait for a second person. */
export const raises = permitted("profile.read").query(({ ctx }): Promise<readonly RaiseRequest[]> =>
  listRaises(ctx.tx, { nowMs: ctx.now(), personId: ctx.signedIn.personId, isApprover: mayRole(ctx.workspace.role, "profile.approve") }),
);
