import { randomUUID } from "node:crypto";
import { GENESIS, makeBook, makeWorkspace, TEST_MARKET_KEY, TEST_NOW_MS, testHash, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { giveContent } from "../fixtures/book-content.ts";
import { callAs, type Caller } from "../in-process.ts";
import { createSurroundings } from "../surroundings.ts";
import { readTotals } from "./overview.ts";

const database = await testDatabase();
const { engine, owner, web } = database.pools;
afterAll(database.drop);
const surroundings = createSurroundings({ pool: web, now: Date.now, newId: randomUUID });

const DAY = 86_400_000;
/** The book was opened weeks before. */
const MIDNIGHT = (Math.floor(TEST_NOW_MS / DAY) + 22) * DAY;
const STARTING = 1_000_000_000_000n;
let book: TestBook;
let caller: Caller;

/** Two marks, of 10 and 12 more than it began with; then the book waits for its next slot and its market goes on. */
async function decideAt(firstMs: number, lastMs: number, of: { readonly nextMs: number; readonly horizonMs: number }): Promise<void> {
  let previous: Uint8Array = GENESIS;
  for (const [at, [atMs, units]] of (
    [
      [firstMs, 10n],
      [lastMs, 12n],
    ] as const
  ).entries()) {
    // prettier-ignore
    const hash = testHash(`receipt ${at}`);
    await engine.query(
      "insert into receipts values ($1, $2, $3, $4, $5, 'hour', 0, 'NO_TRADE', '{}', $6, $6, $6, $6, $6, $6, $8, '', $7, $6)",
      [book.tenantId, book.accountId, book.runId, at + 1, atMs, hash, previous, STARTING + units],
    );
    previous = hash;
  }
  await engine.query("update books set equity_units = $2, next_slot_ms = $3 where account_id = $1", [
    ...[book.accountId, STARTING + 12n, of.nextMs],
  ]);
  const lineageId = randomUUID();
  await engine.query("insert into lineages values ($1, $2, '{BTC/USD}', 3600000, 0, '{}', true, '{}')", [lineageId, lineageId]);
  await engine.query("insert into tracks values ($1, $2, $3) on conflict (key) do update set horizon_ms = $3", [
    ...[TEST_MARKET_KEY, lineageId, of.horizonMs],
  ]);
}

async function pnlToday(): Promise<readonly unknown[]> {
  const totals = await surroundings.database.withTenant(book.tenantId, readTotals);
  const { items } = await caller.account.list({ workspaceId: book.tenantId, limit: 10 });
  return [totals.map(({ equity, day_open }) => String(equity - day_open))[0], items[0]?.pnlToday?.units];
}

beforeEach(async () => {
  const workspace = await makeWorkspace(owner);
  book = await makeBook(engine, workspace.tenantId);
  await giveContent(surroundings.database, { engine, book });
  caller = callAs(surroundings, { personId: workspace.ownerId, email: "", name: "", sessionId: randomUUID() });
});

// In this order: a market's horizon only goes forward.
describe("PnL today, on the overview and in the list of accounts", { shuffle: false }, () => {
  test("counts from the last mark before the day of its market", async () => {
    await decideAt(MIDNIGHT - 1, MIDNIGHT + 1, { nextMs: MIDNIGHT + 2, horizonMs: MIDNIGHT + 1 });
    expect(await pnlToday()).toEqual(["2", "2"]);
  });

  test("counts from the last mark before an outage of weeks", async () => {
    await decideAt(MIDNIGHT - 20 * DAY, MIDNIGHT + 1, { nextMs: MIDNIGHT + 2, horizonMs: MIDNIGHT + 1 });
    expect(await pnlToday()).toEqual(["2", "2"]);
  });

  test("is nothing for a book that stood still while its market went on, however long", async () => {
    await decideAt(MIDNIGHT - 1, MIDNIGHT + 1, { nextMs: MIDNIGHT + 2, horizonMs: MIDNIGHT + 30 * DAY });
    expect(await pnlToday()).toEqual(["0", "0"]);
  });
});
