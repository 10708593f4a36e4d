import { createControlPlane } from "@ballast/db/clients/prisma";
import type { Pool } from "pg";
import { createSessionCheck } from "./auth/session-check.ts";
import { createSignInLimit } from "./auth/sign-in-limit.ts";
import type { Surroundings } from "./context.ts";
import { createDatabase } from "./database.ts";
import { createLiveHub } from "./live/hub.ts";
import { createSumCache } from "./queries/sum-cache.ts";
import { findSession } from "./queries/sessions.ts";

type Given = { readonly pool: Pool; readonly now: () => number; readonly newId: () => string };

/** Everything that requests share, from a pool, a clock and a source of ids. */
export function createSurroundings({ pool, now, newId }: Given): Surroundings {
  const database = createDatabase(pool, createControlPlane());
  const sessions = createSessionCheck((sessionId, nowMs) => findSession(database.global, sessionId, nowMs), now);
  return {
    database,
    hub: createLiveHub(),
    signInLimit: createSignInLimit(),
    sums: createSumCache(),
    now,
    newId,
    findSession: sessions.find,
    forgetSessions: sessions.forgetAll,
  };
}
