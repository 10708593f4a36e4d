import { Pool, types, type PoolClient } from "pg";

export type PoolOptions = {
  readonly url: string;
  /** Connections at most; a caller beyond waits. */
  readonly connectionsMax: number;
  /** Shown in pg_stat_activity. */
  readonly application: string;
};

const INT8 = types.builtins.INT8;
const NUMERIC = types.builtins.NUMERIC;
const CONNECT_TIMEOUT_MS = 10_000;

/** int8: counts and epoch milliseconds. Beyond 2^53 a number would lie, so it throws. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond what a number holds exactly: ${text}`);
  return value;
}

const INTEGER = /^-?\d+$/;

/** numeric(38,0), the type of all amounts and prices, is a bigint. One with decimals (basis points) stays as printed. */
export function parseNumeric(text: string): bigint | string {
  return INTEGER.test(text) ? BigInt(text) : text;
}

const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [INT8, parseInt8],
  [NUMERIC, parseNumeric],
]);

/** Our parser of a column's text, else the one that pg brings. */
function parserOf(oid: Parameters<typeof types.getTypeParser>[0], format?: "text" | "binary"): unknown {
  return (format === "binary" ? undefined : PARSERS.get(oid)) ?? types.getTypeParser(oid, format);
}

/** A pool whose rows hold int8 as number, numeric(38,0) as bigint and bytea as Uint8Array. */
export function openPool({ url, connectionsMax, application }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connectionsMax,
    application_name: application,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // Statements that are written without waiting for each other share their way to the server.
    pipeline: true,
    types: { getTypeParser: parserOf },
  });
  // A server that goes away kills idle connections too; the next query reports it to someone who can act.
  pool.on("error", () => undefined);
  return pool;
}

/**
 * Waits for statements that were handed to one connection together. They run in this order; the first
 * that failed is thrown, and none is in flight any more when this returns.
 */
export async function inOrder(statements: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(statements);
  for (const statement of statements) await statement;
}

/**
 * Runs `work` in one transaction and commits it; rolls back and throws where `work` or the commit
 * throws. The deferred checks of the books run at the commit.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  // A connection that dies between two queries says so by an event; unheard, it would end the process.
  const onLost = (): void => {
    isBroken = true;
  };
  client.on("error", onLost);
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    // A connection that can't even roll back is not given to the next caller.
    await client.query("rollback").catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.off("error", onLost);
    client.release(isBroken);
  }
}
