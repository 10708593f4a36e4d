import { randomUUID } from "node:crypto";
import { GENESIS, makeBook, makeWorkspace, TEST_NOW_MS, testHash, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createSurroundings } from "../surroundings.ts";
import { readDecidingVersion } from "./deciding-version.ts";

const database = await testDatabase();
const { engine, owner, web } = database.pools;
afterAll(database.drop);
const { database: asWeb } = createSurroundings({ pool: web, now: Date.now, newId: randomUUID });

const CONTENT = new TextEncoder().encode("the content");
const HASH = testHash("the content");
const CREATED_MS = TEST_NOW_MS + 1_000;
let book: TestBook;

async function save(version: number, body: Uint8Array, ownKey = "own"): Promise<void> {
  for (const [table, key] of [
    ["risk_profile_versions", "profile_key"],
    ["strategy_settings_versions", "settings_key"],
  ])
    await engine.query(
      `insert into ${table} (tenant_id, ${key}, version, hash, body, author, reason, created_at_ms) values ($1, $5, $2, sha256($3), $3, 'a test', '', $4)`,
      [book.tenantId, version, body, CREATED_MS + version * 1_000, ownKey],
    );
}

async function decide(receiptSeq: number, previous: Uint8Array): Promise<Uint8Array> {
  const hash = testHash(`receipt ${receiptSeq}`);
  await engine.query(
    "insert into receipts values ($1, $2, $3, $4, $5, 'hour', 0, 'NO_TRADE', '{}', $6, $6, $6, $6, $6, $6, 100, '', $7, $6)",
    [book.tenantId, book.accountId, book.runId, receiptSeq, TEST_NOW_MS + receiptSeq, hash, previous],
  );
  return hash;
}

const versionAt = (receiptSeq: number, kind: "profile" | "settings", nowMs = 0) =>
  asWeb.withTenant(book.tenantId, (tx) =>
    readDecidingVersion(tx, { kind, hash: HASH, decided: { ...book, receiptSeq, atMs: TEST_NOW_MS + receiptSeq, nowMs } }),
  );

beforeEach(async () => {
  const { tenantId } = await makeWorkspace(owner);
  book = await makeBook(engine, tenantId);
  await save(1, CONTENT);
  const first = await decide(1, GENESIS);
  await save(2, new TextEncoder().encode("another content"));
  const second = await decide(2, first);
  await save(3, CONTENT);
  await decide(3, second);
});

describe.each(["profile", "settings"] as const)("content of the %s that was restored under a newer number", (kind) => {
  test("keeps the number under which an old receipt was decided, on a clock that is not the wall's", async () => {
    expect(await versionAt(1, kind)).toEqual({ key: "own", version: 1 });
    expect(await versionAt(2, kind)).toEqual({ key: "own", version: 1 });
    expect(await versionAt(3, kind)).toEqual({ key: "own", version: 3 });
  });

  test("is the account's own where another account's says the same", async () => {
    await save(1, CONTENT, "another");
    await save(1, CONTENT, "a third");
    await owner.query("update accounts set profile_key = 'another', settings_key = 'another' where tenant_id = $1", [book.tenantId]);
    await decide(4, testHash("receipt 3"));
    expect(await versionAt(4, kind)).toEqual({ key: "another", version: 1 });
    expect(await versionAt(1, kind)).toEqual({ key: "own", version: 1 });
  });

  test("goes by the time of the decision on a wall clock", async () => {
    await owner.query("update runs set clock = 'wall' where tenant_id = $1", [book.tenantId]);
    expect(await versionAt(3, kind, CREATED_MS + 2_500)).toEqual({ key: "own", version: 1 });
    expect(await versionAt(3, kind, CREATED_MS + 3_000)).toEqual({ key: "own", version: 3 });
    expect(await versionAt(1, kind, CREATED_MS)).toEqual({ key: "own", version: 1 });
  });
});
