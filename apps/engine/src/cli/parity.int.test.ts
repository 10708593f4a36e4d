import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { testDatabase } from "@ballast/testing/test-database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { speakCommand, type Spoken } from "../testing/spoken-command.ts";
import { openTestEngine, passHours } from "../testing/test-engine.ts";
import { briskAccount, seedTestMarket, TEST_MARKET } from "../testing/test-market.ts";
import { EXIT } from "./command.ts";

const HOURS = 48;
const database = await testDatabase();

beforeAll(async () => {
  const engine = await openTestEngine({ pool: database.pools.engine, stateDir: tmpdir(), wallMs: () => TEST_MARKET.cursorMs });
  await seedTestMarket(engine.ports, { owner: database.pools.owner, accounts: [briskAccount("alpha")] });
  await passHours(engine, TEST_MARKET, HOURS);
});
afterAll(database.drop);

const parity = (...words: string[]): Promise<Spoken> => speakCommand(["parity", ...words, "--dsn", database.engineUrl]);
const hourText = (hour: number): string => new Date(TEST_MARKET.cursorMs + hour * HOUR_MS).toISOString();

test("says that an account is its backtest, in words, as JSON and as a table of every fill", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "parity-")), "fills.csv");
  const spoken = await parity("alpha", "--csv", path);
  expect([spoken.err, spoken.code]).toEqual(["", EXIT.done]);
  expect(spoken.out).toMatch(
    /^alpha in run live-synthetic \(paper\), .*: 48 closes\.\nIdentical: \d+ fills, every decision and the equity/,
  );
  const said = await parity("alpha", "--json", "--from", hourText(10), "--to", hourText(34));
  expect(JSON.parse(said.out)).toMatchObject({ is_same: true, closes: 24, unexplained: 0, counts: { differs: 0, missing: 0, extra: 0 } });
  const lines = readFileSync(path, "utf8").trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^n,at_utc,instrument,side,verdict,/);
  expect(lines.slice(1).every((line) => /^\d+,[^,]+Z,[A-Z]+\/USD,(buy|sell),same,/.test(line))).toBe(true);
});

test("lists what differs with figures, units and cause, and still ends well", async () => {
  const { owner } = database.pools;
  await owner.query("alter table fills disable trigger user");
  const change = (sign: "+" | "-") =>
    owner.query(`update fills set price_units = price_units ${sign} 1000000000 where fill_seq = (select max(fill_seq) - 2 from fills)`);
  await change("+");
  const spoken = await parity("alpha");
  await change("-");
  expect(spoken.code).toBe(EXIT.done);
  expect(spoken.out).toMatch(/1 otherwise, 0 missing \(the backtest has them\), 0 extra \(it has them not\): 1 UNEXPLAINED\./);
  expect(spoken.out).toMatch(
    /\d+\. [A-Z]+\/USD (buy|sell): price \+0\.001 \(\+[\d.]+ bps\), worth -?[\d.+]+ USD\n {3}paper .* at .*; backtest .* at .*\n {3}UNEXPLAINED\./,
  );
});

test.each([
  [["nobody"], EXIT.refused, "there is no account nobody"],
  [["alpha", "--run", "none"], EXIT.refused, "account alpha has no book in run none"],
  [["alpha", "--from", hourText(9), "--to", hourText(9)], EXIT.usage, "--to must lie after --from"],
  [["alpha", "--to", "2099-01-01"], EXIT.refused, "has decided up to"],
  [["alpha", "--from", "2001-01-01"], EXIT.refused, "begins at"],
  [["alpha", "--from", hourText(1), "--to", hourText(2)], EXIT.refused, "neither the account nor its backtest traded"],
  [["alpha", "--from", "yesterday"], EXIT.usage, "is no time"],
  [["alpha", "--csv", "/nowhere/fills.csv"], EXIT.refused, "--csv /nowhere/fills.csv"],
  [["alpha", "--csv", "-", "--json"], EXIT.usage, "both want the terminal"],
  [[], EXIT.usage, "account"],
] as const)("refuses %j and says why", async (words, code, said) => {
  const spoken = await parity(...words);
  expect(spoken.code).toBe(code);
  expect(`${spoken.err}${spoken.out}`).toContain(said);
});
