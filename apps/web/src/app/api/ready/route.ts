import { isSetupNeeded } from "../../../server/queries/setup.ts";
import { world } from "../../../server/wiring.ts";

/** Ready: the web's own database role gets an answer. Redis and the engine may be down: the pages say so themselves. */
export async function GET(): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    await isSetupNeeded(world().database.global);
    return Response.json({ status: "ready" }, { headers });
  } catch (error) {
    world().log.warn({ err: error }, "not ready");
    return Response.json({ status: "not ready", waitingFor: "database" }, { status: 503, headers });
  }
}

export const dynamic = "force-dynamic";
