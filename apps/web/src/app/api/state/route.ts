import { world } from "../../../server/wiring.ts";

/** What /api/ready says, for pages: always 200, since a browser writes every other answer into its console. */
export async function GET(): Promise<Response> {
  return Response.json(await world().readiness.ask(), { headers: { "cache-control": "no-store" } });
}

export const dynamic = "force-dynamic";
