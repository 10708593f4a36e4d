import type { Tx } from "../database.ts";
import type { SignedIn } from "../context.ts";
import type { SessionRow } from "../contract/session.ts";

export async function listSessions(_db: Tx, _of: { readonly signedIn: SignedIn; readonly nowMs: number }): Promise<readonly SessionRow[]> {
  throw new Error("not written yet");
}

export async function revokeSession(_db: Tx, _of: { readonly personId: string; readonly sessionId: string; readonly nowMs: number }): Promise<{ readonly revoked: number }> {
  throw new Error("not written yet");
}

export async function revokeAllSessions(_db: Tx, _of: { readonly personId: string; readonly exceptSessionId: string | undefined; readonly nowMs: number }): Promise<{ readonly revoked: number }> {
  throw new Error("not written yet");
}
