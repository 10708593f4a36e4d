import { randomUUID } from "node:crypto";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { makeBook, makeMember, makeWorkspace, type TestBook } from "@ballast/testing/factories";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Surroundings } from "../context.ts";
import { giveContent } from "../fixtures/book-content.ts";
import { callAs, type Caller } from "../in-process.ts";
import { nodeSha256 } from "../sha256.ts";
import { createSurroundings } from "../surroundings.ts";

/** A halt holds from its own commit: no engine runs here, and no Redis is asked. */

let database: TestDatabase;
let surroundings: Surroundings;
let workspaceId: string;
let book: TestBook;
let operator: Caller;
let owner: Caller;

beforeAll(async () => {
  database = await testDatabase();
  surroundings = createSurroundings({ pool: database.pools.web, now: Date.now, newId: randomUUID });
});

afterAll(() => database.drop());

function callerOf(personId: string): Caller {
  return callAs(surroundings, { personId, email: "", name: "", sessionId: randomUUID() });
}

beforeEach(async () => {
  const workspace = await makeWorkspace(database.pools.owner);
  workspaceId = workspace.tenantId;
  owner = callerOf(workspace.ownerId);
  operator = callerOf(await makeMember(database.pools.owner, { tenantId: workspaceId, role: "operator" }));
  book = await makeBook(database.pools.engine, workspaceId);
  await giveContent(surroundings.database, { engine: database.pools.engine, book });
});

async function count(table: "kill_switches" | "commands" | "audit_log"): Promise<unknown> {
  const { rows } = await database.pools.engine.query<{ n: number }>(`select count(*) as n from ${table} where tenant_id = $1`, [
    workspaceId,
  ]);
  return rows[0]?.n;
}

describe("a halt", () => {
  it("is in force, asked of the engine and audited in one commit", async () => {
    const { haltId, commandId } = await operator.halt.set({
      workspaceId,
      target: { scope: "account", accountId: book.accountId },
      verb: "flatten",
      reason: "looks wrong",
    });
    const { items } = await operator.halt.list({ workspaceId });
    expect(items).toMatchObject([
      {
        id: haltId,
        scope: "account",
        subject: book.accountId,
        subjectName: "An account",
        verb: "flatten",
        setBy: "A person",
        reason: "looks wrong",
      },
    ]);
    await expect(operator.command.byId({ workspaceId, commandId })).resolves.toMatchObject({ kind: "halt.set", state: "pending" });
    expect(await count("audit_log")).toBe(1);
    await expect(operator.account.byId({ workspaceId, accountId: book.accountId })).resolves.toMatchObject({
      state: "halted",
      idle: expect.arrayContaining([{ code: "HALTED", words: expect.stringContaining("entries are blocked on account An account") }]),
    });
    await expect(operator.workspace.status({ workspaceId })).resolves.toMatchObject({ halts: [{ id: haltId, openPositions: 0 }] });
  });

  it("leaves nothing behind where it fails", async () => {
    await expect(
      operator.halt.set({ workspaceId, target: { scope: "account", accountId: randomUUID() }, verb: "cancel", reason: "no such account" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect([await count("kill_switches"), await count("commands"), await count("audit_log")]).toEqual([0, 0, 0]);
  });

  it("of one account does not reach another, and of its instrument does", async () => {
    const other = await makeBook(database.pools.engine, workspaceId);
    await database.pools.engine.query("update accounts set profile_key = 'guarded', settings_key = 'ema-atr' where id = $1", [
      other.accountId,
    ]);
    await operator.halt.set({
      workspaceId,
      target: { scope: "account", accountId: other.accountId },
      verb: "reduce_only",
      reason: "drill",
    });
    await expect(operator.account.byId({ workspaceId, accountId: book.accountId })).resolves.toMatchObject({ halts: [] });
    await operator.halt.set({ workspaceId, target: { scope: "instrument", symbol: "BTC/USD" }, verb: "block_entries", reason: "drill" });
    const { items } = await operator.account.list({ workspaceId });
    expect(items.map(({ state }) => state)).toEqual(["halted", "halted"]);
  });

  it("is released by an owner with a reason, once, and never by who only trades", async () => {
    const { haltId } = await operator.halt.set({ workspaceId, target: { scope: "workspace" }, verb: "block_entries", reason: "drill" });
    await expect(operator.halt.release({ workspaceId, haltId, reason: "over" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await owner.halt.release({ workspaceId, haltId, reason: "over" });
    await expect(owner.halt.release({ workspaceId, haltId, reason: "over" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { items } = await owner.halt.list({ workspaceId });
    expect(items).toMatchObject([{ id: haltId, released: { by: "A person", reason: "over" } }]);
    await expect(owner.workspace.status({ workspaceId })).resolves.toMatchObject({ halts: [] });
  });

  it("tells every page of its workspace", async () => {
    const client = await database.pools.web.connect();
    try {
      const heard = new Promise<string>((resolve) =>
        client.once("notification", (news: { readonly payload?: string }) => {
          resolve(news.payload ?? "");
        }),
      );
      await client.query("listen ballast_live");
      await operator.halt.set({ workspaceId, target: { scope: "workspace" }, verb: "block_entries", reason: "drill" });
      expect(JSON.parse(await heard)).toEqual({ tenantId: workspaceId, topics: ["halts", "commands"] });
    } finally {
      client.release(true);
    }
  });

  it("of a trigger is one line for all accounts that it tripped, and one release", async () => {
    const other = await makeBook(database.pools.engine, workspaceId);
    await database.pools.engine.query("update accounts set profile_key = 'guarded', settings_key = 'ema-atr' where id = $1", [
      other.accountId,
    ]);
    await database.pools.owner.query("update runs set kind = 'live' where tenant_id = $1", [workspaceId]);
    for (const { accountId } of [book, other])
      await database.pools.engine.query(
        `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason, code)
         values ($1, $2, $3, $4, 'instrument', 'BTC/USD', 'block_entries', 7, 'engine', 'VOLATILITY_BLOWN: a violent hour', 'VOLATILITY_BLOWN')`,
        [workspaceId, randomUUID(), book.runId, accountId],
      );
    const { items } = await owner.halt.list({ workspaceId });
    expect(items).toMatchObject([{ scope: "instrument", subject: "BTC/USD", setBy: "engine", accounts: 2, releasePersons: 1 }]);
    const haltId = items[0]?.id ?? "";
    await expect(owner.halt.release({ workspaceId, haltId, reason: "calm" })).resolves.toMatchObject({ outcome: "released" });
    await expect(owner.workspace.status({ workspaceId })).resolves.toMatchObject({ halts: [] });
  });

  it("of a profile that wants two people is asked for by one and released by another", async () => {
    const { tenantId, ownerId } = await makeWorkspace(database.pools.owner);
    const [asker, officer] = [ownerId, await makeMember(database.pools.owner, { tenantId, role: "risk_officer" })].map(callerOf);
    const { accountId } = await makeBook(database.pools.engine, tenantId);
    const body = encodeRiskProfile({ ...GUARDED_PROFILE, releasePersons: 2 });
    await database.pools.engine.query("insert into risk_profile_versions values ($1, 'two', 1, $2, $3, 'a test', '', 1)", [
      ...[tenantId, nodeSha256(body), body],
    ]);
    await database.pools.engine.query("update accounts set profile_key = 'two', profile_version = 1 where id = $1", [accountId]);
    const set = await asker?.halt.set({ workspaceId: tenantId, target: { scope: "workspace" }, verb: "block_entries", reason: "drill" });
    const release = { workspaceId: tenantId, haltId: set?.haltId ?? "", reason: "over" };
    const asked = { outcome: "asked", waitsFor: "second_person" };
    await expect(asker?.halt.release(release)).resolves.toEqual(asked);
    await expect(asker?.halt.release(release)).resolves.toEqual(asked);
    const waiting = async () =>
      (await officer?.overview.summary({ workspaceId: tenantId }))?.waiting.filter(({ kind }) => kind === "halt_release");
    await expect(waiting()).resolves.toMatchObject([
      { path: "kill-switch", detail: "Asked by A person: over. A second person releases it." },
    ]);
    await expect(officer?.halt.list({ workspaceId: tenantId })).resolves.toMatchObject({
      items: [{ releasePersons: 2, released: undefined }],
    });
    await expect(officer?.halt.release(release)).resolves.toMatchObject({ outcome: "released" });
    await expect(officer?.halt.release(release)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(waiting()).resolves.toEqual([]);
  });

  it("of a model holds in its workspace, reaches no account by itself, and is released here", async () => {
    const target = { scope: "model", model: " rebound-7 " } as const;
    const { haltId } = await operator.halt.set({ workspaceId, target, verb: "block_entries", reason: "drifts" });
    const halts = [{ id: haltId, scope: "model", subject: "rebound-7", subjectName: "rebound-7" }];
    await expect(operator.workspace.status({ workspaceId })).resolves.toMatchObject({ halts });
    await expect(operator.account.byId({ workspaceId, accountId: book.accountId })).resolves.toMatchObject({ halts: [] });
    await expect(operator.halt.consequence({ workspaceId, target })).resolves.toEqual({
      accounts: 0,
      openOrders: 0,
      waitingEntries: 0,
      openPositions: 0,
    });
    await expect(operator.halt.release({ workspaceId, haltId, reason: "over" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(owner.halt.release({ workspaceId, haltId, reason: "retrained" })).resolves.toMatchObject({ outcome: "released" });
    const nameless = { scope: "model", model: "  " } as const;
    await expect(operator.halt.set({ workspaceId, target: nameless, verb: "cancel", reason: "drifts" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    const { drillId } = await operator.halt.drill({ workspaceId, target, verb: "block_entries", reason: "monthly" });
    await expect(operator.halt.drills({ workspaceId })).resolves.toMatchObject({
      items: [{ id: drillId, scope: "model", subject: "rebound-7" }],
    });
  });

  it("may be drilled by whoever may halt: asked, audited, and nothing is in force", async () => {
    const target = { scope: "account", accountId: book.accountId } as const;
    const { drillId } = await operator.halt.drill({ workspaceId, target, verb: "flatten", reason: "monthly" });
    const { items } = await operator.halt.drills({ workspaceId });
    expect(items).toMatchObject([
      { id: drillId, scope: "account", subjectName: "An account", verb: "flatten", askedBy: "A person", finished: undefined, accounts: 0 },
    ]);
    expect([await count("kill_switches"), await count("audit_log")]).toEqual([0, 1]);
    await expect(operator.workspace.status({ workspaceId })).resolves.toMatchObject({ halts: [] });
    const unknown = { scope: "account", accountId: randomUUID() } as const;
    await expect(operator.halt.drill({ workspaceId, target: unknown, verb: "flatten", reason: "no such" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
