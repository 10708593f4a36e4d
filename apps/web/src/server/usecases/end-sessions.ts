import type { RequestContext, SignedIn } from "../context.ts";
import { revokeAllSessions, revokeSession } from "../queries/sessions.ts";

type SelfContext = RequestContext & { readonly signedIn: SignedIn };
type Ended = { readonly revoked: number };

/** Ends one of the asker's own sessions. */
export async function endSession(ctx: SelfContext, sessionId: string): Promise<Ended> {
  const ended = await revokeSession(ctx.database.global, { personId: ctx.signedIn.personId, sessionId, nowMs: ctx.now() });
  ctx.forgetSessions();
  return ended;
}

/** Ends all of them, or all but the one that asks. */
export async function endSessions(ctx: SelfContext, { exceptCurrent }: { readonly exceptCurrent: boolean }): Promise<Ended> {
  const { personId, sessionId } = ctx.signedIn;
  const ended = await revokeAllSessions(ctx.database.global, {
    personId,
    exceptSessionId: exceptCurrent ? sessionId : undefined,
    nowMs: ctx.now(),
  });
  ctx.forgetSessions();
  return ended;
}
