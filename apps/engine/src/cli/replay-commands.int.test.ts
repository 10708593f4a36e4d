import { tmpdir } from "node:os";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { openPool } from "@ballast/db/clients/pool";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { speakCommand, type Spoken } from "../testing/spoken-command.ts";
import { openTestEngine, passHours, type TestEngine } from "../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../testing/test-market.ts";
import { tickMarket } from "../usecases/market/tick-market.ts";
import { EXIT } from "./command.ts";

const HOURS = 12;
const RUN = "live-synthetic";
const database = await testDatabase();
let engine: TestEngine;
const hourText = (hour: number): string => new Date(TEST_MARKET.cursorMs + hour * HOUR_MS).toISOString();

beforeAll(async () => {
  engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha"), briskAccount("beta")] });
  await passHours(engine, TEST_MARKET, HOURS);
  // Two more hours are closed, and nobody decides them.
  await tickMarket(engine.ports, { marketKey: TEST_MARKET.key, closeMs: TEST_MARKET.cursorMs + (HOURS + 2) * HOUR_MS });
  engine.loseJobs();
  await database.pools.owner.query("update fences set lease_until_ms = 0");
});
afterAll(database.drop);

const ballast = (...words: string[]): Promise<Spoken> => speakCommand(words);

const ofHour = (command: string, hour: number, account = "alpha"): string[] => [
  ...[command, "--run-id", RUN, "--account-id", account, "--hour-ts-utc", hourText(hour), "--dsn", database.engineUrl, "--json"],
];
function jsonOf({ out }: Spoken): Record<string, unknown> {
  const said: Record<string, unknown> = JSON.parse(out);
  return said;
}

describe("replay-hour", () => {
  test("proves an hour, by key and by id", async () => {
    const spoken = await ballast(...ofHour("replay-hour", 6));
    expect([spoken.err, spoken.code]).toEqual(["", EXIT.done]);
    expect(jsonOf(spoken)).toMatchObject({ is_identical: true, receipts: 1, identical: 1, differences: [] });
    const { rows } = await database.pools.owner.query<{ account: string; run: string }>(
      "select a.id as account, r.id as run from accounts a join runs r on r.tenant_id = a.tenant_id where a.key = 'alpha'",
    );
    const ids = [
      "--run-id",
      rows[0]?.run ?? "",
      "--account-id",
      rows[0]?.account ?? "",
      "--hour-ts-utc",
      String(TEST_MARKET.cursorMs + 6 * HOUR_MS),
    ];
    const said = await ballast("replay-hour", ...ids, "--dsn", database.engineUrl);
    expect(said.out).toMatch(/^Identical to the byte: .* 1 receipt of 1 book/);
  });

  test("names the first field that differs, with both values, and exits with 1", async () => {
    const superuser = openPool({ url: database.adminUrl, connectionsMax: 1, application: "ballast-test forger" });
    const forge = (sql: string) =>
      superuser.query(`alter table receipts disable trigger all; ${sql}; alter table receipts enable always trigger append_only`);
    const at = TEST_MARKET.cursorMs + 7 * HOUR_MS;
    const unchanged = "update receipts set equity_units = equity_units";
    await forge(`${unchanged} + 1 where at_ms = ${at}`);
    const spoken = await ballast(...ofHour("replay-hour", 7));
    await forge(`${unchanged} - 1 where at_ms = ${at}`);
    await superuser.end();
    expect(spoken.code).toBe(EXIT.refused);
    expect(jsonOf(spoken)).toMatchObject({ is_identical: false, differences: [{ account: "alpha", run: RUN, field: "equityUnits" }] });
    expect((await ballast(...ofHour("replay-hour", 7))).code).toBe(EXIT.done);
  });

  test.each<[string, string[], string]>([
    ["an hour that is none", ["--hour-ts-utc", "2026-01-03T01:30Z"], "is not the beginning of an hour"],
    ["an hour in words", ["--hour-ts-utc", "yesterday"], "is no time"],
    ["an hour without a slot", ["--hour-ts-utc", "2020-01-01T00:00Z"], "HOUR_WITHOUT_SLOTS"],
    ["an unknown account", ["--account-id", "gamma"], "ACCOUNT_UNKNOWN"],
    ["an unknown run", ["--run-id", "nope"], "RUN_UNKNOWN"],
    ["a database that is not there", ["--dsn", "postgresql://x:y@127.0.0.1:1/z"], "DSN_UNREACHABLE"],
    ["a database's name instead of its URL", ["--dsn", "ballast"], "write a database's URL"],
  ])("says what is wrong with %s", async (_what, words, message) => {
    const given = ofHour("replay-hour", 6);
    const at = given.indexOf(words[0] ?? "");
    const spoken = await ballast(...given.slice(0, at), ...words, ...given.slice(at + 2));
    expect(spoken.code).not.toBe(EXIT.done);
    expect(spoken.out).toContain(message);
  });
});

test("replay-window and replay-tool replay from the first hour to the last, itself included", async () => {
  const window = [
    "--run-mode",
    "paper",
    "--start-hour-ts-utc",
    hourText(5),
    "--end-hour-ts-utc",
    hourText(8),
    "--dsn",
    database.engineUrl,
    "--json",
  ];
  expect(jsonOf(await ballast("replay-window", "--account-id", "beta", ...window))).toMatchObject({
    is_identical: true,
    books: 1,
    receipts: 4,
  });
  expect(jsonOf(await ballast("replay-tool", ...window))).toMatchObject({ is_identical: true, books: 2, receipts: 8 });
  expect((await ballast("replay-tool", ...window.map((word) => (word === "paper" ? "shadow" : word)))).out).toContain("RUN_MODE_DIFFERS");
  const reversed = window.map((word) => (word === hourText(8) ? hourText(4) : word));
  expect((await ballast("replay-tool", ...reversed)).code).toBe(EXIT.usage);
});

test("replay-manifest lists each row with its hash and one root, the same each time", async () => {
  const first = jsonOf(await ballast(...ofHour("replay-manifest", 6)));
  expect(first).toMatchObject({ account: "alpha", run: RUN, hour: hourText(6) });
  expect(first["root"]).toMatch(/^[0-9a-f]{64}$/);
  expect(JSON.stringify(first["rows"])).toContain('"kind":"receipt"');
  expect(jsonOf(await ballast(...ofHour("replay-manifest", 6)))["root"]).toBe(first["root"]);
  expect(jsonOf(await ballast(...ofHour("replay-manifest", 6, "beta")))["root"]).not.toBe(first["root"]);
});

test("execute-hour does an hour that is due, refuses one that has run or is not closed, and it replays", async () => {
  const execute = (hour: number): Promise<Spoken> => ballast(...ofHour("execute-hour", hour), "--run-mode", "paper");
  expect((await execute(HOURS)).out).toContain("SLOT_HAS_RUN");
  expect((await execute(HOURS + 2)).out).toContain("EARLIER_SLOTS_DUE");
  const done = await execute(HOURS + 1);
  expect(jsonOf(done)).toMatchObject({
    executed: [{ kind: "hour", at_ms: TEST_MARKET.cursorMs + (HOURS + 1) * HOUR_MS, outcome: "RUN" }],
    refused: [],
  });
  const { rows } = await database.pools.owner.query<{ key: string; last: number }>(
    "select a.key, max(s.at_ms) as last from slots s join accounts a on a.id = s.account_id group by 1 order by 1",
  );
  expect(rows.map(({ last }) => (last - TEST_MARKET.cursorMs) / HOUR_MS)).toEqual([HOURS + 1, HOURS]);
  expect((await execute(HOURS + 1)).out).toContain("SLOT_HAS_RUN");
  expect((await execute(HOURS + 2)).code).toBe(EXIT.done);
  expect((await execute(HOURS + 3)).out).toContain("HOUR_NOT_SEALED");
  expect(jsonOf(await ballast(...ofHour("replay-hour", HOURS + 2)))).toMatchObject({ is_identical: true, receipts: 1 });
  const wrongMode = await ballast(...ofHour("execute-hour", HOURS + 3), "--run-mode", "live");
  expect(wrongMode.out).toContain("RUN_MODE_DIFFERS");
});
