import { join } from "node:path";
import type { Config, Secrets } from "@ballast/config";
import type { DatabaseUrls } from "@ballast/services";
import type { ChildPlan } from "./supervised-child.ts";

export type House = {
  readonly projectRoot: string;
  readonly stateDir: string;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly database: DatabaseUrls;
  readonly redisUrl: string;
};

/** Together with the database's buffers these keep the whole below 1.5 GB. */
const ENGINE_HEAP_MB = 512;
const WEB_HEAP_MB = 384;
const PRELOAD = join(import.meta.dirname, "exit-with-launcher.mjs");

/** The engine: works on every workspace with its own database user, and alone may open sealed secrets. */
export function engineChild(house: House, port: number): ChildPlan {
  const { config } = house;
  return {
    name: "engine",
    program: process.execPath,
    args: [`--max-old-space-size=${ENGINE_HEAP_MB}`, "--import", PRELOAD, join(house.projectRoot, "apps/engine/src/main.ts")],
    cwd: join(house.projectRoot, "apps/engine"),
    env: {
      ...inherited(),
      BALLAST_STATE_DIR: house.stateDir,
      DATABASE_URL_ENGINE: house.database.engine,
      REDIS_URL: house.redisUrl,
      ENGINE_HOST: "127.0.0.1",
      ENGINE_PORT: String(port),
      ENGINE_CONCURRENCY: String(config.engine.concurrency),
      ENGINE_SHARDS: String(config.engine.shards),
      ENGINE_LEASE_SECONDS: String(config.engine.leaseSeconds),
      ENGINE_KEY_FILE: house.secrets.engineKeyFile,
      LOGLEVEL: config.operation.logLevel,
      BALLAST_DEMO: config.operation.isDemoOn ? "on" : "off",
    },
    logFile: join(house.stateDir, "logs/engine.log"),
    healthUrl: `http://127.0.0.1:${port}/ready`,
  };
}

/** The web app: has neither the queue nor the engine's key; it writes rows that the engine claims. */
export function webChild(house: House, port: number): ChildPlan {
  const { config } = house;
  const host = config.web.host;
  const next = join(house.projectRoot, "node_modules/next/dist/bin/next");
  return {
    name: "web app",
    program: process.execPath,
    args: [`--max-old-space-size=${WEB_HEAP_MB}`, "--import", PRELOAD, next, "start", "--hostname", host, "--port", String(port)],
    cwd: join(house.projectRoot, "apps/web"),
    env: {
      ...inherited(),
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL_WEB: house.database.web,
      NEXTAUTH_SECRET: house.secrets.sessionSecret,
      NEXTAUTH_URL: config.web.publicUrl ?? addressOf(host, port),
      TRUSTED_PROXY_HOPS: String(config.web.trustedProxyHops),
      LOGLEVEL: config.operation.logLevel,
      BALLAST_DEMO: config.operation.isDemoOn ? "on" : "off",
    },
    logFile: join(house.stateDir, "logs/web.log"),
    healthUrl: `${addressOf(host, port)}/api/health`,
  };
}

/** The address that a browser on this machine uses; a server that listens on every address is reached on the loopback. */
export function addressOf(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** Least privilege: a child gets the settings that are handed to it, and of the person's environment no secret of ours. */
function inherited(): NodeJS.ProcessEnv {
  const ours = /^(DATABASE_URL|REDIS_URL|NEXTAUTH_|ENGINE_|BALLAST_|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
