import type { SignedIn } from "../context.ts";
import type { SessionRow } from "../contract/session.ts";
import { onlyRow, type Tx } from "../database.ts";

type FoundRow = {
  readonly id: string;
  readonly person_id: string;
  readonly email: string;
  readonly name: string;
  readonly last_seen_at_ms: number;
};
type ListRow = {
  readonly id: string;
  readonly created_at_ms: number;
  readonly last_seen_at_ms: number;
  readonly expires_at_ms: number;
  readonly user_agent: string;
};

/** How stale "last seen" may be: writing it on every request would make each read a write. */
const TOUCH_AFTER_MS = 60_000;

/** The session while it is neither revoked nor expired. */
export async function findSession(db: Tx, sessionId: string, nowMs: number): Promise<SignedIn | undefined> {
  const rows = await db.rows<FoundRow>("select id, person_id, email, name, last_seen_at_ms from find_session($1, $2)", [sessionId, nowMs]);
  const row = rows[0];
  if (row === undefined) return undefined;
  if (nowMs - row.last_seen_at_ms > TOUCH_AFTER_MS) await db.rows("select touch_session($1, $2)", [sessionId, nowMs]);
  return { personId: row.person_id, email: row.email, name: row.name, sessionId: row.id };
}

export async function listSessions(db: Tx, of: { readonly signedIn: SignedIn; readonly nowMs: number }): Promise<readonly SessionRow[]> {
  const rows = await db.rows<ListRow>("select id, created_at_ms, last_seen_at_ms, expires_at_ms, user_agent from list_sessions($1, $2)", [
    of.signedIn.personId,
    of.nowMs,
  ]);
  return rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === of.signedIn.sessionId,
    createdAtMs: row.created_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
    expiresAtMs: row.expires_at_ms,
    userAgent: row.user_agent,
  }));
}

/** Someone else's session is left alone: the function asks for its person too. */
export async function revokeSession(
  db: Tx,
  of: { readonly personId: string; readonly sessionId: string; readonly nowMs: number },
): Promise<{ readonly revoked: number }> {
  const rows = await db.rows<{ readonly revoked: boolean }>("select revoke_session($1, $2, $3) as revoked", [
    of.sessionId,
    of.personId,
    of.nowMs,
  ]);
  return { revoked: onlyRow(rows, "revoke_session").revoked ? 1 : 0 };
}

type RevokeAll = { readonly personId: string; readonly exceptSessionId: string | undefined; readonly nowMs: number };

export async function revokeAllSessions(db: Tx, of: RevokeAll): Promise<{ readonly revoked: number }> {
  const rows = await db.rows<{ readonly revoked: number }>("select revoke_sessions($1, $2, $3) as revoked", [
    of.personId,
    of.exceptSessionId ?? null,
    of.nowMs,
  ]);
  return { revoked: onlyRow(rows, "revoke_sessions").revoked };
}

/** Ends the session whose cookie signs out: the cookie is the proof, so its person is looked up here. */
export async function revokeOwnSession(db: Tx, sessionId: string, nowMs: number): Promise<void> {
  const found = await findSession(db, sessionId, nowMs);
  if (found !== undefined) await revokeSession(db, { personId: found.personId, sessionId, nowMs });
}
