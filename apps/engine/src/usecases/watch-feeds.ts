import { randomUUID } from "node:crypto";
import { wordsOf } from "@ballast/core/decision/reason-codes";
import { UNDECLARED } from "@ballast/core/risk/declared";
import { trippedKills, type FeedHealth, type TrippedKill } from "@ballast/core/risk/kill-triggers";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { readEngineHealth } from "@ballast/db/repositories/engine-health";
import { insertFeedTrip, readWallProfiles, type WallProfile } from "@ballast/db/repositories/feed-trips";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { ENGINE } from "./decide-cycle/kill-rows.mapper.ts";

type Ports = Pick<EnginePorts, "pool" | "wallMs" | "log">;

/** What is heard of now: engines by their heartbeats. A venue's feed is declared with its adapter, reconnects and failed calls too. */
async function readFeeds(ports: Ports): Promise<readonly FeedHealth[]> {
  const engines = await readEngineHealth(ports.pool);
  return engines.map(({ worker, startedAtMs, seenAtMs }) => ({
    feed: `engine ${worker}`,
    openedMs: startedAtMs,
    heartbeatMs: seenAtMs,
    reconnectsMs: [],
  }));
}

/** The triggers of one workspace: each of its profiles may trip them, and the most careful does. */
function tripsOf(profiles: readonly WallProfile[], feeds: readonly FeedHealth[], nowMs: number): readonly TrippedKill[] {
  const health = { feeds, apis: UNDECLARED, instruments: UNDECLARED, integrity: UNDECLARED } as const;
  return profiles.flatMap(({ body }) => {
    const profile = decodeRiskProfile(body);
    return profile.kind === "reference" ? [] : trippedKills({ health, nowMs, settings: profile.killTriggers });
  });
}

async function setTrip(ports: Ports, tenantId: string, { code, facts, verb }: TrippedKill, feeds: readonly FeedHealth[]): Promise<void> {
  const sinceMs = ports.wallMs();
  const named = Object.fromEntries(facts);
  const heard = feeds.find(({ feed }) => feed === named["feed"])?.heartbeatMs;
  const withHeartbeat = { ...named, heartbeatMs: String(heard ?? "never") };
  await inTransaction(ports.pool, async (client) => {
    const id = randomUUID();
    const reason = `${code}: ${wordsOf(code, facts)}`;
    if (!(await insertFeedTrip(client, { tenantId, id, code, reason, sinceMs, setBy: ENGINE, facts: withHeartbeat }))) return;
    await appendAudit(client, {
      ...{ tenantId, atMs: sinceMs, actor: ENGINE, act: "halt.trip", subject: id },
      facts: { ...withHeartbeat, code, verb, scope: "all" },
    });
    ports.log.error({ tenantId, code, ...withHeartbeat }, "a trigger of the kill switch has tripped");
  });
}

/**
 * Watches the connections that carry live trading (RSK4), close or no close: one that falls silent
 * blocks the entries of every workspace that trades on the wall's clock, until a person re-arms. A
 * replay's clock stands still with its engine, so there no gap can open.
 */
export async function watchFeeds(ports: Ports): Promise<void> {
  const profiles = await readWallProfiles(ports.pool);
  if (profiles.length === 0) return;
  const feeds = await readFeeds(ports);
  const nowMs = ports.wallMs();
  for (const [tenantId, own] of Map.groupBy(profiles, (profile) => profile.tenantId))
    for (const trip of tripsOf(own, feeds, nowMs)) await setTrip(ports, tenantId, trip, feeds);
}
