import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { decideRole as decide } from "../../usecases/decide-role.ts";

/** The second pair of eyes on a raised role; SQL refuses the asker's own. */
export const decideRole = permitted("member.approve")
  .input(z.object({ requestId: z.uuid(), decision: z.enum(["approved", "rejected"]) }))
  .mutation(({ ctx, input }): Promise<{ readonly outcome: "approved" | "rejected" }> => decide(ctx, input));
