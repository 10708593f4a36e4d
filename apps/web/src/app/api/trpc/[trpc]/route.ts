import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { NextRequest } from "next/server";
import { isSameOrigin, requestContext } from "../../../../server/request-context.ts";
import { appRouter } from "../../../../server/routers/app-router.ts";
import { world } from "../../../../server/wiring.ts";

const ENDPOINT = "/api/trpc";

function handle(request: NextRequest): Promise<Response> {
  if (request.method !== "GET" && !isSameOrigin(request))
    return Promise.resolve(new Response("Cross-site requests are refused", { status: 403 }));
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    createContext: () => requestContext(request),
    responseMeta: () => ({ headers: { "cache-control": "no-store" } }),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") world().log.error({ err: error.cause ?? error, path }, "procedure failed");
    },
  });
}

export { handle as GET, handle as POST };
