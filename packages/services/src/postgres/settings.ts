export type Durability = "durable" | "throwaway";

/** Modest on purpose: the whole product has to stay below 1.5 GB on a small machine. */
const ALWAYS = [
  "listen_addresses=127.0.0.1",
  // A socket's path is limited to about 100 bytes, which a deep clone exceeds; the loopback address has no such limit.
  "unix_socket_directories=",
  "max_connections=60",
  "shared_buffers=128MB",
  "timezone=UTC",
  "log_timezone=UTC",
  "password_encryption=scram-sha-256",
  "log_min_messages=warning",
  "jit=off",
];

/** The ledger is money: a commit that was answered must survive the loss of power. */
const DURABLE = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];

/** For tests alone, whose data dies with the server; a file holds a database, and three pools, for each of its scenes. */
const THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"];

/** The settings that the embedded server is started with, as `name=value`; later ones win. */
export function serverSettings(durability: Durability): string[] {
  return [...ALWAYS, ...(durability === "durable" ? DURABLE : THROWAWAY)];
}
