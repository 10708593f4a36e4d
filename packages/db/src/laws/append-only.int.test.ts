import { randomUUID } from "node:crypto";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import {
  deposit,
  GENESIS,
  makeBook,
  makeWorkspace,
  TEST_CONTENT,
  TEST_NOW_MS,
  testHash,
  writeTransaction,
} from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
const workspace = await makeWorkspace(owner);
const book = await makeBook(engine, workspace.tenantId);
const key = [book.tenantId, book.accountId, book.runId];

const LEDGER = ["ledger_transactions", "postings"];
const DECISIONS = ["slots", "receipts", "intents", "order_events", "fills", "lot_disposals"];
const APPEND_ONLY = [
  ...LEDGER,
  ...DECISIONS,
  "audit_log",
  "account_states",
  "risk_profile_versions",
  "strategy_settings_versions",
  "halt_acts",
];

beforeAll(async () => {
  const hash = testHash("row");
  const orderId = randomUUID();
  await engine.query("insert into slots values ($1, $2, $3, 'hour', $4, 0, $4, 'RUN', '', '')", [...key, TEST_NOW_MS]);
  await engine.query(
    "insert into receipts values ($1, $2, $3, 1, $4, 'hour', 0, 'NO_TRADE', '{}', $5, $5, $5, $5, $5, $5, 100, '', $6, $5)",
    [...key, TEST_NOW_MS, hash, GENESIS],
  );
  await engine.query("insert into intents values ($1, $2, $3, 1, $4, $5, 'BTC/USD', 'buy', 'market', 'entry', 1)", [
    ...key,
    TEST_NOW_MS,
    orderId,
  ]);
  await inTransaction(engine, async (client) => {
    await writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(100n), reference: orderId });
    await client.query(
      "insert into orders values ($1, $2, $3, $4, 1, 'BTC/USD', 'buy', 'market', 'entry', 'filled', 1, 1, null, $5, $5, '')",
      [...key, orderId, TEST_NOW_MS],
    );
    await client.query("insert into order_events values ($1, $2, $3, $4, 1, $5, 'completed', 'open', 'filled', '')", [
      ...key,
      orderId,
      TEST_NOW_MS,
    ]);
    await client.query("insert into fills values ($1, $2, $3, 1, $4, $5, 'BTC/USD', 'buy', 1, 1, 1, 0, 'USD', 'entry', 1)", [
      ...key,
      TEST_NOW_MS,
      orderId,
    ]);
  });
  await engine.query("insert into lot_disposals values ($1, $2, $3, 1, 1, $4, 'BTC/USD', 1, 1, 1, $4, 1, 'cross')", [...key, TEST_NOW_MS]);
  await engine.query("insert into account_states values ($1, $2, $3, $4, '')", [...key, TEST_CONTENT]);
  const haltId = randomUUID();
  await engine.query("insert into kill_switches values ($1, $2, 'account', $3, 'cancel', $4, 'a test', 'a drill')", [
    book.tenantId,
    haltId,
    book.accountId,
    TEST_NOW_MS,
  ]);
  await engine.query("insert into slots values ($1, $2, $3, 'halt', $4, 0, $4, 'RUN', '', '')", [...key, TEST_NOW_MS]);
  await engine.query("insert into halt_acts values ($1, $2, $3, $4, $5, 0)", [...key, haltId, TEST_NOW_MS]);
  await inTransaction(engine, (client) =>
    appendAudit(client, { tenantId: book.tenantId, atMs: TEST_NOW_MS, actor: "a test", act: "test.write", subject: "", facts: {} }),
  );
});

afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

const ATTEMPTS = (table: string): string[] => [
  `update ${table} set tenant_id = tenant_id`,
  `delete from ${table}`,
  `truncate ${table} cascade`,
];

describe.each(APPEND_ONLY)("%s", (table) => {
  test("takes no update, delete or truncate from the engine or the web", async () => {
    for (const attempt of ATTEMPTS(table)) {
      await expectRefused(engine.query(attempt), REFUSED.notAllowed);
      await expectRefused(
        inTransaction(web, async (client) => {
          await client.query("select set_config('ballast.tenant', $1, true)", [book.tenantId]);
          await client.query(attempt);
        }),
        REFUSED.notAllowed,
      );
    }
  });

  test("takes none from its owner either", async () => {
    for (const attempt of ATTEMPTS(table)) await expectRefused(owner.query(attempt), REFUSED.appendOnly);
  });

  test("takes none from a superuser whose session plays a replica", async () => {
    const superuser = new Client({ connectionString: database.adminUrl });
    await superuser.connect();
    try {
      await superuser.query("set session_replication_role = replica");
      for (const attempt of ATTEMPTS(table)) await expectRefused(superuser.query(attempt), REFUSED.appendOnly);
    } finally {
      await superuser.end();
    }
  });
});

describe("what the checks keep", () => {
  test.each([
    "update books set ledger_seq = 0",
    "update books set receipt_hash = state_hash",
    "update books set assets = '{USD,BTC,DOGE}'",
    "delete from books",
    "truncate books cascade",
    "update balances set units = 1000000",
    "delete from balances",
    "truncate balances",
    "update audit_heads set audit_seq = 0",
    "delete from audit_heads",
    "truncate audit_heads",
    "insert into order_checks (xid, are_steps, tenant_ids, account_ids, run_ids, order_ids) values (pg_current_xact_id(), true, '{}', '{}', '{}', '{}')",
    "insert into ledger_checks (tenant_ids, account_ids, run_ids, ledger_seqs, at_ms, posting_counts) values ('{}', '{}', '{}', '{}', '{}', '{}')",
  ])("is not changed by %s: not by the engine, not by the owner", async (attempt) => {
    await expectRefused(engine.query(attempt), REFUSED.notAllowed);
    await expectRefused(owner.query(attempt), REFUSED.appendOnly);
  });
});

describe("a partition", () => {
  const partition = (table: string): string => `${table}_${new Date(TEST_NOW_MS).toISOString().slice(0, 7).replace("-", "_")}`;

  test.each([...LEDGER, ...DECISIONS, "audit_log"])("of %s can't be reached around its parent", async (table) => {
    const name = partition(table);
    for (const attempt of [`select from ${name}`, `insert into ${name} select * from ${table} limit 0`, ...ATTEMPTS(name)]) {
      await expectRefused(engine.query(attempt), REFUSED.notAllowed);
      await expectRefused(web.query(attempt), REFUSED.notAllowed);
    }
    for (const attempt of [`insert into ${name} select * from ${table} limit 0`, ...ATTEMPTS(name)])
      await expectRefused(owner.query(attempt), REFUSED.partitionWrite);
  });

  test("is made for any month by the engine, once, and never by the web", async () => {
    const [fromMs, toMs] = [Date.UTC(2021, 0, 1), Date.UTC(2021, 2, 31, 23, 59)];
    const make = async (): Promise<unknown> =>
      (await engine.query<{ made: number }>("select ensure_partitions($1, $2) as made", [fromMs, toMs])).rows[0]?.made;
    expect([await make(), await make()]).toEqual([3, 0]);
    await engine.query("insert into slots values ($1, $2, $3, 'hour', $4, 0, $4, 'RUN', '', '')", [...key, fromMs]);
    await expectRefused(web.query("select ensure_partitions($1, $2)", [fromMs, toMs]), REFUSED.notAllowed);
    await expectRefused(engine.query("select ensure_partitions($1, $2)", [0, Date.UTC(3000, 0, 1)]), "BL015");
  });
});

describe("the application", () => {
  test.each([
    "set session_replication_role = replica",
    "alter table postings disable trigger all",
    "alter table postings disable row level security",
    "drop trigger append_only on postings",
    "drop table postings",
    "create table mine (id int)",
    "create temp table postings (id int)",
    "create or replace function tenant_id() returns uuid language sql as 'select null::uuid'",
    "set role ballast_owner",
    "set role ballast_integrity",
    "create policy mine on postings using (true)",
    "alter role current_user bypassrls",
    "update books set receipt_seq = receipt_seq + 1",
    "select check_ledger()",
  ])("may not: %s", async (attempt) => {
    for (const pool of [engine, web]) {
      const error: unknown = await pool.query(attempt).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error, attempt).toBeInstanceOf(Error);
    }
  });
});
