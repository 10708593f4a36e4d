import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { inTransaction, openPool } from "./pool.ts";

const database = await testDatabase();
afterAll(database.drop);

test("a connection that dies in the middle of a transaction fails it, and neither the process nor the next one", async () => {
  const pool = openPool({ url: database.engineUrl, connectionsMax: 1, application: "dying" });

  const dying = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    // Nothing is asked of the connection while it dies: it says so by an event alone.
    const lost = new Promise((resolve) => client.once("end", resolve));
    await killBackend(rows[0]?.pid ?? 0);
    await lost;
    await client.query("select 1");
  });
  await expect(dying).rejects.toThrow();
  const { rows: next } = await inTransaction(pool, (client) => client.query<{ one: number }>("select 1 as one"));
  expect(next).toEqual([{ one: 1 }]);
  await pool.end();
});

async function killBackend(pid: number): Promise<void> {
  const admin = openPool({ url: database.adminUrl, connectionsMax: 1, application: "operator" });
  await admin.query("select pg_terminate_backend($1)", [pid]);
  await admin.end();
}
