import { randomUUID } from "node:crypto";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { writeRiskProfile } from "@ballast/core/risk/profile-written";
import { makeBook, makeMember, makeWorkspace, type TestBook } from "@ballast/testing/factories";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Surroundings } from "../context.ts";
import { giveContent } from "../fixtures/book-content.ts";
import { callAs, type Caller } from "../in-process.ts";
import { writtenProfile } from "../routers/profile/input.ts";
import { nodeSha256 } from "../sha256.ts";
import { createSurroundings } from "../surroundings.ts";

/** Versions of risk profiles, and which accounts may move to them; no engine runs here. */

let database: TestDatabase;
let surroundings: Surroundings;
let workspaceId: string;
let book: TestBook;
let owner: Caller;
let officer: Caller;

beforeAll(async () => {
  database = await testDatabase();
  surroundings = createSurroundings({ pool: database.pools.web, now: Date.now, newId: randomUUID });
});

afterAll(() => database.drop());

const callerOf = (personId: string): Caller => callAs(surroundings, { personId, email: "", name: "", sessionId: randomUUID() });

beforeEach(async () => {
  const workspace = await makeWorkspace(database.pools.owner);
  workspaceId = workspace.tenantId;
  owner = callerOf(workspace.ownerId);
  officer = callerOf(await makeMember(database.pools.owner, { tenantId: workspaceId, role: "risk_officer" }));
  book = await makeBook(database.pools.engine, workspaceId);
  await giveContent(surroundings.database, { engine: database.pools.engine, book });
});

/** The guarded profile as a form holds it, with some of its fields otherwise. */
function written(changes: Readonly<Record<string, number>>) {
  return writtenProfile.parse(JSON.parse(JSON.stringify({ ...writeRiskProfile(GUARDED_PROFILE), ...changes })));
}

const save = (changes: Readonly<Record<string, number>>) =>
  owner.profile.save({ workspaceId, key: "guarded", baseVersion: 1, written: written(changes), reason: "a test" });

const commands = async (): Promise<unknown> =>
  (await database.pools.engine.query("select kind, payload from commands where tenant_id = $1", [workspaceId])).rows;

async function goLive(): Promise<void> {
  const { accountId } = book;
  const change = nodeSha256(new TextEncoder().encode(`live_mode|${workspaceId}|${accountId}`));
  const { rows } = await database.pools.owner.query<{ person_id: string; role: string }>(
    "select person_id, role from memberships where tenant_id = $1",
    [workspaceId],
  );
  const person = (role: string): string => rows.find((row) => row.role === role)?.person_id ?? "";
  await database.pools.owner.query(
    `insert into approvals (tenant_id, id, kind, subject, change_hash, requested_by, requested_at_ms, expires_at_ms, decided_by, decided_at_ms, decision, reason)
     values ($1, $2, 'live_mode', 'x', $3, $4, $5, $6, $7, $5, 'approved', 'a test')`,
    [workspaceId, randomUUID(), change, person("owner"), Date.now(), Date.now() + 3_600_000, person("risk_officer")],
  );
  await database.pools.owner.query("update accounts set mode = 'live' where tenant_id = $1 and id = $2", [workspaceId, accountId]);
}

describe("a version of a risk profile", () => {
  it("is saved as the next one, with who and why, and moves no account", async () => {
    expect(await save({ positionsMax: 8 })).toEqual({ version: 2, faults: [] });
    const { items } = await owner.profile.versions({ workspaceId, key: "guarded" });
    expect(items.map(({ version, reason, accounts }) => [version, reason, accounts])).toEqual([
      [2, "a test", 0],
      [1, "Shipped preset", 1],
    ]);
    expect(await commands()).toEqual([]);
  });

  it("with a cap of what nobody knows is refused, and nothing is written", async () => {
    const cap = { percentBps: 100 };
    const instrumentCaps = [{ symbol: "FOO/BAR", cap }];
    const asked = writtenProfile.parse(JSON.parse(JSON.stringify({ ...writeRiskProfile(GUARDED_PROFILE), instrumentCaps })));
    const stray = { path: "instrumentCaps", words: expect.stringMatching(/FOO\/BAR is no known instrument/) };
    const checked = await owner.profile.check({ workspaceId, key: "guarded", baseVersion: 1, written: asked });
    expect(checked.faults).toEqual([stray]);
    const saved = await owner.profile.save({ workspaceId, key: "guarded", baseVersion: 1, written: asked, reason: "a test" });
    expect(saved).toEqual({ version: undefined, faults: [stray] });
  });

  it("past policy is refused at its field, and nothing is written", async () => {
    const { version, faults } = await save({ drawdownBpsMax: 3_000 });
    expect(version).toBeUndefined();
    expect(faults.map(({ path }) => path)).toContain("drawdownBpsMax");
    expect((await owner.profile.versions({ workspaceId, key: "guarded" })).items).toHaveLength(1);
  });

  it("does not overwrite what somebody else has saved meanwhile, nor repeat what is there", async () => {
    await expect(save({})).rejects.toThrow("Nothing is different");
    await save({ positionsMax: 8 });
    await expect(save({ positionsMax: 7 })).rejects.toThrow("newer version");
  });
});

describe("an account's profile", () => {
  const assign = (version: number) =>
    owner.profile.assign({ workspaceId, accountId: book.accountId, profileKey: "guarded", version, reason: "a test" });

  it("changes on paper at once, looser or not", async () => {
    await save({ positionsMax: 20 });
    const assigned = await assign(2);
    expect(assigned.outcome).toBe("commanded");
    // The engine moves the account; until then it is on the version that it decides by, not on the newest.
    expect(await owner.profile.list({ workspaceId })).toEqual(
      expect.arrayContaining([expect.objectContaining({ key: "guarded", version: 2, holders: [{ version: 1, accounts: 1 }] })]),
    );
    expect(await commands()).toEqual([
      { kind: "account.assign_profile", payload: { accountId: book.accountId, profileKey: "guarded", profileVersion: "2" } },
    ]);
    await expect(assign(1)).rejects.toThrow("already");
  });

  it("is raised by two on paper as well where the account's file asks for two", async () => {
    await save({ positionsMax: 20 });
    const setUp = JSON.stringify({ approval: { persons: 2 } });
    await database.pools.engine.query(
      "insert into account_set_ups values ($1, $2, 1, sha256(convert_to($3, 'UTF8')), convert_to($3, 'UTF8'), 'who', 'why', 1)",
      [workspaceId, book.accountId, setUp],
    );
    expect(await assign(2)).toMatchObject({ outcome: "requested", waitsFor: "second_person" });
    expect(await commands()).toEqual([]);
  });

  it("tightens in live at once, and is raised by two", async () => {
    await save({ positionsMax: 8 });
    await owner.profile.save({ workspaceId, key: "guarded", baseVersion: 2, written: written({ positionsMax: 20 }), reason: "a test" });
    await goLive();
    expect((await assign(2)).outcome).toBe("commanded");
    const raise = await assign(3);
    expect(raise).toMatchObject({ outcome: "requested", waitsFor: "second_person" });
    expect(await commands()).toHaveLength(1);
    const [own] = await owner.profile.raises({ workspaceId });
    expect(own).toMatchObject({
      version: 3,
      mayDecide: false,
      changes: [{ path: "positionsMax", before: 10, after: 20, isTightening: false }],
    });
    expect(await officer.workspace.pending({ workspaceId })).toEqual({ raises: 1, releases: 0, roles: 0 });
    const { waiting } = await officer.overview.summary({ workspaceId });
    expect(waiting.find(({ kind }) => kind === "limit_raise")).toMatchObject({
      path: "profiles",
      detail: expect.stringContaining("a test"),
    });
    const requestId = own?.id ?? "";
    await expect(owner.profile.decideRaise({ workspaceId, requestId, decision: "approved" })).rejects.toThrow("second person");
    expect((await officer.profile.decideRaise({ workspaceId, requestId, decision: "approved" })).commandId).toBeDefined();
    expect(await commands()).toHaveLength(2);
    expect(await owner.profile.raises({ workspaceId })).toEqual([]);
    expect(await owner.workspace.pending({ workspaceId })).toEqual({ raises: 0, releases: 0, roles: 0 });
  });
});
