import { world } from "../../../server/wiring.ts";

/**
 * Ready: the product can do its job. Names what it needs and answers 503 while something is missing; whether this process
 * lives is another question (/api/health), for a web app without an engine still shows what it knows.
 */
export async function GET(): Promise<Response> {
  const readiness = await world().readiness.ask();
  return Response.json(readiness, { status: readiness.status === "ready" ? 200 : 503, headers: { "cache-control": "no-store" } });
}

export const dynamic = "force-dynamic";
