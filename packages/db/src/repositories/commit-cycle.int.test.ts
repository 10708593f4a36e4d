import { inTransaction } from "@ballast/db/clients/pool";
import { expectLedgerCoherent } from "@ballast/testing/expect-ledger-coherent";
import { GENESIS, makeBook, makeWorkspace, TEST_CONTENT, TEST_NOW_MS, testHash, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { BookMovedError, FenceLostError, holdFences, writeCycle } from "./commit-cycle.ts";
import type { CycleRows, ReceiptRow } from "./cycle-rows.ts";

const database = await testDatabase();
const { owner, engine } = database.pools;
const workspace = await makeWorkspace(owner);
afterEach(() => expectLedgerCoherent(owner));
afterAll(database.drop);

const HOUR_MS = 3_600_000;
const CONTENT = TEST_CONTENT;

const EMPTY: CycleRows = {
  books: [],
  states: [],
  slots: [],
  receipts: [],
  intents: [],
  orders: [],
  orderEvents: [],
  fills: [],
  disposals: [],
  transactions: [],
  postings: [],
};

function receiptOf(book: TestBook): ReceiptRow {
  const hash = testHash(`receipt of ${book.accountId}`);
  return {
    ...book,
    receiptSeq: 1,
    atMs: TEST_NOW_MS,
    kind: "hour",
    seq: 0,
    outcome: "NO_TRADE",
    reasonCodes: ["NO_SIGNAL", "WARM_UP"],
    snapshotHash: hash,
    stateBefore: CONTENT,
    stateAfter: CONTENT,
    inputHash: hash,
    outputHash: hash,
    coreHash: hash,
    equityUnits: "1000000000000",
    body: new Uint8Array([1, 2, 3]),
    previousHash: GENESIS,
    hash,
  };
}

/** A quiet slot of each book: what most cycles are. */
function quietCycle(books: readonly TestBook[], expectedReceiptSeq = 0): CycleRows {
  return {
    ...EMPTY,
    books: books.map((book) => ({
      ...book,
      expected: { receiptSeq: expectedReceiptSeq, ledgerSeq: 0, stateHash: CONTENT, nextSlotMs: TEST_NOW_MS },
      nextSlotMs: TEST_NOW_MS + HOUR_MS,
      stateHash: CONTENT,
      equityUnits: "1000000000001",
      pendingDispatch: false,
    })),
    slots: books.map((book) => ({
      ...book,
      kind: "hour",
      atMs: TEST_NOW_MS,
      seq: 0,
      untilMs: TEST_NOW_MS,
      outcome: "RUN",
      reason: "",
      facts: new Uint8Array(),
    })),
    receipts: books.map(receiptOf),
  };
}

const commit = (rows: CycleRows): Promise<void> => inTransaction(engine, (client) => writeCycle(client, rows));

async function makeBooks(count: number): Promise<TestBook[]> {
  const books: TestBook[] = [];
  while (books.length < count) books.push(await makeBook(engine, workspace.tenantId));
  return books;
}

describe("a cycle", () => {
  test("of many books is written whole, and moves their heads, marks and next slots", async () => {
    const books = await makeBooks(3);
    await commit(quietCycle(books));
    for (const { accountId } of books) {
      const { rows } = await engine.query(
        "select b.receipt_seq, b.equity_units, b.next_slot_ms, r.reason_codes, r.body from books b join receipts r using (tenant_id, account_id, run_id) where account_id = $1",
        [accountId],
      );
      expect(rows).toEqual([
        {
          receipt_seq: 1,
          equity_units: 1_000_000_000_001n,
          next_slot_ms: TEST_NOW_MS + HOUR_MS,
          reason_codes: ["NO_SIGNAL", "WARM_UP"],
          body: Buffer.from([1, 2, 3]),
        },
      ]);
    }
  });

  test("writes nothing where one of its books has moved since it was loaded", async () => {
    const [moved, still] = await makeBooks(2);
    if (moved === undefined || still === undefined) throw new Error("no books");
    await commit(quietCycle([moved]));
    await expect(commit(quietCycle([still, moved]))).rejects.toThrow(BookMovedError);
    const { rows } = await engine.query("select from slots where account_id = $1", [still.accountId]);
    expect(rows).toEqual([]);
  });

  test("that two workers commit at once is written once", async () => {
    const books = await makeBooks(2);
    const results = await Promise.allSettled([commit(quietCycle(books)), commit(quietCycle(books))]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a fence", () => {
  async function fence(book: TestBook, epoch: number): Promise<void> {
    await engine.query(
      `insert into fences values ($1, $2, $3, $4, 'a worker', 0) on conflict (tenant_id, account_id, run_id) do update set epoch = excluded.epoch`,
      [book.tenantId, book.accountId, book.runId, epoch],
    );
  }

  test("is held only by who knows its epoch", async () => {
    const [book] = await makeBooks(1);
    if (book === undefined) throw new Error("no book");
    await fence(book, 2);
    await inTransaction(engine, (client) => holdFences(client, [{ ...book, epoch: 2 }]));
    await expect(inTransaction(engine, (client) => holdFences(client, [{ ...book, epoch: 1 }]))).rejects.toThrow(FenceLostError);
    const holds = async (epoch: number): Promise<unknown> =>
      (
        await engine.query<{ holds: boolean }>("select fence_holds($1, $2, $3, $4) as holds", [
          book.tenantId,
          book.accountId,
          book.runId,
          epoch,
        ])
      ).rows[0]?.holds;
    expect([await holds(1), await holds(2), await holds(3)]).toEqual([false, true, false]);
  });

  test("is not taken over while a transaction that sends under it is open", async () => {
    const [book] = await makeBooks(1);
    if (book === undefined) throw new Error("no book");
    await fence(book, 1);
    const order: string[] = [];
    let takeover: Promise<unknown> = Promise.resolve();
    await inTransaction(engine, async (client) => {
      await holdFences(client, [{ ...book, epoch: 1 }]);
      takeover = fence(book, 2).then(() => order.push("taken over"));
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push("sent");
    });
    await takeover;
    expect(order).toEqual(["sent", "taken over"]);
  });
});
