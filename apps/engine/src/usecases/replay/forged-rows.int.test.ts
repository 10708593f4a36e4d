import { tmpdir } from "node:os";
import { decodeAccountState, encodeAccountState, type AccountState } from "@ballast/core/decision/account-state";
import { decodeSnapshot, encodeSnapshot } from "@ballast/core/market/snapshot";
import { decodeRiskProfile, encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { DAY_MS } from "@ballast/core/time/timeframe";
import { openPool } from "@ballast/db/clients/pool";
import { testDatabase } from "@ballast/testing/test-database";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../../testing/test-market.ts";
import type { ReplayDifference } from "./replay-findings.ts";
import { replayStretchOn } from "./replay-receipts.ts";

/** Whatever a receipt's hashes cover: one changed field of it is found, by whoever may change everything. */

const HOURS = 26;
const TIMES = { fromMs: TEST_MARKET.originMs, toMs: TEST_MARKET.cursorMs + 30 * DAY_MS };
const database = await testDatabase();
const superuser: Pool = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test forger" });
let engine: TestEngine;
/** A receipt with intents, in the middle of its chain, and what it names. */
let target: { account_id: string; receipt_seq: number; body: Uint8Array };

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  await passHours(engine, TEST_MARKET, HOURS);
  const { rows } = await superuser.query<typeof target>(
    "select account_id, receipt_seq, body from receipts where outcome = 'INTENTS' and receipt_seq between 4 and 20 order by receipt_seq desc limit 1",
  );
  const [found] = rows;
  if (found === undefined) throw new Error("no receipt with intents");
  target = found;
});
afterAll(async () => {
  await superuser.end();
  await database.drop();
});

const ofTarget = (sql: string): string =>
  sql.replaceAll("$target", `account_id = '${target.account_id}' and receipt_seq = ${target.receipt_seq}`);

async function triggersOf(client: PoolClient, table: string): Promise<readonly { readonly of: string; readonly name: string }[]> {
  const { rows } = await client.query<{ of: string; name: string }>(
    `select t.tgrelid::regclass::text as of, t.tgname as name from pg_trigger t
     where not t.tgisinternal and (t.tgrelid = $1::regclass or t.tgrelid in (select inhrelid from pg_inherits where inhparent = $1::regclass))`,
    [table],
  );
  return rows;
}

/** An operator with every right lays the triggers to sleep and edits; what is then replayed; and all is as before. */
async function replayForged(tables: string, sql: string): Promise<readonly ReplayDifference[]> {
  const client = await superuser.connect();
  try {
    await client.query("begin");
    // Keys between tables hold nobody who may play a replica.
    await client.query("set local session_replication_role = 'replica'");
    for (const table of tables.split(" "))
      for (const { of, name } of await triggersOf(client, table)) await client.query(`alter table ${of} disable trigger ${name}`);
    const edited = await client.query(ofTarget(sql));
    expect(edited.rowCount, sql).toBeGreaterThan(0);
    return (await replayStretchOn(client, { filter: {}, times: TIMES, onProgress: () => undefined })).differences;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const flipped = (column: string, at = 3): string => `set_byte(${column}, ${at}, (get_byte(${column}, ${at}) + 1) % 256)`;

test("nothing differs before anything is forged", async () => {
  expect(await replayForged("receipts", "update receipts set seq = seq where $target")).toEqual([]);
});

describe("a receipt's column", () => {
  test.each<[string, string, RegExp]>([
    ["receipt_seq", "receipt_seq + 1000", /^receiptSeq$/],
    ["at_ms", "at_ms + 1", /^atMs$/],
    ["kind", "'halt'", /^kind$/],
    ["seq", "seq + 1", /^seq$/],
    ["outcome", "'REFUSED'", /^outcome$/],
    ["reason_codes", "reason_codes || '{X}'::text[]", /^reasonCodes\[\d\]$/],
    ["snapshot_hash", flipped("snapshot_hash"), /^snapshotHash$/],
    ["snapshot_hash to another that is there", "(select hash from snapshots order by close_ms limit 1)", /^snapshotHash|^body/],
    ["state_before", flipped("state_before"), /^stateBefore$/],
    ["state_before to another that is there", "state_after", /^stateBefore/],
    ["state_after", flipped("state_after"), /^stateAfter$/],
    ["input_hash", flipped("input_hash"), /^inputHash$/],
    ["output_hash", flipped("output_hash"), /^outputHash$/],
    ["core_hash", flipped("core_hash"), /^coreHash$/],
    ["equity_units", "equity_units + 1", /^equityUnits$/],
    ["previous_hash", flipped("previous_hash"), /^previousHash$/],
    ["hash", flipped("hash"), /^hash$/],
  ])("%s is named", async (column, value, field) => {
    const [name = ""] = column.split(" ");
    const differences = await replayForged("receipts", `update receipts set ${name} = ${value} where $target`);
    const own = differences.find(({ receiptSeq }) => receiptSeq === target.receipt_seq || receiptSeq === target.receipt_seq + 1000);
    expect(own?.field).toMatch(field);
    expect(own?.stored).not.toBe(own?.replayed);
  });

  test("account_id is found in the book that it was moved to", async () => {
    const differences = await replayForged(
      "receipts",
      `update receipts set receipt_seq = 5000, account_id = (select id from accounts where id <> '${target.account_id}') where $target`,
    );
    expect(differences.some(({ receiptSeq, field }) => receiptSeq === 5_000 && field !== "")).toBe(true);
    expect(differences.some(({ field }) => field === "receipt")).toBe(true);
  });

  test("a receipt that is gone is missed by its slot and by the next", async () => {
    const differences = await replayForged("receipts", "delete from receipts where $target");
    expect(differences.map(({ field }) => field).sort()).toEqual(["receipt", "receiptSeq"]);
  });
});

test("each byte of a receipt's body, whichever, is found in that receipt", async () => {
  const missed: number[] = [];
  const fields = new Set<string>();
  for (let at = 0; at < target.body.length; at += 23) {
    const differences = await replayForged("receipts", `update receipts set body = ${flipped("body", at)} where $target`);
    const own = differences.find(({ receiptSeq, account }) => receiptSeq === target.receipt_seq && account !== "");
    if (own === undefined || !own.field.startsWith("body")) missed.push(at);
    else fields.add(own.field.replace(/\[\d+\].*/, ""));
  }
  expect(missed).toEqual([]);
  expect([...fields].length).toBeGreaterThan(3);
}, 240_000);

const OF_TARGET = (column: string): string => `(select ${column} from receipts where $target)`;

describe("what a receipt names", () => {
  test.each<[string, string, string, RegExp]>([
    [
      "a snapshot's body",
      "snapshots",
      `update snapshots set body = ${flipped("body", 200)} where hash = ${OF_TARGET("snapshot_hash")}`,
      /^snapshot\.body\[200\]$/,
    ],
    [
      "a snapshot's name",
      "snapshots",
      `update snapshots set hash = ${flipped("hash")} where hash = ${OF_TARGET("snapshot_hash")}`,
      /^snapshotHash$/,
    ],
    [
      "a snapshot's close",
      "snapshots",
      `update snapshots set close_ms = close_ms + 1 where hash = ${OF_TARGET("snapshot_hash")}`,
      /^snapshot\.closeMs$/,
    ],
    [
      "a snapshot's link",
      "snapshots",
      `update snapshots set previous_hash = ${flipped("previous_hash")} where hash = ${OF_TARGET("snapshot_hash")}`,
      /^snapshot\.previousHash$/,
    ],
    [
      "the state before",
      "account_states",
      `update account_states set body = ${flipped("body", 40)} where hash = ${OF_TARGET("state_before")}`,
      /^stateBefore\.body\[40\]$/,
    ],
    [
      "the state after",
      "account_states",
      `update account_states set body = ${flipped("body", 40)} where hash = ${OF_TARGET("state_after")}`,
      /^stateAfter\.body\[40\]$/,
    ],
    [
      "the name of the state after",
      "account_states",
      `update account_states set hash = ${flipped("hash")} where hash = ${OF_TARGET("state_after")}`,
      /^stateAfter$/,
    ],
    [
      "the profile",
      "book_contents",
      `update book_contents set body = ${flipped("body", 30)} where hash in (select profile_hash from books)`,
      /^profile\./,
    ],
    [
      "the settings",
      "book_contents",
      `update book_contents set body = ${flipped("body", 30)} where hash in (select settings_hash from books)`,
      /^settings\./,
    ],
    [
      "the instrument table",
      "instrument_tables",
      `update instrument_tables set body = ${flipped("body", 100)}`,
      /^instrument table\.body$/,
    ],
    ["the bundle of core", "core_bundles", `update core_bundles set body = ${flipped("body", 1000)}`, /^core bundle$/],
  ])("%s is named", async (_what, table, sql, field) => {
    const differences = await replayForged(table, sql);
    const own = differences.find(({ receiptSeq }) => receiptSeq === target.receipt_seq);
    expect(own?.field).toMatch(field);
  });

  test("every byte of a snapshot, of a state, and of the contents", async () => {
    for (const [table, where] of [
      ["snapshots", `hash = ${OF_TARGET("snapshot_hash")}`],
      ["account_states", `hash = ${OF_TARGET("state_before")}`],
      ["book_contents", "hash in (select profile_hash from books)"],
    ] as const) {
      const { rows } = await superuser.query<{ bytes: number }>(
        ofTarget(`select min(length(body))::int4 as bytes from ${table} where ${where}`),
      );
      for (let at = 0; at < (rows[0]?.bytes ?? 0); at += 61) {
        const differences = await replayForged(table, `update ${table} set body = ${flipped("body", at)} where ${where}`);
        const own = differences.find(({ receiptSeq }) => receiptSeq === target.receipt_seq);
        expect(own, `${table} ${at}`).toBeDefined();
        expect(own?.stored, `${table} ${at}: ${own?.field}`).not.toMatch(/^bytes that hash to/);
      }
    }
  });
});

/** A body of the target's, changed by whoever can read and write its form; its name stays. */
async function forgedBody(
  column: "snapshot_hash" | "state_before" | "state_after",
  change: (body: Uint8Array) => Uint8Array,
): Promise<string> {
  const table = column === "snapshot_hash" ? "snapshots" : "account_states";
  const { rows } = await superuser.query<{ body: Uint8Array }>(ofTarget(`select body from ${table} where hash = ${OF_TARGET(column)}`));
  const [row] = rows;
  if (row === undefined) throw new Error(`the target names no ${column}`);
  return `update ${table} set body = '\\x${Buffer.from(change(row.body)).toString("hex")}'::bytea where hash = ${OF_TARGET(column)}`;
}

const ownOf = (differences: readonly ReplayDifference[]): ReplayDifference | undefined =>
  differences.find(({ receiptSeq }) => receiptSeq === target.receipt_seq);

function withRicher(state: AccountState): AccountState {
  const [first, ...rest] = state.balances;
  if (first === undefined) throw new Error("a state without a balance");
  return { ...state, balances: [{ ...first, total: first.total + 1_000_000_000n }, ...rest] };
}

describe("a body that reads well and is not what its name says", () => {
  test("of a snapshot: the price that was changed, with both values", async () => {
    const { rows } = await superuser.query<{ body: Uint8Array }>(
      ofTarget(`select body from snapshots where hash = ${OF_TARGET("snapshot_hash")}`),
    );
    const close = decodeSnapshot(rows[0]?.body ?? new Uint8Array()).instruments[1]?.bar?.close ?? NaN;
    const sql = await forgedBody("snapshot_hash", (body) => {
      const snapshot = decodeSnapshot(body);
      const instruments = snapshot.instruments.map((instrument, index) =>
        index === 1 && instrument.bar !== undefined ? { ...instrument, bar: { ...instrument.bar, close: close * 2 } } : instrument,
      );
      return encodeSnapshot({ ...snapshot, instruments });
    });
    expect(ownOf(await replayForged("snapshots", sql))).toMatchObject({
      field: "snapshot.instruments[1].bar.close",
      stored: String(close * 2),
      replayed: String(close),
    });
  });

  test.each(["state_before", "state_after"] as const)("of %s: the balance that was changed, with both values", async (column) => {
    const sql = await forgedBody(column, (body) => encodeAccountState(withRicher(decodeAccountState(body))));
    const own = ownOf(await replayForged("account_states", sql));
    expect(own?.field).toBe(`${column === "state_before" ? "stateBefore" : "stateAfter"}.balances[0].total`);
    expect(BigInt(own?.stored ?? 0) - BigInt(own?.replayed ?? 0)).toBe(1_000_000_000n);
  });

  test("of a profile: the limit that was loosened, with both values", async () => {
    const { rows } = await superuser.query<{ body: Uint8Array }>(
      "select body from book_contents where hash in (select profile_hash from books)",
    );
    const profile = decodeRiskProfile(rows[0]?.body ?? new Uint8Array());
    const looser = Buffer.from(encodeRiskProfile({ ...profile, positionsMax: profile.positionsMax + 7 })).toString("hex");
    const sql = `update book_contents set body = '\\x${looser}'::bytea where hash in (select profile_hash from books)`;
    expect(ownOf(await replayForged("book_contents", sql))).toMatchObject({
      field: "profile.positionsMax",
      stored: String(profile.positionsMax + 7),
      replayed: String(profile.positionsMax),
    });
  });

  test("of the state that a book was opened with, by its ledger", async () => {
    const first = `(select state_before from receipts where account_id = '${target.account_id}' and receipt_seq = 1)`;
    const { rows } = await superuser.query<{ body: Uint8Array }>(`select body from account_states where hash = ${first}`);
    const forged = encodeAccountState(withRicher(decodeAccountState(rows[0]?.body ?? new Uint8Array())));
    const sql = `update account_states set body = '\\x${Buffer.from(forged).toString("hex")}'::bytea where hash = ${first}`;
    const differences = await replayForged("account_states", sql);
    expect(differences.find(({ receiptSeq }) => receiptSeq === 1)).toMatchObject({ field: "stateBefore.balances[0].total" });
  });

  test("says why where what stood there can't be made again", async () => {
    const unlinked = (await forgedBody("snapshot_hash", (body) => Uint8Array.of(...body, 0))).replace(
      "set body",
      `set previous_hash = ${flipped("previous_hash")}, body`,
    );
    expect(ownOf(await replayForged("snapshots", unlinked))).toMatchObject({
      field: "snapshot.body",
      replayed: expect.stringMatching(/^bytes that hash to [0-9a-f]{64}, which can't be made again: made again from the bars it hashes to/),
    });
    const richer = await forgedBody("state_before", (body) => encodeAccountState(withRicher(decodeAccountState(body))));
    const before = `account_id = '${target.account_id}' and receipt_seq = ${target.receipt_seq - 1}`;
    const alone = `with gone as (delete from receipts where ${before} returning 1) ${richer}`;
    expect(ownOf(await replayForged("account_states receipts", alone))).toMatchObject({
      replayed: expect.stringContaining("which can't be made again: the way there could not be walked"),
    });
  });
});

describe("what was booked", () => {
  test.each<[string, string, RegExp]>([
    ["fills", "update fills set price_units = price_units + 1 where fill_seq = 1", /^fill .*priceUnits$/],
    ["fills", "update fills set fee_units = fee_units + 1 where fill_seq = 1", /^fill .*feeUnits$/],
    ["postings", "update postings set units = units + 1 where ledger_seq = 2 and n = 1", /^posting .*units$/],
    [
      "ledger_transactions",
      `update ledger_transactions set hash = ${flipped("hash")} where ledger_seq = 2`,
      /^ledger transaction .*hash$/i,
    ],
    ["intents", "update intents set quantity = quantity + 1 where intent_seq = 1", /^intent .*quantity$/],
    ["order_events", "update order_events set reason = 'X' where n = 2", /^order event .*reason$/],
    ["lot_disposals", "update lot_disposals set cost_units = cost_units + 1", /^lot disposal .*costUnits$/],
    ["slots", "update slots set reason = 'X' where outcome = 'RUN'", /^slot\.reason$/],
    ["slots", `update slots set facts = ${flipped("facts", 0)} where outcome = 'RUN'`, /^slot\.facts/],
    ["slots", "update slots set facts = facts || '\\x00'::bytea where outcome = 'RUN'", /^slot\.facts/],
  ])("in %s is named by its column: %s", async (table, sql, field) => {
    const differences = await replayForged(table, sql);
    expect(differences[0]?.field).toMatch(field);
  });
});
