import { Redis } from "ioredis";
import { withoutPassword } from "../postgres/version.ts";
import { RefusedToStart } from "../refused-to-start.ts";

const CONNECT_TIMEOUT_MS = 10_000;
/** The queue's scripts use what Redis 6.2 brought. */
const REDIS_VERSION_MIN = [6, 2] as const;

export type RedisFacts = { readonly version: string; readonly processId: number; readonly evictionPolicy: string };

/**
 * Refuses a Redis that may throw away queued jobs when memory runs short: with any policy but `noeviction`
 * a job, or half of its keys, vanishes without an error, and the queue is then wrong in ways that nothing reports.
 */
export async function assertNoEviction(url: string): Promise<RedisFacts> {
  const facts = await askFacts(url);
  const [major = 0, minor = 0] = facts.version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = REDIS_VERSION_MIN;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    throw new RefusedToStart(
      `The Redis of REDIS_URL (${withoutPassword(url)}) is ${facts.version}; Ballast runs on ${REDIS_VERSION_MIN.join(".")} or later. ` +
        "Upgrade it, or unset REDIS_URL: Ballast then brings its own.",
    );
  }
  if (facts.evictionPolicy === "noeviction") return facts;
  throw new RefusedToStart(
    `The Redis of REDIS_URL (${withoutPassword(url)}) has maxmemory-policy ${facts.evictionPolicy}: under memory pressure it would ` +
      "throw away queued jobs. Mend it with\n" +
      `  redis-cli -u ${withoutPassword(url)} CONFIG SET maxmemory-policy noeviction\n` +
      "and write `maxmemory-policy noeviction` into its redis.conf, so that it stays.",
  );
}

async function askFacts(url: string): Promise<RedisFacts> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = "no answer";
  redis.on("error", (error: Error) => (reason = error.message || reason));
  try {
    await redis.connect();
    const info = await redis.info();
    return {
      version: field(info, "redis_version"),
      processId: Number(field(info, "process_id")),
      // A hosted Redis may forbid CONFIG, but INFO tells the policy too.
      evictionPolicy: field(info, "maxmemory_policy"),
    };
  } catch (cause) {
    const said = cause instanceof Error && cause.message !== "Connection is closed." ? cause.message : reason;
    throw new RefusedToStart(
      `The Redis of REDIS_URL (${withoutPassword(url)}) does not answer: ${said}. ` +
        "Start it or mend REDIS_URL; without REDIS_URL, Ballast brings its own.",
      { cause },
    );
  } finally {
    redis.disconnect();
  }
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? "";
}
