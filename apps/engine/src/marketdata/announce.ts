import { LIVE_CHANNEL } from "@ballast/db/repositories/live-channel";
import type { Pool } from "pg";
import type { Log } from "../log.ts";

const TOPICS = ["decisions", "orders", "fills", "equity", "market", "engine"] as const;
/** A workspace is told at most this often: people read no faster. */
const COALESCE_MS = 200;

/**
 * Tells the web app that workspaces changed, after the commit and outside of it: a lost notice costs
 * a page its freshness until the next one, never a row.
 */
export function openAnnouncer(pool: Pool, log: Log, topics: readonly string[] = TOPICS): (tenantIds: readonly string[]) => void {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    timer = undefined;
    // A command that is through has closed its pool; its last notice is one of those that may be lost.
    if (pool.ending) return;
    const payloads = [...waiting].map((tenantId) => JSON.stringify({ tenantId, topics }));
    waiting.clear();
    pool.query("select pg_notify($1, payload) from unnest($2::text[]) as payload", [LIVE_CHANNEL, payloads]).catch((error: unknown) => {
      log.warn({ err: error }, "live notices were not sent");
    });
  };
  return (tenantIds) => {
    for (const tenantId of tenantIds) waiting.add(tenantId);
    timer ??= setTimeout(send, COALESCE_MS).unref();
  };
}
