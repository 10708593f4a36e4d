import { randomUUID } from "node:crypto";
import { makeBook, makeWorkspace, TEST_NOW_MS, type TestBook } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { readOwnHalts } from "./book-receipts.ts";
import { readHaltsOf } from "./idle-facts.ts";

const database = await testDatabase();
const { owner, engine } = database.pools;
afterAll(database.drop);

let book: TestBook;
let neighbour: TestBook;

beforeEach(async () => {
  const { tenantId } = await makeWorkspace(owner);
  book = await makeBook(engine, tenantId);
  const other = await makeBook(engine, tenantId);
  // Two accounts of one continuous run, each with halts of its own.
  await owner.query("update runs set kind = 'live' where id = $1", [book.runId]);
  neighbour = { ...other, runId: book.runId };
});

type Halt = { readonly scope: string; readonly subject: string; readonly of?: TestBook };

async function halt({ scope, subject, of }: Halt): Promise<void> {
  await engine.query(
    `insert into kill_switches (tenant_id, id, run_id, account_id, scope, subject, verb, since_ms, set_by, reason)
     values ($1, $2, $3, $4, $5, $6, 'block_entries', $7, 'who', 'why')`,
    [book.tenantId, randomUUID(), of?.runId ?? null, of?.accountId ?? null, scope, subject, TEST_NOW_MS],
  );
}

const named = async (): Promise<readonly string[]> => (await readHaltsOf(engine, book)).map(({ scope, subject }) => `${scope} ${subject}`);

describe("halts that reach a book", () => {
  test("are its own and not its neighbour's in the same run", async () => {
    await halt({ scope: "instrument", subject: "BTC/USD", of: book });
    await halt({ scope: "instrument", subject: "ETH/USD", of: neighbour });
    await halt({ scope: "all", subject: "", of: book });
    expect((await named()).toSorted()).toEqual(["account An account", "instrument BTC/USD"]);
    expect((await readOwnHalts(engine, book)).kills).toEqual(expect.arrayContaining([expect.objectContaining({ subject: "BTC/USD" })]));
  });

  test("say accounts and workspaces by name", async () => {
    await halt({ scope: "account", subject: book.accountId });
    await halt({ scope: "account", subject: neighbour.accountId });
    await halt({ scope: "workspace", subject: book.tenantId });
    expect((await named()).toSorted()).toEqual(["account An account", "workspace A workspace"]);
  });

  test("are none once its run is over", async () => {
    await halt({ scope: "all", subject: "" });
    await halt({ scope: "instrument", subject: "BTC/USD", of: book });
    await owner.query("update runs set state = 'finished' where id = $1", [book.runId]);
    expect(await named()).toEqual([]);
  });

  test("are those of its run over the past alone, where nobody is asked", async () => {
    await owner.query("update runs set kind = 'paper' where id = $1", [book.runId]);
    await halt({ scope: "workspace", subject: book.tenantId });
    await halt({ scope: "instrument", subject: "BTC/USD", of: book });
    expect(await named()).toEqual(["instrument BTC/USD"]);
  });
});
