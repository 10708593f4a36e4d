import { afterAll, expect, test } from "vitest";
import { testDatabase } from "@ballast/testing/test-database";

const database = await testDatabase();
afterAll(database.drop);

test("a clone of the template has its migrations", async () => {
  const { rows } = await database.pools.owner.query("select migration_name from _prisma_migrations order by 1");
  expect(rows.length).toBeGreaterThan(8);
});
