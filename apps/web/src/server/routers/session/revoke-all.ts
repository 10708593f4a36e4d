import { z } from "zod";
import { permitted } from "../../permitted.ts";
import { endSessions } from "../../usecases/end-sessions.ts";

/** Sign out everywhere; with `exceptCurrent` the asker stays signed in here. */
export const revokeAll = permitted("self.manage")
  .input(z.object({ exceptCurrent: z.boolean() }))
  .mutation(({ ctx, input }): Promise<{ readonly revoked: number }> => endSessions(ctx, input));
