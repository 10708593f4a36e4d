import { parseConfig } from "@ballast/config";
import { openPool } from "@ballast/db/clients/pool";
import { applyMigrations } from "@ballast/db/migrate";
import { provisionDatabase } from "@ballast/db/provision";
import { makePrepareDatabase, makeThrowawayState, startPostgres } from "@ballast/services";
import { expect, it, onTestFinished } from "vitest";
import { PROJECT_ROOT } from "./install.mjs";

async function actingAs(url: string): Promise<unknown> {
  const pool = openPool({ url, connectionsMax: 1, application: "test" });
  try {
    const { rows } = await pool.query(
      "select current_database() as database, pg_has_role('ballast_web', 'member') as web, rolcanlogin from pg_roles where rolname = 'ballast_web'",
    );
    return rows[0];
  } finally {
    await pool.end();
  }
}

it("a new server gets the database of this clone under its own name, twice without harm", async () => {
  const onProgress = (): void => undefined;
  const state = await makeThrowawayState({ projectRoot: PROJECT_ROOT, env: {}, onProgress });
  const server = await startPostgres({ stateDir: state.stateDir, durability: "throwaway", onProgress });
  onTestFinished(async () => {
    await server.stop();
    state.remove();
  });
  const prepareDatabase = makePrepareDatabase({ provisionDatabase, applyMigrations });
  const request = { adminUrl: server.adminUrl, stateDir: state.stateDir, config: parseConfig({}), onProgress };
  const urls = await prepareDatabase(request);
  expect(await prepareDatabase(request)).toEqual(urls);
  expect(await actingAs(urls.web)).toEqual({ database: "ballast", web: true, rolcanlogin: false });
  expect(await actingAs(urls.engine)).toEqual({ database: "ballast", web: false, rolcanlogin: false });
});
