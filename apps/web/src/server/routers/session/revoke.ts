import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { endSession } from "../../usecases/end-sessions.ts";

/** Ends one of the asker's own sessions, wherever it is; it is out within five seconds. */
export const revoke = permitted("self.manage")
  .input(z.object({ sessionId: z.uuid() }))
  .mutation(({ ctx, input }): Promise<{ readonly revoked: number }> => endSession(ctx, input.sessionId));
