import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { decideRaise as decide } from "../../usecases/assign-profile.ts";

export const decideRaise = permitted("profile.approve")
  .input(z.object({ requestId: z.uuid(), decision: z.enum(["approved", "rejected"]) }))
  .mutation(({ ctx, input }): Promise<{ readonly commandId: string | undefined }> => decide(ctx, input));
