import { z } from "zod";
import { onOff, urlOf, wholeNumber } from "./formats.ts";
import { setting } from "./setting.ts";

const POSTGRES_PROTOCOLS = ["postgres", "postgresql"];
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const database = {
  title: "Database",
  settings: {
    url: setting({
      env: "DATABASE_URL",
      doc: "Postgres 15 to 18, as a user who may create roles and databases and run migrations. Unset: Ballast brings its own and starts it.",
      schema: urlOf(POSTGRES_PROTOCOLS, "postgresql://user:password@host:5432/ballast"),
      default: undefined,
      isSecret: true,
    }),
    webUrl: setting({
      env: "DATABASE_URL_WEB",
      doc: "The same database as the web app's user. Unset: the launcher makes the user and hands the URL on.",
      schema: urlOf(POSTGRES_PROTOCOLS, "postgresql://ballast_web:password@host:5432/ballast"),
      default: undefined,
      isSecret: true,
    }),
    engineUrl: setting({
      env: "DATABASE_URL_ENGINE",
      doc: "The same database as the engine's user. Unset: the launcher makes the user and hands the URL on.",
      schema: urlOf(POSTGRES_PROTOCOLS, "postgresql://ballast_engine:password@host:5432/ballast"),
      default: undefined,
      isSecret: true,
    }),
  },
} as const;

const redis = {
  title: "Queue",
  settings: {
    url: setting({
      env: "REDIS_URL",
      doc: "Redis 6.2 or later, or Valkey, with `maxmemory-policy noeviction`. Unset: Ballast starts one of its own.",
      schema: urlOf(["redis", "rediss"], "redis://:password@host:6379"),
      default: undefined,
      isSecret: true,
    }),
  },
} as const;

const state = {
  title: "State",
  settings: {
    dir: setting({
      env: "BALLAST_STATE_DIR",
      doc: "Where data, ports, keys and logs of this clone are kept. Unset: .ballast in the clone, or a folder under /var/lib/ballast where the database's account can't enter the clone.",
      schema: z.string().min(1, "a folder"),
      default: undefined,
    }),
  },
} as const;

const web = {
  title: "Web app",
  settings: {
    host: setting({
      env: "WEB_HOST",
      doc: "The address that the web app listens on. 127.0.0.1 is reachable from this machine alone.",
      schema: z.string().regex(/^[\w.:-]+$/, "an address or host name"),
      default: "127.0.0.1",
    }),
    port: setting({
      env: "WEB_PORT",
      doc: "The first port that is tried; the next free one is taken.",
      schema: wholeNumber({ min: 1, max: 65_535 }),
      default: "3000",
    }),
    publicUrl: setting({
      env: "NEXTAUTH_URL",
      doc: "The address that people use, where it differs from http://<host>:<port>, for example behind a proxy.",
      schema: urlOf(["http", "https"], "https://ballast.example.com"),
      default: undefined,
    }),
    trustedProxyHops: setting({
      env: "TRUSTED_PROXY_HOPS",
      doc: "How many proxies of yours a request passes before the web app. Sign-ins are limited by the address that the outermost of them adds to X-Forwarded-For; with 0 that header is ignored and the socket's address counts.",
      schema: wholeNumber({ min: 0, max: 10 }),
      default: "0",
    }),
    sessionSecret: setting({
      env: "NEXTAUTH_SECRET",
      doc: "Signs sessions; 32 characters or more. Unset: made once and kept in the state folder.",
      schema: z.string().min(32, "32 characters or more (openssl rand -base64 32)"),
      default: undefined,
      isSecret: true,
    }),
  },
} as const;

const engine = {
  title: "Engine",
  settings: {
    host: setting({
      env: "ENGINE_HOST",
      doc: "The address that the engine's health endpoints listen on.",
      schema: z.string().regex(/^[\w.:-]+$/, "an address or host name"),
      default: "127.0.0.1",
    }),
    port: setting({
      env: "ENGINE_PORT",
      doc: "The port of the engine's health endpoints; 0 takes a free one.",
      schema: wholeNumber({ min: 0, max: 65_535 }),
      default: "0",
    }),
    concurrency: setting({
      env: "ENGINE_CONCURRENCY",
      doc: "How many jobs of a kind one engine works on at a time.",
      schema: wholeNumber({ min: 1, max: 64 }),
      default: "2",
    }),
    shards: setting({
      env: "ENGINE_SHARDS",
      doc: "Into how many parts the accounts of one snapshot are divided; each is one job.",
      schema: wholeNumber({ min: 1, max: 1_024 }),
      default: "8",
    }),
    leaseSeconds: setting({
      env: "ENGINE_LEASE_SECONDS",
      doc: "How long a claim on an account holds without a heartbeat; a killed engine's accounts wait this long.",
      schema: wholeNumber({ min: 5, max: 600 }),
      default: "30",
    }),
    keyFile: setting({
      env: "ENGINE_KEY_FILE",
      doc: "The engine's private key (X25519, PEM), to which secrets are sealed. Unset: made once and kept in the state folder.",
      schema: z.string().min(1, "a file"),
      default: undefined,
    }),
  },
} as const;

const operation = {
  title: "Operation",
  settings: {
    logLevel: setting({
      env: "LOGLEVEL",
      doc: `How much is logged: ${LOG_LEVELS.join(", ")}.`,
      schema: z
        .string()
        .toLowerCase()
        .pipe(z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(", ")}`)),
      default: "info",
    }),
    isDemoOn: setting({
      env: "BALLAST_DEMO",
      doc: "Whether a first start seeds a demo workspace that trades on a synthetic market.",
      schema: onOff(),
      default: "on",
    }),
  },
} as const;

/** Everything that can be set, by group: the one source of parsing, of errors and of .env.example. */
export const CATALOGUE = { database, redis, state, web, engine, operation } as const;
