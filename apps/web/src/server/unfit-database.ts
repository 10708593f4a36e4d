import { openPool } from "@ballast/db/clients/pool";
import { assertServerVersion } from "@ballast/db/server-version";

/**
 * Why this server must not be used, with how to mend it; undefined where it may. One that does not
 * answer is no reason: the web app comes up beside its database and says on its pages what it lacks.
 */
export async function unfitDatabase(url: string): Promise<string | undefined> {
  const pool = openPool({ url, connectionsMax: 1, application: "ballast-web" });
  try {
    const client = await pool.connect().catch(() => undefined);
    if (client === undefined) return undefined;
    try {
      await assertServerVersion(client);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}
