import { randomUUID } from "node:crypto";
import { parseConfig } from "@ballast/config";
import { openPool } from "@ballast/db/clients/pool";
import { pino, type Logger } from "pino";
import { authCookies, type AuthCookies } from "./auth/cookies.ts";
import { clientAddress, type AddressOf } from "./client-address.ts";
import type { Surroundings } from "./context.ts";
import { keepListening } from "./live/listen.ts";
import { peerHeader } from "./peer.ts";
import { openReadinessCheck, type ReadinessCheck } from "./readiness.ts";
import { revokeOwnSession } from "./queries/sessions.ts";
import { createSurroundings } from "./surroundings.ts";

/** The web's real clock, ids, connections and secrets: made here, once per process, and nowhere else. */
export type World = Surroundings & {
  readonly log: Logger;
  readonly secret: string;
  readonly cookies: AuthCookies;
  /** Where a request comes from; never an address that its client could have made up. */
  readonly addressOf: AddressOf;
  readonly readiness: ReadinessCheck;
  readonly endSession: (sessionId: string) => Promise<void>;
};

/** Pages are short: a few connections serve many people. Live updates have one of their own. */
const CONNECTIONS_MAX = 8;

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`${name} is not set: start Ballast with npm start, or give the web app its own.`);
  return value;
}

function createWorld(): World {
  const config = parseConfig(process.env);
  const url = required(config.database.webUrl, "DATABASE_URL_WEB");
  const secret = required(config.web.sessionSecret, "NEXTAUTH_SECRET");
  const log = pino({ level: config.operation.logLevel, name: "web" });
  const pool = openPool({ url, connectionsMax: CONNECTIONS_MAX, application: "ballast-web" });
  const surroundings = createSurroundings({ pool, now: () => Date.now(), newId: randomUUID });
  keepListening({
    url,
    hub: surroundings.hub,
    onTrouble: (error) => {
      log.warn({ err: error }, "live updates: connection lost, trying again");
    },
  });
  return {
    ...surroundings,
    log,
    secret,
    readiness: openReadinessCheck({
      tx: surroundings.database.global,
      now: surroundings.now,
      onTrouble: (error) => {
        log.warn({ err: error }, "not ready: the database does not answer");
      },
    }),
    cookies: authCookies(secret, config.web.publicUrl),
    addressOf: (header) =>
      clientAddress({
        peer: header(peerHeader()) ?? "",
        forwardedFor: header("x-forwarded-for"),
        proxyHops: config.web.trustedProxyHops,
      }),
    endSession: async (sessionId) => {
      await revokeOwnSession(surroundings.database.global, sessionId, surroundings.now());
      surroundings.forgetSessions();
    },
  };
}

declare global {
  /** Bundled routes may each carry their own copy of this module; the process has one world. */
  var ballastWorld: World | undefined;
}

export function world(): World {
  globalThis.ballastWorld ??= createWorld();
  return globalThis.ballastWorld;
}
