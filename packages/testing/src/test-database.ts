import { randomBytes } from "node:crypto";
import { openPool } from "@ballast/db/clients/pool";
import { dropDatabase, provisionDatabase, type Provisioned } from "@ballast/db/provision";
import type { Pool } from "pg";
import { inject } from "vitest";
import "./global-setup.ts";
import { TEST_PASSWORDS } from "./servers.ts";

export type TestDatabase = Provisioned & {
  readonly name: string;
  /** The superuser, connected to this database: for what only an operator could do. */
  readonly adminUrl: string;
  readonly pools: { readonly owner: Pool; readonly web: Pool; readonly engine: Pool };
  /** Ends the pools and drops the database. */
  readonly drop: () => Promise<void>;
};

/** Of one pool; the scenes of all workers share one server. */
const CONNECTIONS_MAX = 6;

/** A migrated database of a test file's own, copied from the run's template. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, templateDatabase } = inject("ballastServers");
  const name = `ballast_test_${randomBytes(6).toString("hex")}`;
  const urls = await provisionDatabase({ adminUrl, database: name, passwords: TEST_PASSWORDS, template: templateDatabase });
  const open = (url: string): Pool => openPool({ url, connectionsMax: CONNECTIONS_MAX, application: "ballast-test" });
  const pools = { owner: open(urls.ownerUrl), web: open(urls.webUrl), engine: open(urls.engineUrl) };
  const own = new URL(adminUrl);
  own.pathname = `/${name}`;
  return {
    ...urls,
    name,
    adminUrl: own.href,
    pools,
    drop: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
      await dropDatabase({ adminUrl, database: name });
    },
  };
}

/** The Redis of this test run. Tests share it: use a key prefix of your own. */
export function testRedisUrl(): string {
  return inject("ballastServers").redisUrl;
}
