import { markPeers } from "./peer.ts";
import { unfitDatabase } from "./unfit-database.ts";

/** What comes before the first request: a database that must not be used ends the process here, with how to mend it. */
export async function startUp(databaseUrl: string | undefined): Promise<void> {
  markPeers();
  const reason = databaseUrl === undefined ? undefined : await unfitDatabase(databaseUrl);
  if (reason === undefined) return;
  process.stderr.write(`The web app does not start on the database of DATABASE_URL_WEB. ${reason}\n`);
  process.exit(1);
}
