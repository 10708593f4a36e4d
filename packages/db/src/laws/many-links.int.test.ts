import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { GENESIS, makeBook, makeWorkspace, TEST_NOW_MS, testHash, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, engine } = database.pools;
const workspace = await makeWorkspace(owner);
afterAll(database.drop);

type Link = { readonly book: TestBook; readonly seq: number; readonly atMs?: number; readonly hash?: Uint8Array };

const HOUR_MS = 3_600_000;
const hashOf = (seq: number): Uint8Array => (seq === 0 ? GENESIS : testHash(`link ${seq}`));

/** Links of many books in one statement, as a cycle writes them. */
async function writeReceipts(links: readonly Link[]): Promise<void> {
  await engine.query(
    `insert into receipts select $1, l.account_id, l.run_id, l.seq, l.at_ms, 'hour', 0, 'NO_TRADE', '{}', $2, $2, $2, $2, $2, $2, 100, '', l.previous, l.hash
     from unnest($3::uuid[], $4::uuid[], $5::int8[], $6::int8[], $7::bytea[], $8::bytea[]) as l(account_id, run_id, seq, at_ms, previous, hash)`,
    [
      workspace.tenantId,
      GENESIS,
      links.map(({ book }) => book.accountId),
      links.map(({ book }) => book.runId),
      links.map(({ seq }) => seq),
      links.map(({ seq, atMs }) => atMs ?? TEST_NOW_MS + seq * HOUR_MS),
      links.map(({ seq }) => hashOf(seq - 1)),
      links.map(({ seq, hash }) => hash ?? hashOf(seq)),
    ],
  );
}

async function headsOf(books: readonly TestBook[]): Promise<number[]> {
  const { rows } = await engine.query<{ receipt_seq: number }>(
    "select b.receipt_seq from unnest($1::uuid[]) with ordinality as k(account_id, n) join books b using (account_id) order by n",
    [books.map(({ accountId }) => accountId)],
  );
  return rows.map(({ receipt_seq }) => receipt_seq);
}

const openBooks = (): Promise<[TestBook, TestBook]> =>
  Promise.all([makeBook(engine, workspace.tenantId), makeBook(engine, workspace.tenantId)]);

describe("receipts of two books in one statement", () => {
  test("move each head, however many links each book has and in whatever order they stand", async () => {
    const [one, other] = await openBooks();
    await writeReceipts([
      { book: other, seq: 3 },
      { book: one, seq: 1 },
      { book: other, seq: 1 },
      { book: other, seq: 2 },
    ]);
    await writeReceipts([
      { book: one, seq: 2 },
      { book: other, seq: 4 },
    ]);
    expect(await headsOf([one, other])).toEqual([2, 4]);
  });

  test.each<[string, (book: TestBook) => Link[]]>([
    ["repeats its head at another time", (book) => [{ book, seq: 1, atMs: TEST_NOW_MS + 9 * HOUR_MS }]],
    ["skips a number", (book) => [{ book, seq: 3 }]],
    [
      "has its next link twice",
      (book) => [
        { book, seq: 2 },
        { book, seq: 2, atMs: TEST_NOW_MS + 9 * HOUR_MS },
      ],
    ],
    [
      "forks",
      (book) => [
        { book, seq: 2 },
        { book, seq: 2, atMs: TEST_NOW_MS + 9 * HOUR_MS, hash: testHash("fork") },
      ],
    ],
    [
      "has its last link twice",
      (book) => [
        { book, seq: 2 },
        { book, seq: 3 },
        { book, seq: 3, atMs: TEST_NOW_MS + 9 * HOUR_MS },
      ],
    ],
    [
      "repeats its head beside a good link",
      (book) => [
        { book, seq: 1, atMs: TEST_NOW_MS + 9 * HOUR_MS },
        { book, seq: 2 },
      ],
    ],
  ])("are all refused where one book %s", async (_, linksOf) => {
    const [good, bad] = await openBooks();
    await writeReceipts([
      { book: good, seq: 1 },
      { book: bad, seq: 1 },
    ]);
    await expectRefused(writeReceipts([{ book: good, seq: 2 }, ...linksOf(bad)]), REFUSED.brokenChain);
    expect(await headsOf([good, bad])).toEqual([1, 1]);
  });
});
