import { createHash, randomUUID } from "node:crypto";
import { expectRefused, REFUSED } from "@ballast/testing/expect-refused";
import { GENESIS, makeBook, makeWorkspace, TEST_CONTENT, TEST_MARKET_KEY, TEST_NOW_MS, testHash } from "@ballast/testing/factories";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What the engine's own role can't undo: it decides, and does not rewrite what was decided, or on what. */

const database = await testDatabase();
const { owner, engine } = database.pools;
const workspace = await makeWorkspace(owner);
const { tenantId } = workspace;
const book = await makeBook(engine, tenantId);
const key = [book.tenantId, book.accountId, book.runId];
const HOUR_MS = 3_600_000;
const MONTH_MS = Date.UTC(2024, 0, 1);
const SERIES = randomUUID();
const LINEAGE = randomUUID();
afterAll(database.drop);

beforeAll(async () => {
  await engine.query("insert into series values ($1, 'test', 'BTC/USD', $2, true)", [SERIES, HOUR_MS]);
  await engine.query("insert into lineages values ($1, 'test', '{BTC/USD}', $2, 0, '{}', true)", [LINEAGE, HOUR_MS]);
});

const bar = (tsMs: number, revision = 1): Promise<unknown> =>
  engine.query("insert into bar_tail values ($1, $2, $3, 1, 2, 1, 2, 0)", [SERIES, tsMs, revision]);

const seal = (of: {
  readonly firstMs: number;
  readonly lastMs: number;
  readonly rows: number;
  readonly revision?: number;
}): Promise<unknown> =>
  engine.query("insert into bar_chunks values ($1, $2, $3, $4, $5, $6, '', $7)", [
    ...[SERIES, MONTH_MS, of.revision ?? 1, of.rows, of.firstMs, of.lastMs, TEST_CONTENT],
  ]);

describe("a bar of the tail", () => {
  const remove = (): Promise<unknown> => engine.query("delete from bar_tail where series_id = $1", [SERIES]);

  test("stays until a chunk holds it, all of them and in its revision", async () => {
    for (const hour of [0, 1, 2]) await bar(MONTH_MS + hour * HOUR_MS);
    await expectRefused(remove(), REFUSED.unsealedBar);
    await seal({ firstMs: MONTH_MS, lastMs: MONTH_MS + HOUR_MS, rows: 2 });
    await expectRefused(remove(), REFUSED.unsealedBar);
    await seal({ firstMs: MONTH_MS, lastMs: MONTH_MS + 2 * HOUR_MS, rows: 2, revision: 2 });
    await expectRefused(remove(), REFUSED.unsealedBar);
    await seal({ firstMs: MONTH_MS, lastMs: MONTH_MS + 2 * HOUR_MS, rows: 3, revision: 3 });
    await bar(MONTH_MS, 4);
    await expectRefused(remove(), REFUSED.unsealedBar);
    await seal({ firstMs: MONTH_MS, lastMs: MONTH_MS + 2 * HOUR_MS, rows: 3, revision: 4 });
    await remove();
    expect((await engine.query("select from bar_tail where series_id = $1", [SERIES])).rowCount).toBe(0);
  });

  test("is not removed by its owner either, nor changed or emptied by the engine", async () => {
    const other = randomUUID();
    await engine.query("insert into series values ($1, 'test', 'ETH/USD', $2, true)", [other, HOUR_MS]);
    await engine.query("insert into bar_tail values ($1, $2, 1, 1, 2, 1, 2, 0)", [other, MONTH_MS]);
    await expectRefused(owner.query("delete from bar_tail where series_id = $1", [other]), REFUSED.unsealedBar);
    await expectRefused(owner.query("truncate bar_tail"), REFUSED.appendOnly);
    for (const attempt of ["update bar_tail set close = 3", "truncate bar_tail"])
      await expectRefused(engine.query(attempt), REFUSED.notAllowed);
  });
});

describe("a snapshot", () => {
  const write = (closeMs: number, previous: Uint8Array, body = `snapshot ${closeMs}`): Promise<unknown> =>
    engine.query("insert into snapshots values ($1, $2, sha256($3), $4, $3, null)", [LINEAGE, closeMs, Buffer.from(body), previous]);
  const hashOf = (closeMs: number): Uint8Array => testHash(`snapshot ${closeMs}`);

  test("continues its lineage's chain and is put between no two", async () => {
    await expectRefused(write(1, testHash("elsewhere")), REFUSED.brokenChain);
    await write(1, GENESIS);
    await expectRefused(write(4, GENESIS), REFUSED.brokenChain);
    await write(4, hashOf(1));
    await expectRefused(write(2, hashOf(1)), REFUSED.brokenChain);
    await expectRefused(write(0, GENESIS), REFUSED.brokenChain);
    await write(5, hashOf(4));
  });
});

describe("what only goes forward", () => {
  test("is a track's horizon", async () => {
    await engine.query("insert into tracks values ('t', $1, 100)", [LINEAGE]);
    await engine.query("update tracks set horizon_ms = 200 where key = 't'");
    await expectRefused(engine.query("update tracks set horizon_ms = 199 where key = 't'"), REFUSED.wentBack);
    await expectRefused(
      engine.query("insert into tracks values ('t', $1, 1) on conflict (key) do update set horizon_ms = excluded.horizon_ms", [LINEAGE]),
      REFUSED.wentBack,
    );
    await expectRefused(owner.query("update tracks set horizon_ms = 0"), REFUSED.wentBack);
  });

  test("is a fence's epoch, which another holder raises", async () => {
    await engine.query("insert into fences values ($1, $2, $3, 7, 'one', 0)", key);
    const set = (sets: string): Promise<unknown> =>
      engine.query(`update fences set ${sets} where tenant_id = $1 and account_id = $2 and run_id = $3`, key);
    for (const attempt of ["epoch = 6", "holder = 'two'", "holder = 'two', epoch = 6"]) await expectRefused(set(attempt), REFUSED.wentBack);
    await set("holder = 'two', epoch = 8");
    await set("lease_until_ms = 9");
  });

  test("is a book's next slot, which nothing brings back once its run is through", async () => {
    const { accountId } = await makeBook(engine, tenantId);
    const set = (nextSlotMs: number | null): Promise<unknown> =>
      engine.query("update books set next_slot_ms = $2 where account_id = $1", [accountId, nextSlotMs]);
    await set(TEST_NOW_MS + HOUR_MS);
    await expectRefused(set(TEST_NOW_MS), REFUSED.wentBack);
    await set(null);
    await expectRefused(set(TEST_NOW_MS + 2 * HOUR_MS), REFUSED.wentBack);
  });

  test("is an instrument's revision, with every change", async () => {
    for (const sets of ["lot_units = 1", "lot_units = 1, revision = 0", "revision = 0"])
      await expectRefused(engine.query(`update instruments set ${sets} where symbol = 'BTC/USD'`), REFUSED.wentBack);
    await engine.query("update instruments set lot_units = 1, revision = revision + 1 where symbol = 'BTC/USD'");
  });

  test("is a market's cursor", async () => {
    await engine.query("update markets set cursor_ms = 5 where key = $1", [TEST_MARKET_KEY]);
    await expectRefused(engine.query("update markets set cursor_ms = 4 where key = $1", [TEST_MARKET_KEY]), REFUSED.appendOnly);
  });
});

describe("what has ended", () => {
  test.each(["done", "refused", "failed"])("is a command that is %s", async (state) => {
    const id = randomUUID();
    await engine.query(
      "insert into commands (tenant_id, id, kind, payload, requested_by, requested_at_ms, state) values ($1, $2, 'halt.set', '{}', $3, 0, 'pending')",
      [tenantId, id, workspace.ownerId],
    );
    await engine.query("update commands set state = 'claimed', claimed_by = 'w', claimed_at_ms = 1 where id = $1", [id]);
    await engine.query("update commands set state = $2, finished_at_ms = 2, result = '{}' where id = $1", [id, state]);
    for (const sets of ["state = 'pending'", "result = '{\"a\": 1}'", "claimed_by = 'v'"])
      await expectRefused(engine.query(`update commands set ${sets} where id = $1`, [id]), REFUSED.ended);
  });

  test.each(["finished", "cancelled"])("is a run that is %s", async (state) => {
    const { runId } = await makeBook(engine, tenantId);
    const set = (to: string): Promise<unknown> => engine.query("update runs set state = $2 where id = $1", [runId, to]);
    await set(state);
    for (const to of ["running", "failed"]) await expectRefused(set(to), REFUSED.ended);
  });

  test("is a revoked credential and a closed account", async () => {
    await owner.query("insert into credentials values ($1, $2, 'trade', 1, 'k', '', decode(repeat('00', 12), 'hex'), '', 1, null)", [
      tenantId,
      book.accountId,
    ]);
    await engine.query("update credentials set revoked_at_ms = 2");
    await expectRefused(engine.query("update credentials set revoked_at_ms = null"), REFUSED.ended);
    const { accountId } = await makeBook(engine, tenantId);
    await engine.query("update accounts set closed_at_ms = 1 where id = $1", [accountId]);
    await expectRefused(engine.query("update accounts set closed_at_ms = null where id = $1", [accountId]), REFUSED.ended);
  });

  test("is a drill", async () => {
    const id = randomUUID();
    await engine.query("insert into halt_drills values ($1, $2, 'workspace', '', 'flatten', 1, 'who', 'why')", [tenantId, id]);
    await engine.query("update halt_drills set begun_ms = 2 where id = $1", [id]);
    await expectRefused(engine.query("update halt_drills set begun_ms = 1 where id = $1", [id]), REFUSED.ended);
    await engine.query("update halt_drills set finished_ms = 3, outcome = 'failed' where id = $1", [id]);
    await expectRefused(engine.query("update halt_drills set outcome = 'passed' where id = $1", [id]), REFUSED.ended);
  });
});

test("a message that has to follow a commit is not taken away before it has", async () => {
  const id = randomUUID();
  await engine.query("insert into outbox values ($1, $2, 'k', 's', 1, null)", [tenantId, id]);
  await expectRefused(engine.query("delete from outbox where id = $1", [id]), REFUSED.appendOnly);
  await engine.query("update outbox set done_at_ms = 2 where id = $1", [id]);
  await engine.query("delete from outbox where id = $1", [id]);
});

test.each(["lineage_id = null", "to_ms = 9999999999999", "next_close_ms = 0", `options = '{"rearmAfterMs": 1}'`])(
  "a run's terms stand: not %s",
  async (sets) => {
    await expectRefused(engine.query(`update runs set ${sets}`), REFUSED.notAllowed);
  },
);

describe("a halt", () => {
  const set = async (): Promise<string> => {
    const id = randomUUID();
    await engine.query("insert into kill_switches values ($1, $2, 'account', $3, 'flatten', $4, 'engine', 'a failure')", [
      ...[tenantId, id, book.accountId, TEST_NOW_MS],
    ]);
    return id;
  };

  test("that broke a book holds it until it is released, and hands it to no other", async () => {
    const [id, other] = [await set(), await set()];
    const brokenBy = (haltId: string | null): Promise<unknown> =>
      engine.query("update books set broken_by = $2 where account_id = $1", [book.accountId, haltId]);
    await brokenBy(id);
    for (const next of [null, other]) await expectRefused(brokenBy(next), REFUSED.fourEyes);
    await engine.query("update kill_switches set released_ms = 1, released_by = $2, release_reason = 'looked into' where id = $1", [
      id,
      workspace.ownerId,
    ]);
    await brokenBy(null);
  });

  test("was carried out by a slot that is there", async () => {
    const id = await set();
    const act = (seq: number): Promise<unknown> =>
      engine.query("insert into halt_acts values ($1, $2, $3, $4, $5, $6)", [...key, id, TEST_NOW_MS, seq]);
    await engine.query("insert into slots values ($1, $2, $3, 'halt', $4, 0, $4, 'RUN', '', '')", [...key, TEST_NOW_MS]);
    await expectRefused(act(1), REFUSED.orphan);
    await act(0);
  });
});

describe("content", () => {
  const forged = createHash("sha256").update("something else").digest();
  const rows: readonly (readonly [table: string, values: string, rest: readonly unknown[]])[] = [
    ["instrument_tables", "$1, $2", []],
    ["core_bundles", "$1, $2", []],
    ["bar_chunks", `$3, 0, 1, 1, 0, 0, $2, $1`, [SERIES]],
    ["book_contents", "$3, $1, $2", [tenantId]],
    ["account_states", "$3, $4, $5, $1, $2", key],
    ["risk_profile_versions", "$3, 'forged', 1, $1, $2, 'a', '', 0", [tenantId]],
    ["strategy_settings_versions", "$3, 'forged', 1, $1, $2, 'a', '', 0", [tenantId]],
    ["account_set_ups", "$3, $4, 1, $1, $2, 'a', '', 0", [tenantId, book.accountId]],
    ["snapshots", "$3, 9, $1, decode(repeat('00', 32), 'hex'), $2, null", [LINEAGE]],
  ];

  test.each(rows)("of %s is not stored under another's hash", async (table, values, rest) => {
    await expectRefused(
      engine.query(`insert into ${table} values (${values})`, [forged, Buffer.from("content"), ...rest]),
      REFUSED.forgedHash,
    );
  });
});
