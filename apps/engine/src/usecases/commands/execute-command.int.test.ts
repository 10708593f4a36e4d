import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { MINUTE_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { lockAccounts } from "@ballast/db/repositories/accounts";
import { findPendingCommands } from "@ballast/db/repositories/due-work";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, briskSettings, seedTestMarket } from "../../testing/test-market.ts";
import { COMMAND_STALE_MS, executeCommand } from "./execute-command.ts";

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(Date.UTC(2026, 5, 1));
let engine: TestEngine;
let tenantId: string;

beforeAll(async () => {
  engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs });
  ({ tenantId } = await seedTestMarket(engine.ports, { owner, accounts: [] }));
});
afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

async function ask(kind: string, payload: unknown): Promise<string> {
  const id = randomUUID();
  await owner.query(
    "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, $3, $4, $5, $6, 'pending')",
    [tenantId, id, kind, JSON.stringify(payload), randomUUID(), clock.nowMs()],
  );
  return id;
}

const carryOut = (commandId: string, by = engine): Promise<void> => executeCommand(by.ports, { tenantId, commandId });

async function commandOf(id: string): Promise<{ readonly state: string; readonly result: unknown }> {
  const { rows } = await owner.query<{ state: string; result: unknown }>("select state, result from commands where id = $1", [id]);
  if (rows[0] === undefined) throw new Error(`no command ${id}`);
  return rows[0];
}

async function booksOf(key: string): Promise<number> {
  const { rows } = await owner.query<{ count: number }>(
    "select count(*) from accounts a join books b on b.tenant_id = a.tenant_id and b.account_id = a.id where a.key = $1",
    [key],
  );
  return rows[0]?.count ?? 0;
}

describe("account.create", () => {
  test("opens an account with its book and deposit; a second delivery does nothing", async () => {
    const id = await ask("account.create", briskAccount("first"));
    await carryOut(id);
    const done = await commandOf(id);
    expect(done).toMatchObject({ state: "done", result: { accountKey: "first" } });
    await carryOut(id);
    expect(await commandOf(id)).toEqual(done);
    expect(await booksOf("first")).toBe(1);
    const { rows } = await owner.query(
      "select b.units from balances b join accounts a on a.id = b.account_id where a.key = 'first' and asset = 'USD'",
    );
    expect(rows).toEqual([{ units: 1_000_000_000_000n }]);
  });

  test("of a key that is taken is refused with words that help", async () => {
    await carryOut(await ask("account.create", briskAccount("taken")));
    const id = await ask("account.create", briskAccount("taken"));
    await carryOut(id);
    expect(await commandOf(id)).toMatchObject({
      state: "refused",
      result: { code: "ACCOUNT_EXISTS", message: expect.stringContaining("taken") },
    });
    expect(await booksOf("taken")).toBe(1);
  });

  test.each<readonly [string, Record<string, unknown>, string, string]>([
    ["payload that is none", { name: "" }, "COMMAND_INVALID", "name"],
    ["balance of nothing", { ...briskAccount("poor"), startingBalance: "0" }, "ACCOUNT_BALANCE_INVALID", "0"],
    [
      "balance finer than a cent of a cent",
      { ...briskAccount("fine"), startingBalance: "1.123456789" },
      "ACCOUNT_BALANCE_INVALID",
      "1.123456789",
    ],
    ["market that is none", { ...briskAccount("lost"), marketKey: "moon" }, "MARKET_UNKNOWN", "moon"],
    ["instrument that is none", briskAccount("odd", { settings: briskSettings(["MOON/USD"]) }), "INSTRUMENT_UNKNOWN", "MOON/USD"],
    ["profile that is none", { ...briskAccount("bold"), profileKey: "yolo" }, "PROFILE_UNKNOWN", "yolo"],
  ])("with a %s is refused and leaves nothing", async (_what, payload, code, word) => {
    const id = await ask("account.create", payload);
    await carryOut(id);
    expect(await commandOf(id)).toMatchObject({ state: "refused", result: { code, message: expect.stringContaining(word) } });
    const { rows } = await owner.query("select key from accounts where key in ('poor', 'fine', 'lost', 'bold', 'odd')");
    expect(rows).toEqual([]);
  });

  test("asked many times at once opens each account once, in one run", async () => {
    const ids = await Promise.all(["x1", "x2", "x3", "x1", "x2", "x3"].map((key) => ask("account.create", briskAccount(key))));
    await Promise.all(ids.map((id) => carryOut(id)));
    const states = await Promise.all(ids.map((id) => commandOf(id)));
    expect(states.map(({ state }) => state).sort()).toEqual(["done", "done", "done", "refused", "refused", "refused"]);
    for (const key of ["x1", "x2", "x3"]) expect(await booksOf(key)).toBe(1);
  });

  test("whose worker lost its claim leaves nothing, and the next worker's stands", async () => {
    const id = await ask("account.create", briskAccount("fought-over"));
    let first: Promise<void> = Promise.resolve();
    await inTransaction(pool, async (client) => {
      // The first worker stops before it opens the account, for as long as this transaction lasts.
      await lockAccounts(client, tenantId);
      first = carryOut(id);
      first.catch(() => undefined);
      await expect.poll(async () => (await commandOf(id)).state).toBe("claimed");
      await owner.query("update commands set claimed_by = 'another' where id = $1", [id]);
    });
    await expect(first).rejects.toThrow("went to another worker");
    expect(await booksOf("fought-over")).toBe(0);

    clock.advance(COMMAND_STALE_MS + 1);
    await carryOut(id, await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs, workerName: "another" }));
    expect(await commandOf(id)).toMatchObject({ state: "done" });
    expect(await booksOf("fought-over")).toBe(1);
  });
});

test("a command that nobody knows is refused", async () => {
  const id = await ask("moon.buy", {});
  await carryOut(id);
  expect(await commandOf(id)).toMatchObject({ state: "refused", result: { code: "COMMAND_UNKNOWN" } });
});

test("a command that fails is tried again by the sweep, and given up when it is old", async () => {
  const id = await ask("account.create", briskAccount("unlucky"));
  const broken = {
    ...engine.ports,
    sha256: () => {
      throw new Error("the disk is on fire");
    },
  };
  await expect(executeCommand(broken, { tenantId, commandId: id })).rejects.toThrow("on fire");
  expect(await commandOf(id)).toMatchObject({ state: "claimed" });
  const pending = async (): Promise<string[]> =>
    (await findPendingCommands(pool, { wallMs: clock.nowMs(), staleMs: COMMAND_STALE_MS, limit: 10 })).map(({ commandId }) => commandId);
  expect(await pending()).not.toContain(id);
  clock.advance(COMMAND_STALE_MS + 1);
  expect(await pending()).toContain(id);
  clock.advance(10 * MINUTE_MS);
  await executeCommand(broken, { tenantId, commandId: id });
  expect(await commandOf(id)).toMatchObject({ state: "failed", result: { message: "the disk is on fire" } });
  expect(await pending()).not.toContain(id);
});
