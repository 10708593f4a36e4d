import type { NextRequest } from "next/server";
import { readSessionId } from "./auth/read-session.ts";
import type { RequestContext } from "./context.ts";
import { world } from "./wiring.ts";

/** What a request brings: who it is from, as their session row says now, and from where. */
export async function requestContext(request: NextRequest): Promise<RequestContext> {
  const surroundings = world();
  const cookie = request.cookies.get(surroundings.cookies.session)?.value;
  const sessionId = await readSessionId(cookie, surroundings.secret);
  const signedIn = sessionId === undefined ? undefined : await surroundings.findSession(sessionId);
  const address = surroundings.addressOf((name) => request.headers.get(name) ?? undefined);
  return { ...surroundings, signedIn, address };
}

/**
 * Whether a state-changing request comes from our own pages. Browsers say so themselves
 * (Sec-Fetch-Site) or name the origin; a client that is no browser carries no one's cookie by accident.
 */
export function isSameOrigin(request: NextRequest): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return URL.parse(origin)?.host === host;
}
