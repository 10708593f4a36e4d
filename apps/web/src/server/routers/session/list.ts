import type { SessionRow } from "../../contract/session.ts";
import { permitted } from "../../permitted.ts";
import { listSessions } from "../../queries/sessions.ts";

export const list = permitted("self.read").query(({ ctx }): Promise<readonly SessionRow[]> =>
  listSessions(ctx.database.global, { signedIn: ctx.signedIn, nowMs: ctx.now() }),
);
