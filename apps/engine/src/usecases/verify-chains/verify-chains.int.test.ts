import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toHex } from "@ballast/core/numeric/hash";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction, openPool } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { deposit, GENESIS, makeBook, makeWorkspace, TEST_NOW_MS, testHash, writeTransaction } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestEngine, passHours, type TestEngine } from "../../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET, TEST_WORKSPACE } from "../../testing/test-market.ts";
import { checkpointChains } from "../checkpoint-chains.ts";
import { verifyChains, type VerifiedChains } from "./verify-chains.ts";

/** A chain that somebody edited is found, whoever it was and whichever column. */

const HOUR = 500 * HOUR_MS;
const HOURS_RUN = 30;
const AUDIT_ROWS = 3;

const database = await testDatabase();
/** One connection, so that what it sets for a session holds. */
const superuser = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test forger" });
const stateDir = await mkdtemp(join(tmpdir(), "ballast-verify-"));
const checkpoints = { folder: join(stateDir, "checkpoints"), keyFile: join(stateDir, "secrets", "checkpoint-key.pem") };
let engine: TestEngine;
let tenantId: string;

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir, wallMs: () => TEST_MARKET.cursorMs });
  const seeded = await seedTestMarket(engine.ports, {
    owner: database.pools.owner,
    accounts: [briskAccount("alpha"), briskAccount("beta")],
  });
  tenantId = seeded.tenantId;
  for (let n = 0; n < AUDIT_ROWS; n += 1)
    await inTransaction(database.pools.engine, (client) =>
      appendAudit(client, { tenantId, atMs: Date.now(), actor: "a test", act: "halt.set", subject: `drill ${n}`, facts: { n: String(n) } }),
    );
  await passHours(engine, TEST_MARKET, HOURS_RUN);
  await checkpointChains(engine.ports, HOUR);
});

afterAll(async () => {
  await superuser.end();
  await database.drop();
  await rm(stateDir, { recursive: true });
});

const verify = (filter: { workspace?: string; account?: string } = { workspace: TEST_WORKSPACE }): Promise<VerifiedChains> =>
  verifyChains(database.pools.engine, {
    filter: { workspace: filter.workspace, account: filter.account },
    checkpoints,
    onProgress: () => undefined,
  });

/** The triggers of a table and its partitions, which stand between an operator and its rows. */
async function triggersOf(table: string): Promise<readonly { readonly of: string; readonly name: string }[]> {
  const { rows } = await superuser.query<{ of: string; name: string }>(
    `select t.tgrelid::regclass::text as of, t.tgname as name from pg_trigger t
     where not t.tgisinternal and (t.tgrelid = $1::regclass or t.tgrelid in (select inhrelid from pg_inherits where inhparent = $1::regclass))`,
    [table],
  );
  return rows;
}

/** What an operator with every right could do: lays the triggers to sleep, edits, and is verified; then all is as before. */
async function verifyForged(tables: string | readonly string[], sql: string): Promise<VerifiedChains> {
  const [forged, ...others] = [tables].flat();
  if (forged === undefined) return verify();
  const triggers = await triggersOf(forged);
  for (const { of, name } of triggers) await superuser.query(`alter table ${of} disable trigger ${name}`);
  await superuser.query(`set session_replication_role = replica; create temp table kept_${forged} as select * from ${forged}`);
  try {
    if (others.length > 0) return await verifyForged(others, sql);
    const edited = await superuser.query(sql);
    expect(edited.rowCount, sql).toBeGreaterThan(0);
    return await verify();
  } finally {
    await superuser.query(`set session_replication_role = replica; delete from ${forged}`);
    await superuser.query(`insert into ${forged} select * from kept_${forged}`);
    await superuser.query(`drop table kept_${forged}; set session_replication_role = origin`);
    for (const { of, name } of triggers) await superuser.query(`alter table ${of} enable always trigger ${name}`);
  }
}

test("what the engine wrote is intact, and every row of it was read", async () => {
  const verified = await verify();
  expect(verified.differences).toEqual([]);
  const { rows } = await database.pools.owner.query(
    `select (select count(*) from receipts where tenant_id = $1) as receipts, (select count(*) from ledger_transactions where tenant_id = $1) as ledger,
       (select count(*) from audit_log where tenant_id = $1) as audit`,
    [tenantId],
  );
  expect([{ receipts: verified.receipts.rows, ledger: verified.ledger.rows, audit: verified.audit.rows }]).toEqual(rows);
  expect(verified.checkpoints).toEqual({ files: 1, heads: 5 });
});

test("all workspaces are verified where none is named", async () => {
  await makeWorkspace(database.pools.owner);
  expect((await verify({})).audit.chains).toBeGreaterThan(1);
});

test("one account or one workspace is verified alone", async () => {
  const one = await verify({ account: "alpha" });
  expect([one.receipts.chains, one.ledger.chains, one.audit.chains, one.checkpoints.heads]).toEqual([1, 1, 0, 2]);
  const all = await verify();
  expect([all.receipts.chains, all.audit.chains, all.checkpoints.heads]).toEqual([2, 1, 5]);
});

const OF_ALPHA = "where account_id = (select id from accounts where key = 'alpha') and";
const bytes = (column: string): string => `set_byte(${column}, 3, (get_byte(${column}, 3) + 1) % 256)`;

describe("a receipt", () => {
  test.each<[string, string]>([
    ["at_ms", "at_ms + 1"],
    ["kind", "'halt'"],
    ["seq", "seq + 1"],
    ["outcome", "'REFUSED2'"],
    ["reason_codes", "reason_codes || '{X}'::text[]"],
    ["snapshot_hash", bytes("snapshot_hash")],
    ["state_before", bytes("state_before")],
    ["state_after", bytes("state_after")],
    ["input_hash", bytes("input_hash")],
    ["output_hash", bytes("output_hash")],
    ["core_hash", bytes("core_hash")],
    ["equity_units", "equity_units + 1"],
    ["body", bytes("body")],
    ["previous_hash", bytes("previous_hash")],
    ["hash", bytes("hash")],
  ])("with another %s is named", async (column, value) => {
    const { differences } = await verifyForged("receipts", `update receipts set ${column} = ${value} ${OF_ALPHA} receipt_seq = 7`);
    expect(differences[0]).toMatchObject({
      chain: "receipts",
      subject: expect.stringMatching(/^acme\/alpha\//),
      seq: 7,
      field: column === "previous_hash" ? "previous_hash" : "hash",
    });
    expect(differences[0]?.stored).not.toBe(differences[0]?.recomputed);
  });

  test.each([
    ["with another number", `update receipts set receipt_seq = 700 ${OF_ALPHA} receipt_seq = 7`],
    ["that is gone", `delete from receipts ${OF_ALPHA} receipt_seq = 7`],
  ])("%s leaves a gap", async (_, sql) => {
    const { differences } = await verifyForged("receipts", sql);
    expect(differences[0]).toMatchObject({ chain: "receipts", seq: 8, field: "seq", stored: "8", recomputed: "7" });
  });

  test("that was the last and is gone is missed by the head and by the checkpoint", async () => {
    const last = `receipt_seq = (select receipt_seq from books where account_id = (select id from accounts where key = 'alpha'))`;
    const { differences } = await verifyForged("receipts", `delete from receipts ${OF_ALPHA} ${last}`);
    expect(differences.map(({ field }) => field)).toEqual(["head_seq", `checkpoint ${HOUR}.json`]);
  });
});

describe("a ledger transaction", () => {
  test.each<[string, string, string]>([
    ["at_ms", "at_ms + 1", "posting at_ms"],
    ["kind", "'OTHER'", "hash"],
    ["reference", "reference || 'x'", "hash"],
    ["posting_count", "posting_count + 1", "posting_count"],
    ["previous_hash", bytes("previous_hash"), "previous_hash"],
    ["hash", bytes("hash"), "hash"],
  ])("with another %s is named", async (column, value, field) => {
    const { differences } = await verifyForged(
      "ledger_transactions",
      `update ledger_transactions set ${column} = ${value} ${OF_ALPHA} ledger_seq = 1`,
    );
    expect(differences[0]).toMatchObject({ chain: "ledger", subject: expect.stringMatching(/^acme\/alpha\//), seq: 1, field });
  });

  test.each<[string, string, string]>([
    ["ledger_account", "'venue_clearing2'", "hash"],
    ["asset", "asset || 'X'", "hash"],
    ["units", "units + 1", "hash"],
    ["n", "99", "posting n"],
    ["at_ms", "at_ms + 1", "posting at_ms"],
  ])("is named when a posting has another %s", async (column, value, field) => {
    const { differences } = await verifyForged("postings", `update postings set ${column} = ${value} ${OF_ALPHA} ledger_seq = 1 and n = 1`);
    expect(differences[0]).toMatchObject({ chain: "ledger", seq: 1, field });
  });

  test("is named when a balanced pair is put under it, or under none", async () => {
    const pair = (seq: number): string =>
      `insert into postings select tenant_id, account_id, run_id, ${seq}, 90 + n, at_ms, ledger_account, asset, units from postings ${OF_ALPHA} ledger_seq = 1`;
    expect((await verifyForged("postings", pair(1))).differences[0]).toMatchObject({ chain: "ledger", seq: 1, field: "posting_count" });
    expect((await verifyForged("postings", pair(5_000))).differences[0]).toMatchObject({ chain: "ledger", seq: 5_000 });
  });
});

describe("a row of now", () => {
  const FILLED = `${OF_ALPHA} state = 'filled' and intent_seq = (select min(intent_seq) from orders ${OF_ALPHA} state = 'filled')`;
  const other = (column: string, words: readonly [string, string]): string =>
    `case ${column} when '${words[0]}' then '${words[1]}' else '${words[0]}' end`;

  test.each<[string, string]>([
    ["symbol", "symbol || 'X'"],
    ["side", other("side", ["buy", "sell"])],
    ["kind", "'limit'"],
    ["purpose", other("purpose", ["exit", "entry"])],
    ["state", "'cancelled'"],
    ["quantity", "quantity + 1"],
    ["filled_quantity", "filled_quantity + 1"],
    ["trigger_units", "coalesce(trigger_units, 0) + 1"],
    ["created_ms", "created_ms + 1"],
    ["updated_ms", "updated_ms + 1"],
    ["reason", "'ANOTHER'"],
  ])("an order with another %s is named", async (column, value) => {
    const { differences } = await verifyForged("orders", `update orders set ${column} = ${value} ${FILLED}`);
    expect(differences).toMatchObject([
      { chain: "orders", subject: expect.stringMatching(/^acme\/alpha\//), field: expect.stringMatching(`^${column} of [0-9a-f-]{36}$`) },
    ]);
    expect(differences[0]?.stored).not.toBe(differences[0]?.recomputed);
  });

  test("an order that is gone is missed, and one that nobody intended is named", async () => {
    expect((await verifyForged("orders", `delete from orders ${FILLED}`)).differences).toMatchObject([
      { chain: "orders", stored: "missing", recomputed: "a row" },
    ]);
    const invented = `insert into orders select tenant_id, account_id, run_id, gen_random_uuid(), 9000, symbol, side, kind, purpose, state, quantity,
      filled_quantity, trigger_units, created_ms, updated_ms, reason from orders ${FILLED}`;
    expect((await verifyForged("orders", invented)).differences).toMatchObject([
      { chain: "orders", seq: 9_000, stored: "a row", recomputed: "missing" },
    ]);
  });

  test("an order and its fills that were raised together are found by what the ledger moved", async () => {
    const { differences } = await verifyForged(
      ["orders", "fills"],
      `with raised as (update orders set filled_quantity = filled_quantity + 1 ${FILLED} returning *)
       update fills f set quantity = f.quantity + 1 from raised r where f.order_id = r.id`,
    );
    expect(differences[0]).toMatchObject({ chain: "orders", field: expect.stringMatching(/^filled_quantity/) });
  });

  test("a balance that is not the sum of its postings is named by its asset", async () => {
    const { differences } = await verifyForged("balances", `update balances set units = units + 1 ${OF_ALPHA} asset = 'USD'`);
    expect(differences).toMatchObject([{ chain: "balances", field: "units of USD" }]);
  });

  test.each([
    ["released later", `options || '{"rearmAfterMs": 1}'`],
    ["released never", "options - 'rearmAfterMs'"],
    ["filled otherwise", `options || '{"fillModel": {"kind": "x"}}'`],
  ])("a continuous run whose options say that it is %s is named", async (_, options) => {
    const { differences } = await verifyForged("runs", `update runs set options = ${options} where kind = 'live'`);
    expect(differences).toMatchObject([{ chain: "run", field: "options" }]);
  });
});

describe("content that is stored under its hash", () => {
  const flipped = "set_byte(body, 30, (get_byte(body, 30) + 1) % 256)";

  test("is walked, and all of it has its hash", async () => {
    const { rows } = await superuser.query<{ rows: number }>(
      `select ((select count(*) from snapshots) + (select count(*) from account_states) + (select count(*) from book_contents)
         + (select count(*) from instrument_tables) + (select count(*) from core_bundles))::int4 as rows`,
    );
    expect((await verify()).contents.rows).toBe(rows[0]?.rows);
  });

  test.each<[string, string, RegExp]>([
    ["snapshots", `update snapshots set body = ${flipped} where close_ms = (select max(close_ms) from snapshots)`, /^snapshot\./],
    ["account_states", `update account_states set body = ${flipped}`, /^account state\.body$/],
    ["book_contents", `update book_contents set body = ${flipped}`, /^(profile|settings)\./],
    ["instrument_tables", `update instrument_tables set body = ${flipped}`, /^instrument_tables\.body$/],
    ["core_bundles", `update core_bundles set body = ${flipped}`, /^core_bundles\.body$/],
  ])("that was forged in %s is named", async (table, sql, field) => {
    const { differences } = await verifyForged(table, sql);
    expect(differences[0]).toMatchObject({ chain: "contents", field: expect.stringMatching(field) });
    expect(differences[0]?.stored).not.toBe(differences[0]?.recomputed);
  });
});

test.each<[string, string]>([
  ["at_ms", "at_ms + 1"],
  ["actor", "'somebody else'"],
  ["act", "'halt.release'"],
  ["subject", "'another'"],
  ["body", bytes("body")],
  ["previous_hash", bytes("previous_hash")],
  ["hash", bytes("hash")],
])("an audit row with another %s is named", async (column, value) => {
  const { differences } = await verifyForged("audit_log", `update audit_log set ${column} = ${value} where audit_seq = 2`);
  expect(differences[0]).toMatchObject({ chain: "audit", subject: "acme", seq: 2 });
});

describe("a forger who knows the chain", () => {
  test("and appends a hash of their own, with the engine's rights, is found", async () => {
    const workspace = await makeWorkspace(database.pools.owner);
    const book = await makeBook(database.pools.engine, workspace.tenantId);
    const [zero, forged] = [GENESIS, testHash("forged")];
    // SQL takes it: the number and the link are right.
    await database.pools.engine.query(
      "insert into receipts values ($1, $2, $3, 1, $4, 'hour', 0, 'NO_TRADE', '{}', $5, $5, $5, $5, $5, $5, 100, '', $5, $6)",
      [book.tenantId, book.accountId, book.runId, TEST_NOW_MS, zero, forged],
    );
    await inTransaction(database.pools.engine, (client) =>
      writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(100n) }),
    );
    const { differences } = await verify({ account: book.accountId });
    expect(differences.filter(({ chain }) => chain !== "run").map(({ chain, seq, field }) => [chain, seq, field])).toEqual([
      ["receipts", 1, "hash"],
      ["ledger", 1, "hash"],
    ]);
    expect(differences[0]?.stored).toBe(toHex(forged));
  });

  test("and rewrites the last row, its hash and the head is found by the checkpoint alone", async () => {
    const ofBeta = "account_id = (select id from accounts where key = 'beta')";
    const setHead = (hash: string): Promise<unknown> =>
      superuser.query(
        `begin; set local role ballast_integrity; update books set receipt_hash = decode('${hash}', 'hex') where ${ofBeta}; commit`,
      );
    const forge = (more: string): Promise<VerifiedChains> =>
      verifyForged(
        "receipts",
        `update receipts set equity_units = equity_units + 1000000${more} where ${ofBeta} and receipt_seq = (select receipt_seq from books where ${ofBeta})`,
      );
    const [found] = (await forge("")).differences;
    if (found === undefined) throw new Error("the edited row was not found");
    await setHead(found.recomputed);
    try {
      const { differences } = await forge(`, hash = decode('${found.recomputed}', 'hex')`);
      expect(differences).toMatchObject([
        { chain: "receipts", field: `checkpoint ${HOUR}.json`, stored: found.recomputed, recomputed: found.stored },
      ]);
    } finally {
      await setHead(found.stored);
    }
  });

  test("and edits a checkpoint, or signs one anew with another key, is found", async () => {
    const path = join(checkpoints.folder, `${HOUR}.json`);
    const written = await readFile(path, "utf8");
    try {
      await writeFile(
        path,
        written.replace(/"seq":(\d+)/, (_, seq: string) => `"seq":${Number(seq) + 1}`),
      );
      expect((await verify()).differences).toMatchObject([{ chain: "checkpoint", stored: "the signature does not fit" }]);
      const other = await mkdtemp(join(tmpdir(), "ballast-verify-other-"));
      await checkpointChains({ pool: database.pools.engine, checkpoints: { folder: other, keyFile: join(other, "key.pem") } }, HOUR);
      await writeFile(path, await readFile(join(other, `${HOUR}.json`)));
      await rm(other, { recursive: true });
      expect((await verify()).differences).toMatchObject([{ chain: "checkpoint", stored: "signed by another key" }]);
      await writeFile(path, "{");
      expect((await verify()).differences).toMatchObject([{ chain: "checkpoint", stored: "not a checkpoint" }]);
    } finally {
      await writeFile(path, written);
    }
  });
});
