import { Redis } from "ioredis";

/** A connection as BullMQ wants it: commands wait for Redis to come back instead of failing by count. */
export function connectRedis(url: string): Redis {
  const connection = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
  // Without a listener ioredis prints every reconnect; the health check reports the state instead.
  connection.on("error", () => undefined);
  return connection;
}
