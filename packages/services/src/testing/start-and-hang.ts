import { startPostgres } from "../postgres/start.ts";
import { startRedis } from "../redis/start.ts";

// Brings both servers up for a state folder and waits to be killed, as a launcher would be.
const [, , stateDir = ""] = process.argv;
const onProgress = (): void => undefined;
const postgres = await startPostgres({ stateDir, durability: "durable", onProgress });
const redis = await startRedis({ stateDir, persistence: "aof", onProgress });
process.stdout.write(`${JSON.stringify({ adminUrl: postgres.adminUrl, redisUrl: redis.url, pids: [postgres.pid, redis.pid] })}\n`);
setInterval(() => undefined, 1_000);
