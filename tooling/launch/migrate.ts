import { parseConfig } from "@ballast/config";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import { assertPostgresVersion, chooseStateDir, makePrepareDatabase, RefusedToStart } from "@ballast/services";
import { PROJECT_ROOT } from "./install.mjs";
import { say } from "./progress.mjs";

/** Makes the users and tables of DATABASE_URL, or brings them to this release, and ends: a step of its own in a container. */
async function migrate(): Promise<void> {
  const config = parseConfig(process.env);
  const { url } = config.database;
  if (url === undefined) throw new RefusedToStart("Set DATABASE_URL to the database that is to be migrated.");
  say(`Postgres ${await assertPostgresVersion(url)}`);
  const stateDir = chooseStateDir({ projectRoot: PROJECT_ROOT, env: process.env, onProgress: say });
  const prepareDatabase = makePrepareDatabase({ provisionDatabase, applyMigrations });
  await prepareDatabase({ adminUrl: url, stateDir, config, onProgress: say });
  say("The database is up to date.");
}

try {
  await migrate();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
