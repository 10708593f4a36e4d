import { randomUUID } from "node:crypto";
import { withTenant } from "@ballast/db/clients/tenant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeBook, makeMember, makeWorkspace, TEST_NOW_MS } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";
import { applyMigrations } from "../migrate.ts";

/** A halt is evidence of who set it and when: attacked as the web, which speaks for people. */

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const DAY_MS = 86_400_000;
const INSERT =
  "insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason) values ($1, $2, $3, $4, 'flatten', $5, $6, 'why')";

async function openScene() {
  const { tenantId, ownerId } = await makeWorkspace(owner);
  const book = await makeBook(engine, tenantId);
  type Halt = { readonly by?: string; readonly sinceMs?: number; readonly scope?: string; readonly in?: string };
  const values = (of: Halt): unknown[] => [
    ...[of.in ?? tenantId, randomUUID(), of.scope ?? "account", book.accountId],
    ...[of.sinceMs ?? Date.now(), of.by ?? ownerId],
  ];
  return {
    tenantId,
    ownerId,
    setByWeb: (of: Halt = {}) => withTenant(web, tenantId, (client) => client.query(INSERT, values(of))),
    setByEngine: (of: Halt = {}) => engine.query(INSERT, values(of)),
  };
}

describe("a halt that the web sets", () => {
  test("names a member of its workspace", async () => {
    const { tenantId, ownerId, setByWeb } = await openScene();
    const former = await makeMember(owner, { tenantId, role: "operator" });
    const viewer = await makeMember(owner, { tenantId, role: "viewer" });
    await withTenant(web, tenantId, (client) =>
      client.query("update memberships set removed_at_ms = $2 where person_id = $1", [former, Date.now()]),
    );
    const stranger = await openScene();
    for (const by of [ownerId, viewer]) await setByWeb({ by });
    for (const by of [former, stranger.ownerId, randomUUID(), "engine", "x", ownerId.toUpperCase()])
      await expectRefused(setByWeb({ by }), REFUSED.notAllowed);
  });

  test("stands in no other workspace, whoever is named", async () => {
    const [scene, other] = [await openScene(), await openScene()];
    for (const by of [scene.ownerId, other.ownerId]) await expectRefused(scene.setByWeb({ in: other.tenantId, by }), REFUSED.notAllowed);
  });

  test("is dated between the opening of its workspace and tomorrow", async () => {
    const { setByWeb } = await openScene();
    for (const sinceMs of [TEST_NOW_MS, Date.now(), Date.now() + DAY_MS / 2]) await setByWeb({ sinceMs });
    for (const sinceMs of [-1, 0, 1, TEST_NOW_MS - 1, Date.now() + DAY_MS + 60_000, Number.MAX_SAFE_INTEGER])
      await expectRefused(setByWeb({ sinceMs }), REFUSED.notAllowed);
  });

  test("is never the installation's", async () => {
    const { setByWeb } = await openScene();
    for (const scope of ["workspace", "account", "instrument", "model"]) await setByWeb({ scope });
    await expectRefused(setByWeb({ scope: "all" }), REFUSED.notAllowed);
  });
});

test("a drill that the web asks for names a member, now, and is never of the installation", async () => {
  const { tenantId, ownerId } = await openScene();
  const ask = (of: { readonly scope?: string; readonly by?: string; readonly askedMs?: number }): Promise<unknown> =>
    withTenant(web, tenantId, (client) =>
      client.query(
        "insert into halt_drills (tenant_id, id, scope, subject, verb, asked_ms, asked_by, reason) values ($1, $2, $3, 'x', 'flatten', $4, $5, 'why')",
        [tenantId, randomUUID(), of.scope ?? "workspace", of.askedMs ?? Date.now(), of.by ?? ownerId],
      ),
    );
  for (const scope of ["workspace", "account", "instrument", "model"]) await ask({ scope });
  for (const of of [
    { scope: "all" },
    { by: "engine" },
    { by: (await openScene()).ownerId },
    { askedMs: 1 },
    { askedMs: Date.now() + 2 * DAY_MS },
  ])
    await expectRefused(ask(of), REFUSED.notAllowed);
  await expectRefused(ask({ scope: "nothing" }), REFUSED.check);
});

test("a halt that the engine sets names it, at its market's time", async () => {
  const { setByEngine } = await openScene();
  for (const of of [
    { by: "engine", sinceMs: 1 },
    { by: "operator of this host", scope: "all" },
  ])
    await setByEngine(of);
});

test("halts from before this law stay as they are, and are released like any other", async () => {
  await owner.query(
    "drop policy web_halts_as_member on kill_switches; delete from _prisma_migrations where migration_name = $$0026_halts_of_members$$",
  );
  const { tenantId, ownerId, setByWeb } = await openScene();
  for (const of of [{ by: "who" }, { sinceMs: -1 }, { scope: "all" }]) await setByWeb(of);
  expect(await applyMigrations({ ownerUrl: database.ownerUrl, log: () => undefined })).toMatchObject({
    applied: ["0026_halts_of_members"],
  });
  await expectRefused(setByWeb({ by: "who" }), REFUSED.notAllowed);
  const released = await withTenant(web, tenantId, (client) =>
    client.query("update kill_switches set released_ms = $1, released_by = $2, release_reason = 'over'", [Date.now(), ownerId]),
  );
  expect(released.rowCount).toBe(3);
});
