import { randomUUID } from "node:crypto";
import { withTenant } from "@ballast/db/clients/tenant";
import { approveGrant, grantHash, type TestGrant } from "@ballast/testing/approve-grant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeMember, makeWorkspace, testHash, type TestWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

/** Law 9 for roles, attacked as the web role: whatever the server thinks, a grant takes two people, or a day alone. */

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const HOUR_MS = 3_600_000;
const emailOf = (personId: string): string => `${personId}@example.test`;

/** A workspace with a second approver and a viewer whose role may be raised. */
async function staffed(): Promise<TestWorkspace & { readonly approver: string; readonly viewer: string }> {
  const workspace = await makeWorkspace(owner);
  const { tenantId } = workspace;
  const approver = await makeMember(owner, { tenantId, role: "risk_officer" });
  return { ...workspace, approver, viewer: await makeMember(owner, { tenantId, role: "viewer" }) };
}

const act = (tenantId: string, sql: string, values: readonly unknown[]): Promise<unknown> =>
  withTenant(web, tenantId, (client) => client.query(sql, [...values]));

const setRole = (tenantId: string, personId: string, role: string): Promise<unknown> =>
  act(tenantId, "update memberships set role = $2 where person_id = $1", [personId, role]);

const remove = (tenantId: string, personId: string): Promise<unknown> =>
  act(tenantId, "update memberships set removed_at_ms = $2 where person_id = $1", [personId, Date.now()]);

const letBack = (tenantId: string, personId: string): Promise<unknown> =>
  act(tenantId, "update memberships set removed_at_ms = null where person_id = $1", [personId]);

type Asking = { readonly grant: TestGrant; readonly by: string; readonly kind?: string; readonly expiresAtMs?: number };

/** A request as the web writes it. */
async function ask({ grant, by, kind = "role_grant", expiresAtMs = Date.now() + HOUR_MS }: Asking): Promise<string> {
  const id = randomUUID();
  await act(
    grant.tenantId,
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, $2, $3, 's', $4, $5, $6, $7, 'r')`,
    [grant.tenantId, id, kind, grantHash(grant), by, Date.now(), expiresAtMs],
  );
  return id;
}

const approve = (tenantId: string, id: string, by: string): Promise<unknown> =>
  act(tenantId, "update approvals set decided_by = $2, decided_at_ms = $3, decision = 'approved' where id = $1", [id, by, Date.now()]);

const raise = (of: { readonly tenantId: string; readonly viewer: string }, to = "operator", from = "viewer"): TestGrant => ({
  tenantId: of.tenantId,
  email: emailOf(of.viewer),
  from,
  to,
});

describe("a raised role", () => {
  test("holds with the approval of a second person, once", async () => {
    const team = await staffed();
    const { tenantId, viewer, approver, ownerId } = team;
    const id = await ask({ grant: raise(team), by: ownerId });
    await expectRefused(setRole(tenantId, viewer, "operator"), REFUSED.fourEyes);
    await approve(tenantId, id, approver);
    await setRole(tenantId, viewer, "operator");
    await setRole(tenantId, viewer, "viewer");
    await expectRefused(setRole(tenantId, viewer, "operator"), REFUSED.fourEyes);
    const { rows } = await owner.query("select used_at_ms is not null as used from approvals where id = $1", [id]);
    expect(rows).toEqual([{ used: true }]);
  });

  test("is one, however many approvals of it there were", async () => {
    const team = await staffed();
    const { tenantId, viewer, approver, ownerId } = team;
    for (const _ of [1, 2]) await approve(tenantId, await ask({ grant: raise(team), by: ownerId }), approver);
    await setRole(tenantId, viewer, "operator");
    await setRole(tenantId, viewer, "viewer");
    await expectRefused(setRole(tenantId, viewer, "operator"), REFUSED.fourEyes);
  });

  test.each<[string, (team: Awaited<ReturnType<typeof staffed>>) => Promise<TestGrant>]>([
    ["another role", async (team) => raise(team, "admin")],
    ["another role held", async (team) => raise(team, "operator", "researcher")],
    ["another person", async (team) => ({ ...raise(team), email: emailOf(team.approver) })],
  ])("is not held by the approval of %s", async (_, other) => {
    const team = await staffed();
    await approve(team.tenantId, await ask({ grant: await other(team), by: team.ownerId }), team.approver);
    await expectRefused(setRole(team.tenantId, team.viewer, "operator"), REFUSED.fourEyes);
  });

  test("is not held by the approval of another workspace, whichever is named", async () => {
    const [team, foreign] = [await staffed(), await staffed()];
    const stolen = { ...raise(team), tenantId: foreign.tenantId };
    const id = randomUUID();
    await act(
      foreign.tenantId,
      `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, $2, 'role_grant', 's', $3, $4, $5, $6, 'r')`,
      [foreign.tenantId, id, grantHash(raise(team)), foreign.ownerId, Date.now(), Date.now() + HOUR_MS],
    );
    await approve(foreign.tenantId, id, foreign.approver);
    await approve(foreign.tenantId, await ask({ grant: stolen, by: foreign.ownerId }), foreign.approver);
    await expectRefused(setRole(team.tenantId, team.viewer, "operator"), REFUSED.fourEyes);
    const switched = withTenant(web, team.tenantId, async (client) => {
      await client.query("update memberships set role = 'operator' where person_id = $1", [team.viewer]);
      await client.query("select set_config('ballast.tenant', $1, true)", [foreign.tenantId]);
    });
    await expectRefused(switched, REFUSED.fourEyes);
  });

  test("is not held by an approval that has expired", async () => {
    const team = await staffed();
    const id = await ask({ grant: raise(team), by: team.ownerId, expiresAtMs: Date.now() + 700 });
    await approve(team.tenantId, id, team.approver);
    await new Promise((resolve) => setTimeout(resolve, 800));
    await expectRefused(setRole(team.tenantId, team.viewer, "operator"), REFUSED.fourEyes);
  });

  test("is not approved by who asked, nor by who gains", async () => {
    const team = await staffed();
    const { tenantId, ownerId, approver } = team;
    const id = await ask({ grant: raise(team), by: ownerId });
    await expectRefused(approve(tenantId, id, ownerId), REFUSED.check, "approvals_four_eyes");
    const own = { tenantId, email: emailOf(approver), from: "risk_officer", to: "admin" };
    await approve(tenantId, await ask({ grant: own, by: ownerId }), approver);
    await expectRefused(setRole(tenantId, approver, "admin"), REFUSED.fourEyes);
  });

  test("is a grant between operator and risk officer too: each may what the other may not", async () => {
    const { tenantId, approver } = await staffed();
    await expectRefused(setRole(tenantId, approver, "operator"), REFUSED.fourEyes);
  });

  test("to owner takes an owner among the two", async () => {
    const team = await staffed();
    const { tenantId, viewer, approver, ownerId } = team;
    const admin = await makeMember(owner, { tenantId, role: "admin" });
    await approve(tenantId, await ask({ grant: raise(team, "owner"), by: admin }), approver);
    await expectRefused(setRole(tenantId, viewer, "owner"), REFUSED.fourEyes);
    await approve(tenantId, await ask({ grant: raise(team, "owner"), by: ownerId }), approver);
    await setRole(tenantId, viewer, "owner");
  });

  test("is refused the owner of the tables too", async () => {
    const { viewer } = await staffed();
    await expectRefused(owner.query("update memberships set role = 'admin' where person_id = $1", [viewer]), REFUSED.fourEyes);
  });
});

describe("an approval", () => {
  test("is marked used by the check alone, and stays used", async () => {
    const team = await staffed();
    const id = await ask({ grant: raise(team), by: team.ownerId });
    await approve(team.tenantId, id, team.approver);
    await expectRefused(act(team.tenantId, "update approvals set used_at_ms = 1 where id = $1", [id]), REFUSED.notAllowed);
    await expectRefused(owner.query("update approvals set used_at_ms = 1 where id = $1", [id]), REFUSED.appendOnly);
    await setRole(team.tenantId, team.viewer, "operator");
    await expectRefused(owner.query("update approvals set used_at_ms = null where id = $1", [id]), REFUSED.appendOnly);
  });
});

describe("a removed member", () => {
  test("comes back with an approval of the role that they had, which counts as none", async () => {
    const { tenantId, approver, ownerId } = await staffed();
    const operator = await makeMember(owner, { tenantId, role: "operator" });
    await remove(tenantId, operator);
    await expectRefused(letBack(tenantId, operator), REFUSED.fourEyes);
    await setRole(tenantId, operator, "admin");
    await expectRefused(letBack(tenantId, operator), REFUSED.fourEyes);
    const grant = { tenantId, email: emailOf(operator), from: "none", to: "admin" };
    await approve(tenantId, await ask({ grant, by: ownerId }), approver);
    await letBack(tenantId, operator);
  });

  test("comes back as a viewer at once", async () => {
    const { tenantId, viewer } = await staffed();
    await remove(tenantId, viewer);
    await letBack(tenantId, viewer);
  });
});

describe("a new membership", () => {
  const insert = (pool: typeof owner, tenantId: string, personId: string, role: string): Promise<unknown> =>
    withTenant(pool, tenantId, (client) =>
      client.query("insert into memberships (tenant_id, person_id, role, created_at_ms) values ($1, $2, $3, 1)", [
        tenantId,
        personId,
        role,
      ]),
    );

  test("is no right of the web or the engine", async () => {
    const [{ tenantId }, { ownerId }] = [await makeWorkspace(owner), await makeWorkspace(owner)];
    for (const pool of [web, engine]) await expectRefused(insert(pool, tenantId, ownerId, "viewer"), REFUSED.notAllowed);
  });

  test("needs the approval, whoever inserts it, but for a workspace's first owner and viewers", async () => {
    const [{ tenantId }, { ownerId: stranger }] = [await makeWorkspace(owner), await makeWorkspace(owner)];
    for (const role of ["researcher", "operator", "owner"]) await expectRefused(insert(owner, tenantId, stranger, role), REFUSED.fourEyes);
    await insert(owner, tenantId, stranger, "viewer");
  });

  test("of a workspace without anybody is an owner's", async () => {
    const { ownerId } = await makeWorkspace(owner);
    const tenantId = randomUUID();
    await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, 'Empty', false, 1)", [
      tenantId,
      tenantId,
    ]);
    await expectRefused(insert(owner, tenantId, ownerId, "admin"), REFUSED.fourEyes);
    await insert(owner, tenantId, ownerId, "owner");
  });
});

describe("an invitation", () => {
  async function invite(
    { tenantId, ownerId }: TestWorkspace,
    role: string,
  ): Promise<{ readonly email: string; readonly token: Uint8Array }> {
    const [id, email] = [randomUUID(), `${randomUUID()}@example.test`];
    const token = testHash(`token ${id}`);
    await act(
      tenantId,
      "insert into invitations (tenant_id, id, email, role, token_hash, invited_by, created_at_ms, expires_at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)",
      [tenantId, id, email, role, token, ownerId, Date.now(), Date.now() + HOUR_MS],
    );
    return { email, token };
  }
  const accept = (token: Uint8Array): Promise<unknown> =>
    web.query("select accept_invitation($1, $2, 'New', 'hash', $3)", [token, randomUUID(), Date.now()]);

  test.each(["researcher", "operator", "risk_officer", "admin", "owner"])("to be %s lets nobody in without the approval", async (role) => {
    const workspace = await makeWorkspace(owner);
    const { email, token } = await invite(workspace, role);
    await expectRefused(accept(token), REFUSED.fourEyes);
    const { rows } = await owner.query("select from people where email = $1", [email]);
    expect(rows).toEqual([]);
    await approveGrant(owner, { tenantId: workspace.tenantId, email, from: "none", to: role });
    await accept(token);
  });

  test("to be viewer lets its address in at once", async () => {
    const { token } = await invite(await makeWorkspace(owner), "viewer");
    await accept(token);
  });

  test("that cooled off lets nobody in once somebody else has joined", async () => {
    const workspace = await makeWorkspace(owner);
    const { tenantId } = workspace;
    const { email, token } = await invite(workspace, "admin");
    await approveGrant(owner, { tenantId, email, from: "none", to: "admin" });
    const viewer = await makeMember(owner, { tenantId, role: "viewer" });
    await expectRefused(accept(token), REFUSED.fourEyes);
    await remove(tenantId, viewer);
    await accept(token);
  });

  test("is not cooled off by a request of this moment", async () => {
    const workspace = await makeWorkspace(owner);
    const { tenantId, ownerId } = workspace;
    const { email } = await invite(workspace, "admin");
    const id = await ask({ grant: { tenantId, email, from: "none", to: "admin" }, by: ownerId, kind: "cooling_off" });
    await expectRefused(approve(tenantId, id, ownerId), REFUSED.fourEyes);
  });
});

test("a lower role and a removal need nobody, but an owner always stays", async () => {
  const { tenantId, ownerId, approver, viewer } = await staffed();
  await setRole(tenantId, approver, "viewer");
  await remove(tenantId, viewer);
  await expectRefused(setRole(tenantId, ownerId, "admin"), REFUSED.lastOwner);
  await expectRefused(remove(tenantId, ownerId), REFUSED.lastOwner);
});
