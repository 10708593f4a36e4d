import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { revokeSession } from "../../queries/sessions.ts";

/** Ends one of the asker's own sessions, wherever it is; it is out within five seconds. */
export const revoke = permitted("self.manage")
  .input(z.object({ sessionId: z.uuid() }))
  .mutation(({ ctx, input }): Promise<{ readonly revoked: number }> =>
    revokeSession(ctx.database.global, { personId: ctx.signedIn.personId, sessionId: input.sessionId, nowMs: ctx.now() }),
  );
