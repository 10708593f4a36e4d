import { LIVE_CHANNEL } from "@ballast/db/repositories/live-channel";
import type { ActorContext } from "../actor.ts";
import type { LiveTopic } from "../contract/live.ts";

/** Tells every web process, at the commit, what changed in this workspace. */
export async function announce(ctx: ActorContext, topics: readonly LiveTopic[]): Promise<void> {
  await ctx.tx.rows("select pg_notify($1, $2)", [LIVE_CHANNEL, JSON.stringify({ tenantId: ctx.workspace.id, topics })]);
}
