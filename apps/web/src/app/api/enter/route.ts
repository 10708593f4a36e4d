import type { NextRequest } from "next/server";
import { listWorkspaces } from "../../../server/queries/me.ts";
import { requestContext } from "../../../server/request-context.ts";

function leadTo(path: string): Response {
  // Relative, so that it holds behind any proxy and name.
  return new Response(null, { status: 307, headers: { location: path, "cache-control": "no-store" } });
}

/** The front door: to one's first workspace, or to signing in. */
export async function GET(request: NextRequest): Promise<Response> {
  const { database, signedIn } = await requestContext(request);
  if (signedIn === undefined) return leadTo("/sign-in");
  const [workspace] = await listWorkspaces(database.global, signedIn.personId);
  return leadTo(workspace === undefined ? "/no-workspace" : `/w/${workspace.key}/overview`);
}
