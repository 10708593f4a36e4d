import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { TestClock } from "@ballast/testing/test-clock";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { passHours, openTestEngine, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { executeCommand } from "./execute-command.ts";

/** What pages ask of the engine: to assign a profile, to replay a receipt, to answer a what-if. */

const database = await testDatabase();
const { owner, engine: pool } = database.pools;
const clock = new TestClock(Date.UTC(2026, 5, 1));
let engine: TestEngine;
let tenantId: string;
let accountId: string;
let runId: string;

beforeAll(async () => {
  engine = await openTestEngine({ pool, stateDir: tmpdir(), wallMs: clock.nowMs });
  const seeded = await seedTestMarket(engine.ports, { owner, accounts: [briskAccount("asked")] });
  tenantId = seeded.tenantId;
  accountId = seeded.accounts[0]?.accountId ?? "";
  await passHours(engine, TEST_MARKET, 12);
  const { rows } = await owner.query<{ run_id: string }>("select run_id from books where account_id = $1", [accountId]);
  runId = rows[0]?.run_id ?? "";
});
afterAll(database.drop);

async function ask(kind: string, payload: object): Promise<{ readonly state: string; readonly result: unknown }> {
  const id = randomUUID();
  await owner.query(
    "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, $3, $4, $5, $6, 'pending')",
    [tenantId, id, kind, JSON.stringify(payload), randomUUID(), clock.nowMs()],
  );
  await executeCommand(engine.ports, { tenantId, commandId: id });
  const { rows } = await owner.query<{ state: string; result: unknown }>("select state, result from commands where id = $1", [id]);
  if (rows[0] === undefined) throw new Error(`no command ${id}`);
  return rows[0];
}

async function putVersion(version: number, positionsMax: number): Promise<Uint8Array> {
  const body = encodeRiskProfile({ ...GUARDED_PROFILE, positionsMax });
  const hash = engine.ports.sha256(body);
  await owner.query("insert into risk_profile_versions values ($1, 'guarded', $2, $3, $4, 'a test', 'a test', 1)", [
    tenantId,
    version,
    hash,
    body,
  ]);
  return hash;
}

test("an account moves to a version of its profile, its book with it", async () => {
  const hash = await putVersion(2, 4);
  expect(await ask("account.assign_profile", { accountId, profileKey: "guarded", profileVersion: "2" })).toMatchObject({
    state: "done",
    result: { accountKey: "asked", version: 2, isLooser: false },
  });
  const { rows } = await owner.query<{ profile_version: number; profile_hash: Buffer }>(
    "select a.profile_version, b.profile_hash from accounts a join books b on b.account_id = a.id where a.id = $1",
    [accountId],
  );
  expect(rows[0]?.profile_version).toBe(2);
  expect(rows[0]?.profile_hash.equals(hash)).toBe(true);
  expect(await ask("account.assign_profile", { accountId, profileKey: "guarded", profileVersion: "9" })).toMatchObject({
    state: "refused",
    result: { code: "PROFILE_UNKNOWN" },
  });
});

test("a receipt is replayed, and one that is not there refused", async () => {
  expect(await ask("receipt.replay", { accountId, runId, receiptSeq: "3" })).toMatchObject({
    state: "done",
    result: { receipts: 1, identical: 1 },
  });
  expect(await ask("receipt.replay", { accountId, runId, receiptSeq: "999" })).toMatchObject({
    state: "refused",
    result: { code: "RECEIPT_UNKNOWN" },
  });
});

test("a what-if is answered with what would differ, and writes nothing of the account", async () => {
  await putVersion(3, 1);
  const before = await owner.query("select count(*) from receipts");
  const { state, result } = await ask("profile.what_if", { accountId, profileKey: "guarded", version: "3", days: "7" });
  expect(state).toBe("done");
  expect(result).toMatchObject({
    basis: "path",
    closes: expect.any(Number),
    effects: { blocked: expect.any(Number) },
    equity: { asset: "USD" },
  });
  const bySlots = await ask("profile.what_if", { accountId, profileKey: "guarded", version: "3", days: "7", basis: "slots" });
  expect(bySlots.result).toMatchObject({
    basis: "slots",
    slots: expect.any(Number),
    heldAsRecorded: expect.arrayContaining(["kill switches"]),
  });
  expect(bySlots.result).not.toHaveProperty("equity");
  expect((await owner.query("select count(*) from receipts")).rows).toEqual(before.rows);
  expect(await ask("profile.what_if", { accountId, profileKey: "guarded", version: "3", days: "400" })).toMatchObject({ state: "refused" });
});

test("an account is put beside its backtest, and one that may not be asked about is refused by name", async () => {
  const beside = await ask("account.parity", { accountId, runId, days: "30" });
  expect(beside).toMatchObject({
    state: "done",
    result: { accountKey: "asked", counts: { differs: 0, missing: 0, extra: 0 }, unexplained: 0 },
  });
  expect(await ask("account.parity", { accountId: randomUUID() })).toMatchObject({ state: "refused", result: { code: "NOTHING_DECIDED" } });
  const late = { accountId, fromMs: String(Date.UTC(2090, 0, 1)) };
  expect(await ask("account.parity", late)).toMatchObject({ state: "refused", result: { code: "PERIOD_REVERSED" } });
});
