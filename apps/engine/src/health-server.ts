import { createServer, type Server } from "node:http";

export type Readiness = { readonly isReady: boolean; readonly detail: Record<string, unknown> };

/**
 * `/health` answers while the process lives; `/ready` answers 200 only while the engine can work:
 * Postgres and Redis reachable, workers running, not draining.
 */
export function startHealthServer(options: {
  readonly host: string;
  readonly port: number;
  readonly readiness: () => Promise<Readiness>;
}): Promise<Server> {
  const server = createServer((request, response) => {
    const respond = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify(body));
    };
    if (request.url === "/health") return respond(200, { status: "alive" });
    if (request.url !== "/ready") return respond(404, { error: "only /health and /ready are served here" });
    options.readiness().then(
      ({ isReady, detail }) => {
        respond(isReady ? 200 : 503, { status: isReady ? "ready" : "not ready", ...detail });
      },
      (error: unknown) => {
        respond(503, { status: "not ready", error: error instanceof Error ? error.message : String(error) });
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => {
      resolve(server);
    });
  });
}
