import { tracked, TRPCError, type TrackedEnvelope } from "@trpc/server";
import { LIVE_TOPICS, type LiveUpdate } from "../contract/live.ts";
import type { RequestContext, SignedIn } from "../context.ts";
import type { Workspace } from "../workspace.ts";
import { findMembership } from "../queries/membership.ts";
import { createTopicBuffer } from "./topic-buffer.ts";

type StreamContext = RequestContext & { readonly signedIn: SignedIn; readonly workspace: Workspace };

/** With the session cache's two seconds this ends the stream of a revoked session within five. */
const CHECK_MS = 2_000;
/** A burst of commits becomes one update; people read no faster. */
const GATHER_MS = 250;

/** A stream outlives the request that was checked: it asks again, as often as a request would. */
async function requireStillAllowed(ctx: StreamContext): Promise<void> {
  const signedIn = await ctx.findSession(ctx.signedIn.sessionId);
  if (signedIn === undefined) throw new TRPCError({ code: "UNAUTHORIZED", message: "This session has ended: sign in again." });
  const workspace = await ctx.database.withTenant(ctx.workspace.id, (tx) => findMembership(tx, signedIn.personId));
  if (workspace === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "You do not belong to this workspace any more." });
}

type Resumed = { readonly lastEventId: string | undefined; readonly signal: AbortSignal | undefined };

/**
 * What changed in the workspace, gathered over a quarter of a second. A client that comes back with
 * the id of its last event may have missed some, and is told that everything changed.
 */
export async function* streamUpdates(ctx: StreamContext, { lastEventId, signal }: Resumed): AsyncGenerator<TrackedEnvelope<LiveUpdate>> {
  const buffer = createTopicBuffer();
  const stop = ctx.hub.listen(ctx.workspace.id, buffer.add);
  if (stop === undefined) throw new TRPCError({ code: "TOO_MANY_REQUESTS", message: "Too many pages follow live updates here." });
  try {
    let sequence = 0;
    yield tracked(String(sequence), { topics: lastEventId === undefined ? [] : [...LIVE_TOPICS], atMs: ctx.now() });
    let checkedMs = ctx.now();
    while (signal?.aborted !== true) {
      const first = await buffer.take(CHECK_MS, signal);
      if (ctx.now() - checkedMs >= CHECK_MS) {
        await requireStillAllowed(ctx);
        checkedMs = ctx.now();
      }
      if (first.length === 0) continue;
      await gather(signal);
      const topics = [...new Set([...first, ...(await buffer.take(0, signal))])];
      sequence += 1;
      yield tracked(String(sequence), { topics, atMs: ctx.now() });
    }
  } finally {
    stop();
  }
}

async function gather(signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
}
