import { tmpdir } from "node:os";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { insertKill } from "@ballast/db/repositories/kills";
import { inTransaction } from "@ballast/db/clients/pool";
import { testDatabase } from "@ballast/testing/test-database";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import { carryOutHalts } from "../decide-cycle/carry-out-halts.ts";
import { replayReceipts, replayStretch } from "./replay-receipts.ts";

const HOURS = 40;
const database = await testDatabase();
let engine: TestEngine;
let tenantId: string;
const ALL = { fromMs: TEST_MARKET.originMs, toMs: TEST_MARKET.cursorMs + 30 * DAY_MS };

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  const seeded = await seedTestMarket(engine.ports, {
    owner: database.pools.owner,
    accounts: [briskAccount("alpha"), briskAccount("beta")],
  });
  tenantId = seeded.tenantId;
  await passHours(engine, TEST_MARKET, HOURS);
  const account = seeded.accounts[0];
  await inTransaction(database.pools.engine, (client) =>
    insertKill(client, {
      ...{ tenantId, id: randomUUID(), scope: "account", subject: account?.accountId ?? "", verb: "flatten" },
      ...{ sinceMs: TEST_MARKET.cursorMs, setBy: "test", reason: "drill" },
    }),
  );
  await carryOutHalts(engine.ports);
  await passHours(engine, { key: TEST_MARKET.key, cursorMs: TEST_MARKET.cursorMs + HOURS * 3_600_000 }, 10);
});
afterAll(database.drop);

const replay = (times = ALL) => replayStretch(database.pools.engine, { filter: {}, times, onProgress: () => undefined });

describe("what an engine decided", () => {
  test("replays to the byte from what is stored, with all that was booked", async () => {
    const replayed = await replay();
    expect(replayed.differences).toEqual([]);
    const { rows } = await database.pools.owner.query<{ receipts: number; fills: number; halts: number }>(
      "select (select count(*) from receipts)::int4 as receipts, (select count(*) from fills)::int4 as fills, (select count(*) from receipts where kind = 'halt')::int4 as halts",
    );
    expect(replayed).toMatchObject({ books: 2, receipts: rows[0]?.receipts, identical: rows[0]?.receipts, decidedOnly: 0 });
    expect(rows[0]?.fills).toBeGreaterThan(10);
    expect(rows[0]?.halts).toBe(1);
    expect(replayed.bookings).toBeGreaterThan(100);
  });

  test("replays in pieces as it does as a whole", async () => {
    const { rows } = await database.pools.owner.query<{ at_ms: number }>("select distinct at_ms from receipts order by at_ms");
    let receipts = 0;
    for (const { at_ms: fromMs } of rows) {
      const replayed = await replay({ fromMs, toMs: fromMs + 1 });
      expect(replayed.differences).toEqual([]);
      receipts += replayed.receipts;
    }
    expect(receipts).toBe((await replay()).receipts);
  });

  test("replays receipt by receipt, in any choice", async () => {
    const { rows } = await database.pools.owner.query<{ tenantId: string; accountId: string; runId: string; receiptSeq: number }>(
      `select tenant_id as "tenantId", account_id as "accountId", run_id as "runId", receipt_seq as "receiptSeq" from receipts where receipt_seq % 3 = 0`,
    );
    const replayed = await replayReceipts(database.pools.engine, rows);
    expect(replayed).toMatchObject({ receipts: rows.length, identical: rows.length, differences: [] });
  });
});
