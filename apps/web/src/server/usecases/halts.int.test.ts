import { randomUUID } from "node:crypto";
import { makeBook, makeMember, makeWorkspace, type TestBook } from "@ballast/testing/factories";
import { testDatabase, type TestDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Surroundings } from "../context.ts";
import { giveContent } from "../fixtures/book-content.ts";
import { callAs, type Caller } from "../in-process.ts";
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
      idleBecause: expect.stringContaining("has flattened it"),
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
});
