import { randomUUID } from "node:crypto";
import { withTenant } from "@ballast/db/clients/tenant";
import { approveGrant } from "@ballast/testing/approve-grant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeMember, makeWorkspace, TEST_NOW_MS, testHash } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web } = database.pools;
afterAll(database.drop);

const HOUR_MS = 3_600_000;

test("the first owner is one, though two browsers race", async () => {
  const fresh = await testDatabase();
  const createFirstOwner = (email: string): Promise<unknown> =>
    fresh.pools.web.query("select create_first_owner($1, $2, 'First', 'hash', $3, $4, 'Workspace', $5)", [
      randomUUID(),
      email,
      randomUUID(),
      `w-${randomUUID().slice(0, 8)}`,
      TEST_NOW_MS,
    ]);
  try {
    expect((await fresh.pools.web.query("select is_setup_needed()")).rows).toEqual([{ is_setup_needed: true }]);
    const results = await Promise.allSettled(["a@example.test", "b@example.test"].map(createFirstOwner));
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expectRefused(createFirstOwner("c@example.test"), REFUSED.signIn);
    expect((await fresh.pools.web.query("select is_setup_needed()")).rows).toEqual([{ is_setup_needed: false }]);
  } finally {
    await fresh.drop();
  }
});

describe("a session", () => {
  test("is found until it is revoked or has expired", async () => {
    const { tenantId, ownerId } = await makeWorkspace(owner);
    const [kept, lost] = [randomUUID(), randomUUID()];
    for (const id of [kept, lost])
      await web.query("select open_session($1, $2, $3, $4, 'a browser')", [id, ownerId, TEST_NOW_MS, TEST_NOW_MS + HOUR_MS]);
    const find = async (id: string, nowMs: number): Promise<unknown> =>
      (await web.query<{ person_id: string }>("select person_id from find_session($1, $2)", [id, nowMs])).rows[0]?.person_id;
    expect(await find(lost, TEST_NOW_MS + 1)).toBe(ownerId);
    expect((await web.query("select revoke_sessions($1, $2, $3) as revoked", [ownerId, kept, TEST_NOW_MS + 2])).rows).toEqual([
      { revoked: 1 },
    ]);
    expect([await find(lost, TEST_NOW_MS + 3), await find(kept, TEST_NOW_MS + 3), await find(kept, TEST_NOW_MS + HOUR_MS)]).toEqual([
      undefined,
      ownerId,
      undefined,
    ]);
    const { rows } = await web.query("select tenant_id, role from workspaces_of($1)", [ownerId]);
    expect(rows).toEqual([{ tenant_id: tenantId, role: "owner" }]);
  });

  test("is revoked by its own person only", async () => {
    const [{ ownerId }, stranger] = [await makeWorkspace(owner), await makeWorkspace(owner)];
    const id = randomUUID();
    await web.query("select open_session($1, $2, $3, $4, 'a browser')", [id, ownerId, TEST_NOW_MS, TEST_NOW_MS + HOUR_MS]);
    expect((await web.query("select revoke_session($1, $2, $3) as done", [id, stranger.ownerId, TEST_NOW_MS])).rows).toEqual([
      { done: false },
    ]);
    expect((await web.query("select revoke_session($1, $2, $3) as done", [id, ownerId, TEST_NOW_MS])).rows).toEqual([{ done: true }]);
  });
});

describe("an invitation", () => {
  async function invite(email: string): Promise<{ readonly tenantId: string; readonly token: Uint8Array; readonly id: string }> {
    const { tenantId, ownerId } = await makeWorkspace(owner);
    const [id, token] = [randomUUID(), testHash(`token ${email} ${tenantId}`)];
    await withTenant(web, tenantId, (client) =>
      client.query(
        "insert into invitations (tenant_id, id, email, role, token_hash, invited_by, created_at_ms, expires_at_ms) values ($1, $2, $3, 'operator', $4, $5, $6, $7)",
        [tenantId, id, email, token, ownerId, TEST_NOW_MS, TEST_NOW_MS + HOUR_MS],
      ),
    );
    await approveGrant(owner, { tenantId, email, from: "none", to: "operator" });
    return { tenantId, token, id };
  }
  const accept = (
    token: Uint8Array,
    nowMs = TEST_NOW_MS + 1,
  ): Promise<{ rows: { tenant_id: string; person_id: string; role: string }[] }> =>
    web.query("select tenant_id, person_id, role from accept_invitation($1, $2, 'New', 'new hash', $3)", [token, randomUUID(), nowMs]);

  test("makes a new person a member with the invited role, once", async () => {
    const { tenantId, token } = await invite(`${randomUUID()}@example.test`);
    expect((await web.query("select role, person_exists from find_invitation($1, $2)", [token, TEST_NOW_MS])).rows).toEqual([
      { role: "operator", person_exists: false },
    ]);
    expect((await accept(token)).rows).toMatchObject([{ tenant_id: tenantId, role: "operator" }]);
    await expectRefused(accept(token), REFUSED.signIn);
  });

  test("keeps the password of a person who is known", async () => {
    const { ownerId } = await makeWorkspace(owner);
    const { token } = await invite(`${ownerId}@example.test`);
    expect((await accept(token)).rows[0]?.person_id).toBe(ownerId);
    expect((await web.query("select password_hash from find_person_by_email($1)", [`${ownerId.toUpperCase()}@Example.test`])).rows).toEqual(
      [{ password_hash: "no hash" }],
    );
  });

  test("can't be accepted once revoked or expired, nor with another token", async () => {
    const { tenantId, token, id } = await invite(`${randomUUID()}@example.test`);
    await expectRefused(accept(token, TEST_NOW_MS + HOUR_MS), REFUSED.signIn);
    await expectRefused(accept(testHash("guess")), REFUSED.signIn);
    await withTenant(web, tenantId, (client) => client.query("update invitations set revoked_at_ms = $2 where id = $1", [id, TEST_NOW_MS]));
    await expectRefused(accept(token), REFUSED.signIn);
  });
});

test("a workspace keeps an owner", async () => {
  const { tenantId, ownerId } = await makeWorkspace(owner);
  const setRole = (id: string, role: string): Promise<unknown> =>
    withTenant(web, tenantId, (client) => client.query("update memberships set role = $2 where person_id = $1", [id, role]));
  await expectRefused(setRole(ownerId, "viewer"), REFUSED.lastOwner);
  await expectRefused(
    withTenant(web, tenantId, (client) => client.query("update memberships set removed_at_ms = 1 where person_id = $1", [ownerId])),
    REFUSED.lastOwner,
  );
  const second = await makeMember(owner, { tenantId, role: "owner" });
  await setRole(ownerId, "viewer");
  await expectRefused(setRole(second, "viewer"), REFUSED.lastOwner);
});
