import { tmpdir } from "node:os";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, expect, test } from "vitest";
import { openTestEngine } from "../testing/test-engine.ts";
import { seedDemo } from "./seed-demo.ts";

const database = await testDatabase();
afterAll(database.drop);

test("the demo has one owner: another address is told whose it is and how to join, the same one gets its new password", async () => {
  const { ports } = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => Date.UTC(2026, 0, 1) });
  const { owner } = database.pools;
  const seed = (email: string, passwordHash: string) => seedDemo(ports, { ownerPool: owner, email, passwordHash });
  const people = async (): Promise<unknown[]> => (await owner.query<object>("select email, password_hash from people")).rows;
  expect(await seed("first@example.com", "one")).toMatchObject({ isNew: true });

  const second = seed("second@example.com", "two");
  await expect(second).rejects.toMatchObject({ code: "DEMO_HAS_OWNER" });
  await expect(second).rejects.toThrow(
    /belongs to first@example\.com already\. Sign in as first@example\.com and invite second@example\.com/,
  );
  expect(await people()).toEqual([{ email: "first@example.com", password_hash: "one" }]);

  expect(await seed("First@Example.com", "three")).toMatchObject({ isNew: false });
  expect(await people()).toEqual([{ email: "first@example.com", password_hash: "three" }]);

  await owner.query(
    "insert into people (id, email, name, password_hash, created_at_ms) values (gen_random_uuid(), 'else@example.com', 'E', 'x', 1)",
  );
  await expect(seed("else@example.com", "four")).rejects.toMatchObject({ code: "EMAIL_TAKEN" });
});
