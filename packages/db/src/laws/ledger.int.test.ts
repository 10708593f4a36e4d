import { inTransaction } from "@ballast/db/clients/pool";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import {
  deposit,
  GENESIS,
  makeBook,
  makeWorkspace,
  TEST_NOW_MS,
  transactionHash,
  writePostings,
  writeTransaction,
  writeTransactionRow,
  type TestBook,
  type TestPosting,
} from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import type { ClientBase } from "pg";
import { afterAll, afterEach, describe, expect, test } from "vitest";

const database = await testDatabase();
const { owner, engine } = database.pools;
const workspace = await makeWorkspace(owner);

afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

const as = <T>(work: (client: ClientBase) => Promise<T>): Promise<T> => inTransaction(engine, work);

async function fundedBook(units = 1_000n): Promise<TestBook> {
  const book = await makeBook(engine, workspace.tenantId);
  await as((client) => writeTransaction(client, { book, ledgerSeq: 1, previousHash: GENESIS, postings: deposit(units) }));
  return book;
}

const next = (book: TestBook, postings: readonly TestPosting[]) => ({
  book,
  ledgerSeq: 2,
  previousHash: transactionHash(book, 1),
  postings,
});

async function balanceOf(book: TestBook, asset: string): Promise<bigint | undefined> {
  const { rows } = await engine.query<{ units: bigint }>("select units from balances where account_id = $1 and asset = $2", [
    book.accountId,
    asset,
  ]);
  return rows[0]?.units;
}

const buy: readonly TestPosting[] = [
  ["account", "USD", -100n],
  ["venue_clearing", "USD", 99n],
  ["fee_expense", "USD", 1n],
  ["account", "BTC", 5n],
  ["venue_clearing", "BTC", -5n],
];

describe("a ledger transaction", () => {
  test("that balances per asset is booked and moves the balances", async () => {
    const book = await fundedBook();
    await as((client) => writeTransaction(client, next(book, buy)));
    expect([await balanceOf(book, "USD"), await balanceOf(book, "BTC")]).toEqual([900n, 5n]);
  });

  test("may get its postings in several statements of one database transaction", async () => {
    const book = await fundedBook();
    await as(async (client) => {
      await writeTransactionRow(client, next(book, buy));
      for (const [index, posting] of buy.entries()) await writePostings(client, { ...next(book, [posting]), firstN: index + 1 });
    });
    expect(await balanceOf(book, "BTC")).toBe(5n);
  });

  test.each<[string, readonly TestPosting[]]>([
    [
      "in one asset",
      [
        ["account", "USD", 10n],
        ["opening_equity", "USD", -9n],
      ],
    ],
    [
      "in two assets that cancel only in sum",
      [
        ["account", "USD", 10n],
        ["venue_clearing", "BTC", -10n],
      ],
    ],
    ["by one unit in the smaller leg", [...buy.slice(0, 4), ["venue_clearing", "BTC", -4n]]],
  ])("that is unbalanced %s fails at commit", async (_, postings) => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writeTransaction(client, next(book, postings))),
      REFUSED.unbalanced,
    );
  });

  test("that is empty fails at commit, whatever count it states", async () => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writeTransactionRow(client, { ...next(book, []), postingCount: 2 })),
      REFUSED.incomplete,
    );
    await expectRefused(
      as((client) => writeTransactionRow(client, next(book, []))),
      REFUSED.check,
      "ledger_transactions_not_empty",
    );
  });

  test("that lacks a posting it counted fails at commit", async () => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writeTransaction(client, { ...next(book, deposit(5n)), postingCount: 3 })),
      REFUSED.incomplete,
    );
  });

  test("has no posting of zero units", async () => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writeTransaction(client, next(book, [...deposit(5n), ["fee_expense", "USD", 0n]]))),
      REFUSED.check,
      "postings_not_zero",
    );
  });
});

describe("a late posting", () => {
  test.each([
    ["of the pair's own number", 1, REFUSED.duplicate],
    ["of the next number", 3, REFUSED.latePosting],
  ])("in a balanced pair %s is refused in a later database transaction", async (_, firstN, code) => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writePostings(client, { book, ledgerSeq: 1, postings: deposit(7n), firstN })),
      code,
    );
  });

  test("is refused in the same database transaction too, once the checks were forced early", async () => {
    const book = await fundedBook();
    await expectRefused(
      as(async (client) => {
        await writeTransaction(client, next(book, deposit(5n)));
        await client.query("set constraints all immediate");
        await writePostings(client, { ...next(book, [["account", "USD", 1n]]), firstN: 3 });
      }),
      REFUSED.latePosting,
    );
  });

  test("to a transaction of another time, or to none, is refused", async () => {
    const book = await fundedBook();
    await expectRefused(
      as((client) => writePostings(client, { book, ledgerSeq: 1, postings: deposit(7n), atMs: TEST_NOW_MS + 1 })),
      REFUSED.latePosting,
    );
    await expectRefused(
      as((client) => writePostings(client, { book, ledgerSeq: 9, postings: deposit(7n) })),
      REFUSED.latePosting,
    );
  });
});

describe("a posting", () => {
  test.each(["EUR", "ETH"])("in %s, which the account does not trade, is refused", async (asset) => {
    const book = await fundedBook();
    await expectRefused(
      as((client) =>
        writeTransaction(
          client,
          next(book, [
            ["account", asset, 5n],
            ["opening_equity", asset, -5n],
          ]),
        ),
      ),
      REFUSED.wrongCurrency,
    );
  });

  test("can't spend more than is there: no credit, no short", async () => {
    const book = await fundedBook(100n);
    const overspent: readonly TestPosting[] = [
      ["account", "USD", -101n],
      ["venue_clearing", "USD", 101n],
    ];
    const short: readonly TestPosting[] = [
      ["account", "BTC", -1n],
      ["venue_clearing", "BTC", 1n],
    ];
    await expectRefused(
      as((client) => writeTransaction(client, next(book, overspent))),
      REFUSED.check,
      "balances_never_negative",
    );
    await expectRefused(
      as((client) => writeTransaction(client, next(book, short))),
      REFUSED.check,
      "balances_never_negative",
    );
  });

  test("of one workspace has no place in a transaction of another", async () => {
    const book = await fundedBook();
    const other = await makeWorkspace(owner);
    await expectRefused(
      as((client) =>
        writePostings(client, { book: { ...book, tenantId: other.tenantId }, ledgerSeq: 1, postings: deposit(1n), firstN: 3 }),
      ),
      REFUSED.latePosting,
    );
  });
});

describe("the checks at commit", () => {
  test("can't be put off: the transaction ends with them", async () => {
    const book = await fundedBook();
    await expectRefused(
      as(async (client) => {
        await client.query("set constraints all deferred");
        await writeTransaction(
          client,
          next(book, [
            ["account", "USD", 10n],
            ["opening_equity", "USD", -9n],
          ]),
        );
      }),
      REFUSED.unbalanced,
    );
  });

  test("run early under SET CONSTRAINTS IMMEDIATE, before an unbalanced rest could follow", async () => {
    const book = await fundedBook();
    await expectRefused(
      as(async (client) => {
        await client.query("set constraints all immediate");
        await writeTransactionRow(client, { ...next(book, []), postingCount: 2 });
      }),
      REFUSED.incomplete,
    );
  });

  test("see an unbalanced posting although the workspace is switched, cleared or unset before COMMIT", async () => {
    const book = await fundedBook();
    const other = await makeWorkspace(owner);
    for (const [before, after] of [
      [book.tenantId, other.tenantId],
      [book.tenantId, ""],
      ["", ""],
    ]) {
      await expectRefused(
        as(async (client) => {
          await client.query("select set_config('ballast.tenant', $1, true)", [before]);
          await writeTransaction(
            client,
            next(book, [
              ["account", "USD", 10n],
              ["opening_equity", "USD", -9n],
            ]),
          );
          await client.query("select set_config('ballast.tenant', $1, true)", [after]);
        }),
        REFUSED.unbalanced,
      );
    }
  });

  test("hold for a rolled-back savepoint as well: what it wrote is gone, what stands is checked", async () => {
    const book = await fundedBook();
    await expectRefused(
      as(async (client) => {
        await writeTransactionRow(client, { ...next(book, []), postingCount: 2 });
        await client.query("savepoint before_postings");
        await writePostings(client, next(book, deposit(5n)));
        await client.query("rollback to before_postings");
      }),
      REFUSED.incomplete,
    );
  });

  test("leave nothing behind in their work list", async () => {
    await fundedBook();
    const { rows } = await owner.query<{ waiting: number }>("select count(*) as waiting from ledger_checks");
    expect(rows).toEqual([{ waiting: 0 }]);
  });
});
