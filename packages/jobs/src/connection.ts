import { Redis } from "ioredis";

const NOEVICTION = "noeviction";

/** A connection as BullMQ wants it: commands wait for Redis to come back instead of failing by count. */
export function connectRedis(url: string): Redis {
  const connection = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
  // Without a listener ioredis prints every reconnect; the health check reports the state instead.
  connection.on("error", () => undefined);
  return connection;
}

/** Redis would silently drop waiting jobs under memory pressure with any other policy. */
export async function assertNoEviction(connection: Redis): Promise<void> {
  const reply = await connection.config("GET", "maxmemory-policy");
  const policy = Array.isArray(reply) ? String(reply[1]) : "unknown";
  if (policy === NOEVICTION) return;
  throw new Error(
    `Redis runs with maxmemory-policy ${policy}, which may drop waiting jobs. Mend it with: redis-cli CONFIG SET maxmemory-policy ${NOEVICTION} (and in redis.conf: maxmemory-policy ${NOEVICTION})`,
  );
}
