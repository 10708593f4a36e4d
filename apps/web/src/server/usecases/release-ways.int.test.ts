import { randomUUID } from "node:crypto";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { makeBook, makeMember, makeWorkspace } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { callAs, type Caller } from "../in-process.ts";
import { nodeSha256 } from "../sha256.ts";
import { createSurroundings } from "../surroundings.ts";

/** Re-arming by hand, in the web app: some way out of every halt, and none with fewer people than its profile asks. */

const database = await testDatabase();
const { owner: ownerPool, engine, web } = database.pools;
let nowMs = Date.now();
const surroundings = createSurroundings({ pool: web, now: () => nowMs, newId: randomUUID });
afterAll(database.drop);

const SCOPES = ["all", "workspace", "account", "instrument", "model"] as const;
type Scope = (typeof SCOPES)[number];

let workspaceId: string;
let accountId: string;
let owner: Caller;

const callerOf = (personId: string): Caller => callAs(surroundings, { personId, email: "", name: "", sessionId: randomUUID() });
const officer = async (): Promise<Caller> => callerOf(await makeMember(ownerPool, { tenantId: workspaceId, role: "risk_officer" }));

beforeEach(async () => {
  nowMs = Date.now();
  const made = await makeWorkspace(ownerPool);
  workspaceId = made.tenantId;
  owner = callerOf(made.ownerId);
  accountId = (await makeBook(engine, workspaceId)).accountId;
});

async function wantPersons(releasePersons: 1 | 2): Promise<void> {
  const body = encodeRiskProfile({ ...GUARDED_PROFILE, releasePersons });
  await engine.query("insert into risk_profile_versions values ($1, 'own', 1, $2, $3, 'a test', '', 1)", [
    workspaceId,
    nodeSha256(body),
    body,
  ]);
  await engine.query("update accounts set profile_key = 'own', profile_version = 1 where id = $1", [accountId]);
}

async function halted(scope: Scope, by: "person" | "trigger"): Promise<string> {
  const id = randomUUID();
  const subject = { all: "", workspace: workspaceId, account: accountId, instrument: "BTC/USD", model: "rebound-7" }[scope];
  const [setBy, code] = by === "person" ? ["operator", null] : ["engine", "HEARTBEAT_GAP"];
  await engine.query(
    `insert into kill_switches (tenant_id, id, scope, subject, verb, since_ms, set_by, reason, code)
     values ($1, $2, $3, $4, 'block_entries', 1, $5, 'why', $6)`,
    [workspaceId, id, scope, subject, setBy, code],
  );
  return id;
}

const release = (by: Caller, haltId: string) => by.halt.release({ workspaceId, haltId, reason: "over" });
const inForce = async () => (await owner.workspace.status({ workspaceId })).halts;

/** What whoever runs the installation does at its terminal, in the name of who agreed. */
const byTerminal = (haltId: string) =>
  engine.query(
    `update kill_switches k set released_ms = 2, release_reason = 'over', released_by = coalesce(
       (select a.decided_by::text from approvals a where a.tenant_id = k.tenant_id and a.subject = 'kill_release|' || k.id and a.decision = 'approved'), 'operator')
     where k.id = $1`,
    [haltId],
  );

describe.each(SCOPES)("a halt of %s", (scope) => {
  describe.each(["person", "trigger"] as const)("set by a %s", (by) => {
    const isElsewhere = scope === "all" && by === "person";

    it("ends by one person where every profile leaves it to one", async () => {
      await wantPersons(1);
      const id = await halted(scope, by);
      if (isElsewhere) {
        await expect(release(owner, id)).rejects.toMatchObject({
          code: "CONFLICT",
          message: expect.stringContaining("npx ballast halt release"),
        });
        await byTerminal(id);
      } else await expect(release(owner, id)).resolves.toMatchObject({ outcome: "released" });
      await expect(inForce()).resolves.toEqual([]);
    });

    it("ends by two where a profile wants two, and stays in force until then", async () => {
      await wantPersons(2);
      const second = await officer();
      const id = await halted(scope, by);
      await expect(byTerminal(id)).rejects.toThrow();
      const asked = { outcome: "asked", waitsFor: "second_person" };
      await expect(release(owner, id)).resolves.toEqual(asked);
      await expect(release(owner, id)).resolves.toEqual(asked);
      await expect(byTerminal(id)).rejects.toThrow();
      if (isElsewhere) {
        const agreed = { outcome: "asked", waitsFor: "installation" };
        await expect(release(second, id)).resolves.toEqual(agreed);
        await expect(release(owner, id)).resolves.toEqual(agreed);
        await expect(inForce()).resolves.toMatchObject([{ id, isReleaseAgreed: true }]);
        await byTerminal(id);
      } else await expect(release(second, id)).resolves.toMatchObject({ outcome: "released" });
      await expect(inForce()).resolves.toEqual([]);
    });
  });
});

describe("who is alone", () => {
  it("asks again where a second person has joined: the cooling off of one is none of two", async () => {
    await wantPersons(2);
    const id = await halted("workspace", "person");
    await expect(release(owner, id)).resolves.toEqual({ outcome: "asked", waitsFor: "cooling_off" });
    const second = await officer();
    await expect(release(second, id)).resolves.toEqual({ outcome: "asked", waitsFor: "second_person" });
    await expect(release(owner, id)).resolves.toMatchObject({ outcome: "released" });
  });

  it("asks again where the second person has left", async () => {
    await wantPersons(2);
    await officer();
    const id = await halted("workspace", "person");
    await expect(release(owner, id)).resolves.toEqual({ outcome: "asked", waitsFor: "second_person" });
    await ownerPool.query("update memberships set removed_at_ms = $2 where tenant_id = $1 and role = 'risk_officer'", [workspaceId, nowMs]);
    await expect(release(owner, id)).resolves.toEqual({ outcome: "asked", waitsFor: "cooling_off" });
  });
});

it("what an account's own trigger blocks is not said of its neighbour", async () => {
  await wantPersons(1);
  const other = await makeBook(engine, workspaceId);
  const settings = encodeStrategySettings(defaultEmaAtrSettings(["BTC/USD"]));
  await engine.query("insert into strategy_settings_versions values ($1, 'own', 1, $2, $3, 'a test', '', 1)", [
    workspaceId,
    nodeSha256(settings),
    settings,
  ]);
  await engine.query(
    "update accounts set profile_key = 'own', profile_version = 1, settings_key = 'own', settings_version = 1 where tenant_id = $1",
    [workspaceId],
  );
  await ownerPool.query("update runs set kind = 'live' where id = $1", [other.runId]);
  for (const [scope, subject] of [
    ["instrument", "BTC/USD"],
    ["all", ""],
  ])
    await engine.query(
      `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason, code)
       values ($1, $2, $3, $4, $5, $6, 'block_entries', 7, 'engine', 'INTEGRITY_BROKEN: Halted.', 'INTEGRITY_BROKEN')`,
      [workspaceId, randomUUID(), other.runId, other.accountId, scope, subject],
    );
  const { items } = await owner.account.list({ workspaceId });
  expect(items.filter(({ state }) => state === "halted").map(({ id }) => id)).toEqual([other.accountId]);
});

it("the halt that reaches farthest stands first among those of one verb", async () => {
  await wantPersons(1);
  for (const scope of ["instrument", "account", "workspace", "all"] as const) await halted(scope, "person");
  expect((await inForce()).map(({ scope }) => scope)).toEqual(["all", "workspace", "account", "instrument"]);
});
