import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { revokeAllSessions } from "../../queries/sessions.ts";

/** Sign out everywhere; with `exceptCurrent` the asker stays signed in here. */
export const revokeAll = permitted("self.manage")
  .input(z.object({ exceptCurrent: z.boolean() }))
  .mutation(({ ctx, input }): Promise<{ readonly revoked: number }> =>
    revokeAllSessions(ctx.database.global, {
      personId: ctx.signedIn.personId,
      exceptSessionId: input.exceptCurrent ? ctx.signedIn.sessionId : undefined,
      nowMs: ctx.now(),
    }),
  );
