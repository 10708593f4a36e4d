import { randomUUID } from "node:crypto";
import { defaultEmaAtrSettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { makeBook, makeWorkspace, TEST_MARKET_KEY, TEST_NOW_MS, testHash, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createSurroundings } from "../surroundings.ts";
import { readDecidedSymbols } from "./decided-symbols.ts";
import { readPriceSource } from "./receipt.ts";

const database = await testDatabase();
const { owner, engine, web } = database.pools;
const surroundings = createSurroundings({ pool: web, now: Date.now, newId: randomUUID });
afterAll(database.drop);

let book: TestBook;
beforeEach(async () => {
  book = await makeBook(engine, (await makeWorkspace(owner)).tenantId);
});

describe("instruments that decisions can be narrowed to", () => {
  it("are those of every strategy of the workspace, whatever their quote, and of no other workspace", async () => {
    const body = (symbols: readonly string[]) => Buffer.from(encodeStrategySettings(defaultEmaAtrSettings(symbols)));
    const insert = "insert into strategy_settings_versions values ($1, 'own', $2, sha256($3), $3, 'a test', '', 1)";
    await engine.query(insert, [book.tenantId, 1, body(["BTC/EUR"])]);
    await engine.query(insert, [book.tenantId, 2, body(["ETH/EUR"])]);
    const read = (tenantId: string) => surroundings.database.withTenant(tenantId, (tx) => readDecidedSymbols(tx));
    await expect(read(book.tenantId)).resolves.toEqual(["BTC/EUR", "ETH/EUR"]);
    await expect(read((await makeWorkspace(owner)).tenantId)).resolves.toEqual([]);
  });
});

describe("prices of a receipt", () => {
  it("are from the source of its snapshot, and without one from that of its market", async () => {
    const lineageId = randomUUID();
    const hash = testHash(lineageId);
    await owner.query("insert into lineages values ($1, 'kraken-csv', '{BTC/EUR}', 3600000, 0, '{}', false)", [lineageId]);
    await owner.query(
      "insert into snapshots (lineage_id, close_ms, hash, previous_hash, body, next_opens) values ($1, $2, $3, $4, $5, null)",
      [lineageId, TEST_NOW_MS, hash, new Uint8Array(32), Buffer.from(lineageId)],
    );
    const read = (snapshotHash: Uint8Array) =>
      surroundings.database.withTenant(book.tenantId, (tx) =>
        readPriceSource(tx, { runId: book.runId, marketKey: TEST_MARKET_KEY, snapshotHash }),
      );
    await expect(read(hash)).resolves.toEqual({ isSynthetic: false, priceSource: "kraken-csv" });
    await expect(read(new Uint8Array(32))).resolves.toEqual({ isSynthetic: true, priceSource: "synthetic" });
    await owner.query("update runs set lineage_id = $2 where id = $1", [book.runId, lineageId]);
    await expect(read(new Uint8Array(32))).resolves.toEqual({ isSynthetic: false, priceSource: "kraken-csv" });
  });
});
