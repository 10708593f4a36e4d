import type { SignedIn } from "../context.ts";

/** Reads a session that is neither revoked nor expired, and marks it seen. */
export type FindSession = (sessionId: string, nowMs: number) => Promise<SignedIn | undefined>;

export type SessionCheck = {
  /** At most two seconds old, so that a revocation holds well within five. */
  readonly find: (sessionId: string) => Promise<SignedIn | undefined>;
  /** After this process has ended a session everyone is looked at again: a revocation made here holds at once here. */
  readonly forgetAll: () => void;
};

const CACHED_MS = 2_000;
const CACHED_MAX = 10_000;

type Cached = { readonly untilMs: number; readonly found: Promise<SignedIn | undefined> };

/** Checks the session row on every request; a burst of requests shares one look. A failed look is not kept. */
export function createSessionCheck(findSession: FindSession, now: () => number): SessionCheck {
  const cache = new Map<string, Cached>();
  return {
    find: (sessionId) => {
      const nowMs = now();
      const cached = cache.get(sessionId);
      if (cached !== undefined && nowMs < cached.untilMs) return cached.found;
      if (cache.size >= CACHED_MAX) cache.clear();
      const found = findSession(sessionId, nowMs);
      cache.set(sessionId, { untilMs: nowMs + CACHED_MS, found });
      found.catch(() => cache.delete(sessionId));
      return found;
    },
    forgetAll: () => {
      cache.clear();
    },
  };
}
