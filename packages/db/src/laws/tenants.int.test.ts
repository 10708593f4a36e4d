import { randomUUID } from "node:crypto";
import { inTransaction } from "@ballast/db/clients/pool";
import { withTenant } from "@ballast/db/clients/tenant";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { deposit, GENESIS, makeBook, makeMember, makeWorkspace, TEST_NOW_MS, testHash, writeTransaction } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
const [ours, theirs] = [await makeWorkspace(owner), await makeWorkspace(owner)];
const books = [await makeBook(engine, ours.tenantId), await makeBook(engine, theirs.tenantId)];
for (const book of books)
  await inTransaction(engine, (client) => writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(100n) }));

afterAll(database.drop);

const WORKSPACE_TABLES = (
  await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and has_any_column_privilege('ballast_web', c.oid, 'select') order by 1`,
  )
).rows.map(({ name }) => name);

const command = (tenantId: string) => ({
  text: `insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, 'halt', '{}', $3, $4, 'pending')`,
  values: [tenantId, randomUUID(), ours.ownerId, TEST_NOW_MS],
});

describe("the web role", () => {
  test.each(WORKSPACE_TABLES)("sees in %s the rows of the workspace that it names, and no other's", async (table) => {
    const { rows } = await withTenant(web, ours.tenantId, (client) =>
      client.query<{ tenant_id: string }>(`select tenant_id from ${table}`),
    );
    expect(rows.every((row) => row.tenant_id === ours.tenantId)).toBe(true);
    const { rows: foreign } = await withTenant(web, ours.tenantId, (client) =>
      client.query(`select tenant_id from ${table} where tenant_id = $1`, [theirs.tenantId]),
    );
    expect(foreign).toEqual([]);
  });

  test.each(WORKSPACE_TABLES)("can't read %s without naming a workspace, or with an empty name", async (table) => {
    await expectRefused(web.query(`select tenant_id from ${table}`), REFUSED.noWorkspace);
    await expectRefused(
      withTenant(web, "", (client) => client.query(`select tenant_id from ${table}`)),
      REFUSED.noWorkspace,
    );
  });

  test("can't read on a pooled connection whose last transaction named a workspace", async () => {
    const client = await web.connect();
    try {
      await client.query("begin");
      await client.query("select set_config('ballast.tenant', $1, true)", [ours.tenantId]);
      expect((await client.query("select from accounts")).rowCount).toBe(1);
      await client.query("commit");
      const { rows } = await client.query<{ named: string | null }>("select current_setting('ballast.tenant', true) as named");
      expect(rows).toEqual([{ named: "" }]);
      await expectRefused(client.query("select from accounts"), REFUSED.noWorkspace);
    } finally {
      client.release();
    }
  });

  test("reads every workspace's row of none that is malformed", async () => {
    await expectRefused(
      withTenant(web, "' or true --", (client) => client.query("select from accounts")),
      "22P02",
    );
  });

  test("can't write a row of another workspace, nor move one there", async () => {
    await expectRefused(
      withTenant(web, ours.tenantId, (client) => client.query(command(theirs.tenantId))),
      REFUSED.notAllowed,
    );
    await expectRefused(
      withTenant(web, ours.tenantId, async (client) => {
        await client.query(command(ours.tenantId));
        await client.query("select set_config('ballast.tenant', $1, true)", [theirs.tenantId]);
        await client.query(command(ours.tenantId));
      }),
      REFUSED.notAllowed,
    );
  });

  test("can't insert without a workspace", async () => {
    await expectRefused(web.query(command(ours.tenantId)), REFUSED.noWorkspace);
  });

  test.each([
    "insert into postings select * from postings",
    "insert into ledger_transactions select * from ledger_transactions",
    "insert into receipts select * from receipts",
    "insert into orders select * from orders",
    "update orders set state = 'filled'",
    "insert into fills select * from fills",
    "update books set equity_units = 0",
    "update commands set state = 'done'",
    "update accounts set mode = 'live'",
    "insert into accounts select * from accounts",
    "update balances set units = 0",
    "select ciphertext from credentials",
    "select sealed_key from credentials",
    "select * from credentials",
    "update credentials set ciphertext = ''",
    "select * from people",
    "select password_hash from people",
    "select * from sessions",
    "update sessions set revoked_at_ms = null",
    "insert into tenants select * from tenants",
    "select * from outbox",
    "select * from fences",
    "update snapshots set next_opens = ''",
  ])("may not: %s", async (attempt) => {
    await expectRefused(
      withTenant(web, ours.tenantId, (client) => client.query(attempt)),
      REFUSED.notAllowed,
    );
  });

  test("may write a credential and can't read it back", async () => {
    const [book] = books;
    await withTenant(web, ours.tenantId, (client) =>
      client.query(
        `insert into credentials (tenant_id, account_id, purpose, version, engine_key_id, sealed_key, nonce, ciphertext, created_at_ms)
         values ($1, $2, 'trade', 1, 'k1', '\\x01', '\\x000102030405060708090a0b', '\\x02', $3)`,
        [ours.tenantId, book?.accountId, TEST_NOW_MS],
      ),
    );
    const { rows } = await withTenant(web, ours.tenantId, (client) => client.query("select purpose, version from credentials"));
    expect(rows).toEqual([{ purpose: "trade", version: 1 }]);
  });

  test("sees the names of its own members only", async () => {
    await makeMember(owner, { tenantId: theirs.tenantId, role: "viewer" });
    const { rows } = await withTenant(web, ours.tenantId, (client) => client.query<{ id: string }>("select id from people"));
    expect(rows).toEqual([{ id: ours.ownerId }]);
    const { rows: members } = await withTenant(web, ours.tenantId, (client) =>
      client.query("select person_id, role from member_directory"),
    );
    expect(members).toEqual([{ person_id: ours.ownerId, role: "owner" }]);
  });
});

describe("the engine's role", () => {
  test("works on many workspaces in one batch", async () => {
    const { rows } = await engine.query<{ tenant_id: string }>("select distinct tenant_id from postings");
    expect(new Set(rows.map((row) => row.tenant_id))).toEqual(new Set([ours.tenantId, theirs.tenantId]));
  });

  test.each(["people", "sessions", "memberships", "invitations", "member_directory"])("has no right on %s", async (table) => {
    await expectRefused(engine.query(`select from ${table}`), REFUSED.notAllowed);
  });

  test.each([
    "find_person_by_email('a@b.c')",
    "find_session(gen_random_uuid(), 0)",
    "workspaces_of(gen_random_uuid())",
    "is_setup_needed()",
  ])("may not call %s", async (call) => {
    await expectRefused(engine.query(`select ${call}`), REFUSED.notAllowed);
  });

  test("can't write for a book that is not there, in any workspace", async () => {
    const [book] = books;
    const slot = (tenantId: string): Promise<unknown> =>
      engine.query("insert into slots values ($1, $2, $3, 'hour', $4, 0, $4, 'RUN', '', '')", [
        tenantId,
        book?.accountId,
        book?.runId,
        TEST_NOW_MS,
      ]);
    await expectRefused(slot(theirs.tenantId), REFUSED.orphan);
    await expectRefused(
      engine.query("insert into fills values ($1, $2, $3, 1, $4, $5, 'BTC/USD', 'buy', 1, 1, 1, 0, 'USD', 'entry', 1)", [
        book?.tenantId,
        book?.accountId,
        book?.runId,
        TEST_NOW_MS,
        randomUUID(),
      ]),
      REFUSED.orphan,
    );
    await expectRefused(
      engine.query("insert into audit_log values ($1, 1, $2, 'a', 'b', '', '', $3, $4)", [
        randomUUID(),
        TEST_NOW_MS,
        GENESIS,
        testHash("x"),
      ]),
      REFUSED.brokenChain,
    );
  });
});
