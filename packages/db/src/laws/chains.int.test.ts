import { inTransaction } from "@ballast/db/clients/pool";
import { withTenant } from "@ballast/db/clients/tenant";
import { encodeAuditFacts, hashAuditRow, type AuditRow } from "@ballast/db/repositories/audit";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import {
  deposit,
  GENESIS,
  makeBook,
  makeWorkspace,
  TEST_NOW_MS,
  testHash,
  transactionHash,
  writeTransaction,
  type TestBook,
  type TestWorkspace,
} from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import type { ClientBase, Pool } from "pg";
import { afterAll, afterEach, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, web, engine } = database.pools;
const workspace = await makeWorkspace(owner);

afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

type Link = { readonly seq: number; readonly previous: Uint8Array; readonly hash: Uint8Array; readonly atMs?: number };

const HOUR_MS = 3_600_000;
const hashes = [GENESIS, ...[1, 2, 3, 4].map((n) => testHash(`link ${n}`))];
const link = (seq: number, over: Partial<Link> = {}): Link => ({
  seq,
  previous: hashes[seq - 1] ?? GENESIS,
  hash: hashes[seq] ?? GENESIS,
  ...over,
});

async function writeReceipts(db: ClientBase | Pool, book: TestBook, links: readonly Link[]): Promise<void> {
  await db.query(
    `insert into receipts select $1, $2, $3, l.seq, l.at_ms, 'hour', 0, 'NO_TRADE', '{}', $4, $4, $4, $4, $4, $4, 100, '', l.previous, l.hash
     from unnest($5::int8[], $6::int8[], $7::bytea[], $8::bytea[]) as l(seq, at_ms, previous, hash)`,
    [
      book.tenantId,
      book.accountId,
      book.runId,
      GENESIS,
      links.map((l) => l.seq),
      links.map((l) => l.atMs ?? TEST_NOW_MS + l.seq * HOUR_MS),
      links.map((l) => l.previous),
      links.map((l) => l.hash),
    ],
  );
}

describe("a book's receipts", () => {
  test("follow each other, in one statement or several, and move the head", async () => {
    const book = await makeBook(engine, workspace.tenantId);
    await writeReceipts(engine, book, [link(2), link(1)]);
    await writeReceipts(engine, book, [link(3)]);
    const { rows } = await engine.query("select receipt_seq, receipt_hash from books where account_id = $1", [book.accountId]);
    expect(rows).toEqual([{ receipt_seq: 3, receipt_hash: hashes[3] }]);
  });

  test.each<[string, readonly Link[]]>([
    ["skip a number", [link(2, { seq: 3 })]],
    ["repeat a number", [link(1)]],
    ["repeat a number at another time", [link(1, { atMs: TEST_NOW_MS + 9 * HOUR_MS })]],
    ["name another predecessor", [link(2, { previous: testHash("forged") })]],
    ["have a gap within", [link(2), link(4)]],
    ["are not linked within", [link(2), link(3, { previous: hashes[1] ?? GENESIS })]],
    ["fork within", [link(2), link(2, { atMs: TEST_NOW_MS + 9 * HOUR_MS })]],
  ])("are refused where they %s", async (_, links) => {
    const book = await makeBook(engine, workspace.tenantId);
    await writeReceipts(engine, book, [link(1)]);
    const error: unknown = await writeReceipts(engine, book, links).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: expect.stringMatching(/^(BL005|23505)$/) });
  });

  test("are written once by two workers that race for the same place", async () => {
    const book = await makeBook(engine, workspace.tenantId);
    const results = await Promise.allSettled(
      [1, 2].map((n) => inTransaction(engine, (client) => writeReceipts(client, book, [link(1, { atMs: TEST_NOW_MS + n })]))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("of one broken book refuse the whole batch", async () => {
    const books = [await makeBook(engine, workspace.tenantId), await makeBook(engine, workspace.tenantId)];
    await expectRefused(
      inTransaction(engine, async (client) => {
        for (const [index, book] of books.entries()) await writeReceipts(client, book, [link(index + 1)]);
      }),
      REFUSED.brokenChain,
    );
    const { rows } = await engine.query("select from receipts where account_id = any($1)", [books.map(({ accountId }) => accountId)]);
    expect(rows).toEqual([]);
  });

  test("need a book that opened with empty chains", async () => {
    const [book, other] = [await makeBook(engine, workspace.tenantId), await makeBook(engine, workspace.tenantId)];
    await expectRefused(
      engine.query(
        `insert into books select tenant_id, account_id, $2, track, shard, assets, profile_hash, settings_hash, opened_ms, next_slot_ms,
           7, receipt_hash, ledger_seq, ledger_hash, state_hash, equity_units, pending_dispatch, seed, taker_fee_bps, slippage_bps from books where account_id = $1`,
        [book.accountId, other.runId],
      ),
      REFUSED.brokenChain,
    );
  });
});

test("a book is of an account and a run of its own workspace", async () => {
  const [book, foreign] = [await makeBook(engine, workspace.tenantId), await makeBook(engine, (await makeWorkspace(owner)).tenantId)];
  for (const [accountId, runId] of [
    [book.accountId, foreign.runId],
    [foreign.accountId, book.runId],
  ]) {
    await expectRefused(
      engine.query(
        `insert into books select tenant_id, $2, $3, track, shard, assets, profile_hash, settings_hash, opened_ms, next_slot_ms,
           receipt_seq, receipt_hash, ledger_seq, ledger_hash, state_hash, equity_units, pending_dispatch, seed, taker_fee_bps, slippage_bps from books where account_id = $1`,
        [book.accountId, accountId, runId],
      ),
      REFUSED.orphan,
    );
  }
});

describe("a book's ledger", () => {
  test.each<[string, { ledgerSeq: number; previousHash?: Uint8Array; atMs?: number }]>([
    ["skip a number", { ledgerSeq: 3 }],
    ["name another predecessor", { ledgerSeq: 2, previousHash: testHash("forged") }],
    ["begin anew", { ledgerSeq: 1, previousHash: GENESIS, atMs: TEST_NOW_MS + HOUR_MS }],
  ])("refuses transactions that %s", async (_, over) => {
    const book = await makeBook(engine, workspace.tenantId);
    const write = (of: { ledgerSeq: number; previousHash?: Uint8Array; atMs?: number }): Promise<void> =>
      inTransaction(engine, (client) =>
        writeTransaction(client, { book, previousHash: transactionHash(book, of.ledgerSeq - 1), postings: deposit(5n), ...of }),
      );
    await write({ ledgerSeq: 1, previousHash: GENESIS });
    await expectRefused(write(over), REFUSED.brokenChain);
  });
});

describe("a workspace's audit log", () => {
  const rowOf = ({ tenantId, ownerId }: TestWorkspace, over: Partial<AuditRow> = {}): AuditRow => ({
    tenantId,
    auditSeq: 1,
    atMs: TEST_NOW_MS,
    actor: ownerId,
    act: "halt.set",
    subject: "ein Wert mit ß, 漢字 und 🧮",
    body: encodeAuditFacts({ because: "Grüße", empty: "" }),
    previousHash: GENESIS,
    ...over,
  });
  const write = (pool: Pool, row: AuditRow, hash = hashAuditRow(row)): Promise<unknown> =>
    withTenant(pool, row.tenantId, (client) =>
      client.query("insert into audit_log values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", [
        row.tenantId,
        row.auditSeq,
        row.atMs,
        row.actor,
        row.act,
        row.subject,
        row.body,
        row.previousHash,
        hash,
      ]),
    );

  test("is one chain, whoever appends to it", async () => {
    const of = await makeWorkspace(owner);
    const first = rowOf(of);
    await write(web, first);
    const second = rowOf(of, { auditSeq: 2, previousHash: hashAuditRow(first), actor: "command line" });
    await write(engine, second);
    const next = { auditSeq: 3, previousHash: hashAuditRow(second) };
    for (const forged of [
      { ...next, auditSeq: 2, atMs: TEST_NOW_MS + 1 },
      { ...next, auditSeq: 4 },
      { ...next, previousHash: GENESIS },
    ])
      await expectRefused(write(web, rowOf(of, forged)), REFUSED.brokenChain);
    const { rows } = await owner.query("select audit_seq, audit_hash from audit_heads where tenant_id = $1", [of.tenantId]);
    expect(rows).toEqual([{ audit_seq: 2, audit_hash: Buffer.from(hashAuditRow(second)) }]);
  });

  test.each<[string, Partial<AuditRow>]>([
    ["time", { atMs: TEST_NOW_MS + 1 }],
    ["act", { act: "halt.release" }],
    ["subject", { subject: "another" }],
    ["facts", { body: encodeAuditFacts({ because: "other" }) }],
  ])("takes no row whose hash is that of another %s", async (_, other) => {
    const of = await makeWorkspace(owner);
    for (const pool of [web, engine]) await expectRefused(write(pool, rowOf(of), hashAuditRow(rowOf(of, other))), REFUSED.forgedHash);
  });

  test("takes from the web no act of somebody who is not of the workspace, nor of the engine", async () => {
    const [of, other] = [await makeWorkspace(owner), await makeWorkspace(owner)];
    for (const actor of [other.ownerId, "demo", "command line"]) await expectRefused(write(web, rowOf(of, { actor })), REFUSED.notAllowed);
  });
});

test("a sealed snapshot keeps its columns; its next opens are written once", async () => {
  const lineageId = "00000000-0000-8000-8000-000000000001";
  await engine.query("insert into lineages values ($1, 'synthetic', '{BTC/USD}', 3600000, 0, '{}', true)", [lineageId]);
  await engine.query("insert into snapshots values ($1, 0, $2, $3, '', null)", [lineageId, testHash(""), GENESIS]);
  await engine.query("update snapshots set next_opens = '\\x00'");
  await expectRefused(engine.query("update snapshots set next_opens = '\\x01'"), REFUSED.appendOnly);
  await expectRefused(engine.query("update snapshots set body = '\\x01'"), REFUSED.notAllowed);
  for (const attempt of ["update snapshots set body = '\\x01'", "delete from snapshots", "truncate snapshots cascade"])
    await expectRefused(owner.query(attempt), REFUSED.appendOnly);
});
