import { createHash, randomUUID } from "node:crypto";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { FEED_AND_DATA_BREAKS } from "@ballast/core/risk/kill-triggers";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { withTenant } from "@ballast/db/clients/tenant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeBook, makeMember, makeWorkspace, TEST_NOW_MS, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

/** Law 9 for kill switches, attacked as the web and as the engine: starting again takes what the profile demands. */

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const HOUR_MS = 3_600_000;

type Scene = { readonly tenantId: string; readonly first: string; readonly second: string; readonly book: TestBook };

/** A workspace with two people who may release, and an account whose profile wants so many of them. */
async function sceneOf(releasePersons: 1 | 2): Promise<Scene> {
  const { tenantId, ownerId } = await makeWorkspace(owner);
  const second = await makeMember(owner, { tenantId, role: "risk_officer" });
  const book = await makeBook(engine, tenantId);
  const body = encodeRiskProfile({ ...GUARDED_PROFILE, releasePersons });
  await engine.query("insert into risk_profile_versions values ($1, 'own', 1, sha256($2), $2, 'a test', '', $3)", [
    ...[tenantId, body, TEST_NOW_MS],
  ]);
  await engine.query("update accounts set profile_key = 'own', profile_version = 1 where id = $1", [book.accountId]);
  return { tenantId, first: ownerId, second, book };
}

const act = (tenantId: string, sql: string, values: readonly unknown[]): Promise<unknown> =>
  withTenant(web, tenantId, (client) => client.query(sql, [...values]));

async function halt({ tenantId, first, book }: Scene, scope = "account"): Promise<string> {
  const id = randomUUID();
  const subject = scope === "account" ? book.accountId : tenantId;
  await act(
    tenantId,
    "insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason) values ($1, $2, $3, $4, 'flatten', $5, $6, 'why')",
    [tenantId, id, scope, subject, TEST_NOW_MS, first],
  );
  return id;
}

const release = ({ tenantId }: Scene, id: string, by: string): Promise<unknown> =>
  act(tenantId, "update kill_switches set released_ms = $2, released_by = $3, release_reason = 'over' where id = $1", [
    ...[id, TEST_NOW_MS + 1, by],
  ]);

const changeOf = (tenantId: string, id: string): Uint8Array => createHash("sha256").update(`kill_release|${tenantId}|${id}`).digest();

async function ask({ tenantId }: Scene, of: { readonly haltId: string; readonly by: string }): Promise<string> {
  const id = randomUUID();
  await act(
    tenantId,
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason)
     values ($1, $2, 'kill_release', 's', $3, $4, $5, $6, 'r')`,
    [tenantId, id, changeOf(tenantId, of.haltId), of.by, Date.now(), Date.now() + HOUR_MS],
  );
  return id;
}

const approve = ({ tenantId }: Scene, id: string, by: string): Promise<unknown> =>
  act(tenantId, "update approvals set decided_by = $2, decided_at_ms = $3, decision = 'approved' where id = $1", [id, by, Date.now()]);

describe("a kill switch", () => {
  test("of a profile that wants one person is released by one, once", async () => {
    const scene = await sceneOf(1);
    const id = await halt(scene);
    await release(scene, id, scene.first);
    await expectRefused(release(scene, id, scene.second), REFUSED.appendOnly);
  });

  test.each(["account", "workspace"])("of scope %s is released by two where a profile that it reaches wants two", async (scope) => {
    const scene = await sceneOf(2);
    const id = await halt(scene, scope);
    await expectRefused(release(scene, id, scene.first), REFUSED.fourEyes);
    const asked = await ask(scene, { haltId: id, by: scene.first });
    await expectRefused(release(scene, id, scene.first), REFUSED.fourEyes);
    await expectRefused(approve(scene, asked, scene.first), REFUSED.check);
    await approve(scene, asked, scene.second);
    await expectRefused(release(scene, id, randomUUID()), REFUSED.fourEyes);
    await release(scene, id, scene.second);
  });

  test("is released by the approval of itself alone", async () => {
    const scene = await sceneOf(2);
    const [id, other] = [await halt(scene), await halt(scene)];
    await approve(scene, await ask(scene, { haltId: other, by: scene.first }), scene.second);
    await expectRefused(release(scene, id, scene.second), REFUSED.fourEyes);
    await release(scene, other, scene.first);
  });

  test("says for itself how many it takes: whoever sets it can't say less", async () => {
    const scene = await sceneOf(2);
    await engine.query(
      `insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason, release_persons)
       values ($1, $2, 'account', $3, 'cancel', 1, 'who', 'why', 1)`,
      [scene.tenantId, randomUUID(), scene.book.accountId],
    );
    const { rows } = await owner.query("select release_persons from kill_switches where tenant_id = $1", [scene.tenantId]);
    expect(rows).toEqual([{ release_persons: 2 }]);
  });

  test("is not released by the engine, but in a run that was told to re-arm", async () => {
    const scene = await sceneOf(1);
    const { tenantId, book } = scene;
    const id = await halt(scene);
    const byEngine = (halted: string): Promise<unknown> =>
      engine.query("update kill_switches set released_ms = 2, released_by = 'engine', release_reason = 'over' where id = $1", [halted]);
    await expectRefused(byEngine(id), REFUSED.fourEyes);
    const own = randomUUID();
    await engine.query(
      `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason, code)
       values ($1, $2, $3, $4, 'instrument', 'BTC/USD', 'block_entries', 1, 'engine', 'why', 'VOLATILITY_BLOWN')`,
      [tenantId, own, book.runId, book.accountId],
    );
    await expectRefused(byEngine(own), REFUSED.fourEyes);
    const rearms = `update runs set options = '{"rearmAfterMs": 1}' where id = $1`;
    await expectRefused(engine.query(rearms, [book.runId]), REFUSED.notAllowed);
    await owner.query(rearms, [book.runId]);
    await owner.query("update runs set clock = 'wall' where id = $1", [book.runId]);
    await expectRefused(byEngine(own), REFUSED.fourEyes);
    // The demo: live by kind, on a replay clock that nobody watches.
    await owner.query("update runs set kind = 'live', clock = 'replay' where id = $1", [book.runId]);
    await byEngine(own);
    await expectRefused(byEngine(id), REFUSED.fourEyes);
  });

  describe("that a trigger set in a continuous account on a replay's clock", () => {
    const tripped = async (scene: Scene, code: string | null, released = false): Promise<string> => {
      const { tenantId, book } = scene;
      await owner.query(`update runs set kind = 'live', clock = 'replay', options = '{"rearmAfterMs": 1}' where id = $1`, [book.runId]);
      const id = randomUUID();
      const over = released ? [2, "engine", "over"] : [null, null, null];
      await engine.query(
        `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason, code, released_ms, released_by, release_reason)
         values ($1, $2, $3, $4, 'instrument', 'BTC/USD', 'block_entries', 1, 'engine', 'why', $5, $6, $7, $8)`,
        [tenantId, id, book.runId, book.accountId, code, ...over],
      );
      return id;
    };
    const byClock = (id: string): Promise<unknown> =>
      engine.query("update kill_switches set released_ms = 2, released_by = 'engine', release_reason = 'over' where id = $1", [id]);

    test("is released by the clock where the profile wants one person", async () => {
      await byClock(await tripped(await sceneOf(1), "VOLATILITY_BLOWN"));
      await tripped(await sceneOf(1), "VOLATILITY_BLOWN", true);
    });

    test("is released by two persons where the profile wants two, and by no clock", async () => {
      const scene = await sceneOf(2);
      const id = await tripped(scene, "VOLATILITY_BLOWN");
      await expectRefused(byClock(id), REFUSED.fourEyes);
      await expectRefused(tripped(scene, "VOLATILITY_BLOWN", true), REFUSED.fourEyes);
      await approve(scene, await ask(scene, { haltId: id, by: scene.first }), scene.second);
      await release(scene, id, scene.first);
    });

    test.each([...FEED_AND_DATA_BREAKS, null])("is released by a person where it is %s", async (code) => {
      const scene = await sceneOf(1);
      const id = await tripped(scene, code);
      await expectRefused(byClock(id), REFUSED.fourEyes);
      await expectRefused(tripped(scene, code, true), REFUSED.fourEyes);
      await release(scene, id, scene.first);
    });

    test("stands beside a break of the same reach", async () => {
      const scene = await sceneOf(1);
      const [rough, broken] = [await tripped(scene, "VOLATILITY_BLOWN"), await tripped(scene, "INTEGRITY_BROKEN")];
      await byClock(rough);
      await expectRefused(byClock(broken), REFUSED.fourEyes);
    });
  });

  test("of a book is in force once", async () => {
    const { tenantId, book } = await sceneOf(1);
    const set = (): Promise<unknown> =>
      engine.query(
        `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason, code)
         values ($1, $2, $3, $4, 'instrument', 'BTC/USD', 'block_entries', 1, 'engine', 'why', 'VOLATILITY_BLOWN')`,
        [tenantId, randomUUID(), book.runId, book.accountId],
      );
    await set();
    await expectRefused(set(), REFUSED.duplicate);
  });
});
