import { createHash, randomUUID } from "node:crypto";
import { withTenant } from "@ballast/db/clients/tenant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { makeBook, makeMember, makeWorkspace, testHash, type TestWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
afterAll(database.drop);

const HOUR_MS = 3_600_000;

type Request = {
  readonly kind?: string;
  readonly subject?: string;
  readonly changeHash?: Uint8Array;
  readonly requestedAtMs?: number;
  readonly expiresAtMs?: number;
};

/** A request by the workspace's owner, as the web writes it, or as a migration could where it is dated back. */
async function request({ tenantId, ownerId }: TestWorkspace, of: Request = {}): Promise<string> {
  const id = randomUUID();
  const requestedAtMs = of.requestedAtMs ?? Date.now();
  const values = [
    tenantId,
    id,
    of.kind ?? "role_grant",
    of.subject ?? "a subject",
    of.changeHash ?? testHash("change"),
    ownerId,
    requestedAtMs,
    of.expiresAtMs ?? requestedAtMs + 72 * HOUR_MS,
  ];
  const text = `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, 'because')`;
  await (of.requestedAtMs === undefined ? withTenant(web, tenantId, (client) => client.query(text, values)) : owner.query(text, values));
  return id;
}

async function decide(
  workspace: TestWorkspace,
  of: { readonly id: string; readonly by: string; readonly decision?: string; readonly atMs?: number },
): Promise<void> {
  await withTenant(web, workspace.tenantId, (client) =>
    client.query("update approvals set decided_by = $2, decided_at_ms = $3, decision = $4 where id = $1", [
      of.id,
      of.by,
      of.atMs ?? Date.now(),
      of.decision ?? "approved",
    ]),
  );
}

describe("a request", () => {
  test("is approved by another member, once", async () => {
    const workspace = await makeWorkspace(owner);
    const approver = await makeMember(owner, { tenantId: workspace.tenantId, role: "risk_officer" });
    const id = await request(workspace);
    await decide(workspace, { id, by: approver });
    await expectRefused(decide(workspace, { id, by: approver, decision: "rejected" }), REFUSED.appendOnly);
  });

  test("is not approved by who asked, though they may withdraw it", async () => {
    const workspace = await makeWorkspace(owner);
    const id = await request(workspace);
    await expectRefused(decide(workspace, { id, by: workspace.ownerId }), REFUSED.check, "approvals_four_eyes");
    await decide(workspace, { id, by: workspace.ownerId, decision: "withdrawn" });
  });

  test("is not approved by a stranger to the workspace", async () => {
    const [workspace, other] = [await makeWorkspace(owner), await makeWorkspace(owner)];
    const id = await request(workspace);
    await expectRefused(decide(workspace, { id, by: other.ownerId }), REFUSED.fourEyes);
    await expectRefused(decide(workspace, { id, by: other.ownerId, decision: "rejected" }), "23503");
  });

  test.each(["viewer", "operator"])("is not approved by a %s, nor by who was removed", async (role) => {
    const workspace = await makeWorkspace(owner);
    const { tenantId } = workspace;
    const [member, removed] = [await makeMember(owner, { tenantId, role }), await makeMember(owner, { tenantId, role: "viewer" })];
    await withTenant(web, tenantId, (client) => client.query("update memberships set removed_at_ms = 1 where person_id = $1", [removed]));
    const id = await request(workspace);
    for (const by of [member, removed]) await expectRefused(decide(workspace, { id, by }), REFUSED.fourEyes);
  });

  test("is not approved after it expired, whatever time the approval states", async () => {
    const workspace = await makeWorkspace(owner);
    const approver = await makeMember(owner, { tenantId: workspace.tenantId, role: "risk_officer" });
    const requestedAtMs = Date.now() - 80 * HOUR_MS;
    const id = await request(workspace, { requestedAtMs });
    await expectRefused(decide(workspace, { id, by: approver, atMs: requestedAtMs + HOUR_MS }), REFUSED.fourEyes);
  });

  test("expires within a month", async () => {
    const workspace = await makeWorkspace(owner);
    const attempt = request(workspace, { expiresAtMs: Date.now() + 31 * 24 * HOUR_MS });
    await expectRefused(attempt, REFUSED.check, "approvals_expire_soon");
  });

  test("stays bound to the change that it was made for", async () => {
    const workspace = await makeWorkspace(owner);
    const id = await request(workspace);
    await expectRefused(
      withTenant(web, workspace.tenantId, (client) =>
        client.query("update approvals set change_hash = $2 where id = $1", [id, testHash("other")]),
      ),
      REFUSED.notAllowed,
    );
    await expectRefused(owner.query("update approvals set change_hash = $2 where id = $1", [id, testHash("other")]), REFUSED.appendOnly);
  });
});

describe("cooling off", () => {
  const kind = "cooling_off";

  test("stands in for the second person of a workspace of one, after 24 hours", async () => {
    const workspace = await makeWorkspace(owner);
    const id = await request(workspace, { kind, requestedAtMs: Date.now() - 24 * HOUR_MS - 1_000 });
    await decide(workspace, { id, by: workspace.ownerId });
  });

  test("is not over before, whatever time the approval states", async () => {
    const workspace = await makeWorkspace(owner);
    const id = await request(workspace, { kind, requestedAtMs: Date.now() - 23 * HOUR_MS });
    await expectRefused(decide(workspace, { id, by: workspace.ownerId }), REFUSED.fourEyes);
    await expectRefused(decide(workspace, { id, by: workspace.ownerId, atMs: Date.now() + 2 * HOUR_MS }), REFUSED.fourEyes);
  });

  test("can't be asked with a date in the past", async () => {
    const workspace = await makeWorkspace(owner);
    const values = [
      workspace.tenantId,
      randomUUID(),
      testHash("change"),
      workspace.ownerId,
      Date.now() - 25 * HOUR_MS,
      Date.now() + HOUR_MS,
    ];
    await expectRefused(
      withTenant(web, workspace.tenantId, (client) =>
        client.query(
          "insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, reason) values ($1, $2, 'cooling_off', 's', $3, $4, $5, $6, 'r')",
          values,
        ),
      ),
      REFUSED.notAllowed,
    );
  });

  test("ends when a second member joins, and is back when they have left", async () => {
    const workspace = await makeWorkspace(owner);
    const second = await makeMember(owner, { tenantId: workspace.tenantId, role: "viewer" });
    const id = await request(workspace, { kind, requestedAtMs: Date.now() - 25 * HOUR_MS });
    await expectRefused(decide(workspace, { id, by: workspace.ownerId }), REFUSED.fourEyes);
    await withTenant(web, workspace.tenantId, (client) =>
      client.query("update memberships set removed_at_ms = $2 where person_id = $1", [second, Date.now()]),
    );
    await decide(workspace, { id, by: workspace.ownerId });
  });
});

test("an account trades live only with an approval of exactly that in force, each time anew", async () => {
  const workspace = await makeWorkspace(owner);
  const { accountId } = await makeBook(engine, workspace.tenantId);
  const liveId = randomUUID();
  const goLive = (): Promise<unknown> =>
    engine.query(
      `insert into accounts select tenant_id, $2, 'live', name, 'live', market_key, base_currency, starting_units, profile_key, profile_version, settings_key, settings_version,
         taker_fee_bps, maker_fee_bps, slippage_bps, seed, created_at_ms, closed_at_ms from accounts where id = $1`,
      [accountId, liveId],
    );
  await expectRefused(goLive(), REFUSED.fourEyes);
  const approver = await makeMember(owner, { tenantId: workspace.tenantId, role: "risk_officer" });
  const changeHash = createHash("sha256").update(`live_mode|${workspace.tenantId}|${liveId}`).digest();
  const id = await request(workspace, { kind: "live_mode", subject: liveId, changeHash });
  await expectRefused(goLive(), REFUSED.fourEyes);
  await decide(workspace, { id, by: approver });
  await goLive();
  await owner.query("update accounts set mode = 'paper' where id = $1", [liveId]);
  await expectRefused(owner.query("update accounts set mode = 'live' where id = $1", [liveId]), REFUSED.fourEyes);
  const again = await request(workspace, { kind: "live_mode", subject: liveId, changeHash });
  await decide(workspace, { id: again, by: approver });
  await owner.query("update accounts set mode = 'live' where id = $1", [liveId]);
  const { rows } = await engine.query("select mode from accounts where id = $1", [liveId]);
  expect(rows).toEqual([{ mode: "live" }]);
});
