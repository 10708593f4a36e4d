import { Client } from "pg";
import { RefusedToStart } from "../refused-to-start.ts";
import { errorCode } from "../system/processes.ts";
import { POSTGRES_MAJOR_MAX, POSTGRES_MAJOR_MIN } from "./program.ts";

const CONNECT_TIMEOUT_MS = 10_000;
/** SQLSTATE invalid_catalog_name. */
const UNKNOWN_DATABASE = "3D000";

/**
 * Asks the server which Postgres it is and refuses one that Ballast is not proved on.
 * Earlier ones lack security_invoker views, which row-level security rests on; later ones have not been tried.
 */
export async function assertPostgresVersion(url: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return acceptVersion(rows[0]?.server_version ?? "");
  } catch (cause) {
    if (cause instanceof RefusedToStart) throw cause;
    if (errorCode(cause) === UNKNOWN_DATABASE) {
      const name = decodeURIComponent(new URL(url).pathname.slice(1));
      throw new RefusedToStart(`The server of DATABASE_URL has no database "${name}". Make it: create database "${name}";`, { cause });
    }
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new RefusedToStart(
      `The Postgres of DATABASE_URL (${withoutPassword(url)}) does not answer: ${reason}. ` +
        "Start it or mend DATABASE_URL; without DATABASE_URL, Ballast brings its own.",
      { cause },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Answers the version as the server prints it, or refuses it. */
export function acceptVersion(printed: string): string {
  const major = Number(/^\d+/.exec(printed)?.[0]);
  if (major >= POSTGRES_MAJOR_MIN && major <= POSTGRES_MAJOR_MAX) return printed;
  throw new RefusedToStart(
    `The database is Postgres ${printed || "of an unknown version"}; Ballast runs on ${POSTGRES_MAJOR_MIN} to ${POSTGRES_MAJOR_MAX}. ` +
      `Set DATABASE_URL to such a server (pg_upgrade moves an older one), or unset it: Ballast then brings its own.`,
  );
}

/** A URL as it may be shown: who and where, never the password. */
export function withoutPassword(url: string): string {
  return url.replace(/(\/\/[^:/@]*):[^@]*@/, "$1:…@");
}
