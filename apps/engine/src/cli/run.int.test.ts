import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCliDatabase } from "../testing/cli-database.ts";
import { sawBarsCsv } from "../testing/saw-bars.ts";
import type { Spoken } from "../testing/spoken-command.ts";
import { EXIT } from "./command.ts";

/** Behind the month that risk wants to know. */
const PERIOD = ["--from", "2021-02-02", "--to", "2021-02-25"];

const { folder, ballast, drop } = await openCliDatabase();
afterAll(drop);

type Said = {
  readonly run: { readonly id: string; readonly key: string };
  readonly summary: { readonly trades: number };
  readonly reasons: readonly { readonly outcome: string; readonly code: string; readonly slots: number }[];
  readonly earlier_run: unknown;
};
function saidBy({ out }: Spoken): Said {
  const said: Said = JSON.parse(out);
  return said;
}

const create = (name: string, ...words: string[]) =>
  ballast("accounts", "create", "--name", name, "--instrument", "BTC/USDT", "--fast", "5", "--slow", "20", ...words);

beforeAll(async () => {
  const file = join(folder, "bars.csv");
  await writeFile(file, sawBarsCsv());
  const { code, err } = await ballast("import", "--file", file, "--instrument", "BTC/USDT", "--timeframe", "1h");
  expect(code, err).toBe(EXIT.done);
});

describe("an account that can't pay for what it trades", () => {
  test("is told so when it is opened, when it runs, and in the summary", async () => {
    const why = "BTC/USDT is paid in USDT, account dollars holds USD, and its market has no rate between USDT and USD";
    expect((await create("Dollars")).out).toContain(why);
    const spoken = await ballast("run", "--account", "dollars", ...PERIOD);
    expect(spoken.err).toContain(why);
    expect(spoken.out).toContain(`No trades of dollars. ${why}`);
    expect(spoken.out).toMatch(/^ +\d+ {2}REFUSED +RATE_MISSING +Refused: a price or an exchange rate of the portfolio is missing\.$/m);
    const said = saidBy(await ballast("run", "--account", "dollars", ...PERIOD, "--json"));
    expect(said).toMatchObject({
      summary: { trades: 0 },
      no_trades_because: expect.stringContaining(why),
      warnings: [expect.stringContaining(why)],
    });
    expect(said.reasons).toContainEqual({ outcome: "REFUSED", code: "RATE_MISSING", slots: expect.any(Number) });
    const counts = said.reasons.map(({ slots }) => slots);
    expect(counts).toEqual(counts.toSorted((left, right) => right - left));
  });

  test("trades it in an account that holds its quote", async () => {
    expect((await create("Tethers", "--currency", "USDT")).out).not.toContain("is paid in");
    const said = saidBy(await ballast("run", "--account", "tethers", ...PERIOD, "--json"));
    expect(said).toMatchObject({ account: { key: "tethers", seed: "tethers" }, no_trades_because: null, warnings: [], earlier_run: null });
    expect(said.summary.trades).toBeGreaterThan(0);
  });
});

test("a paper loop holds one currency, and refuses what is paid in another", async () => {
  await ballast("import", "--file", join(folder, "bars.csv"), "--instrument", "BTC/EUR", "--timeframe", "1h");
  const loop = ["paper", "--tf", "1h", "--market", "archive", "--from", "2021-01-02", "--closes", "1", "--speed", "1000000000"];
  const { code, err } = await ballast(...loop, "--products", "BTC/USDT,BTC/EUR", "--out", join(folder, "paper"));
  expect(code).toBe(EXIT.usage);
  expect(err).toContain("--products: BTC/USDT is paid in USDT, and the loop holds EUR; run it in a loop of its own.");
});

describe("the same run again", () => {
  test("says which one it repeats, and that without slippage both are alike", async () => {
    await create("Twice", "--currency", "USDT");
    const run = (...words: string[]) => ballast("run", "--account", "twice", ...PERIOD, ...words);
    const { run: first } = saidBy(await run("--json"));
    const again = await run();
    expect(again.out).toContain(`Run ${first.key}-2, `);
    expect(again.out).toMatch(/^Id [0-9a-f-]{36}, seed twice$/m);
    expect(again.out).toContain(`The same run was made before, as ${first.key}: another result, for slippage is drawn by order`);
    const { run: plain } = saidBy(await run("--slippage-bps", "0", "--json"));
    const alike = saidBy(await run("--slippage-bps", "0", "--json"));
    expect(alike.earlier_run).toEqual({ id: plain.id, key: plain.key, is_same_result: true, differs_by: null });
  });
});

describe("how a run's venue fills", () => {
  beforeAll(() => create("Filler", "--currency", "USDT"));
  const run = (...words: string[]) => ballast("run", "--account", "filler", ...PERIOD, ...words);

  test("is the next open where nothing is chosen, and the summary says what it makes of stops", async () => {
    const [plain, named] = [await run("--json"), await run("--fill-model", "next-open", "--json")];
    expect(JSON.parse(plain.out)).toMatchObject({ fill_model: { name: "next-open" } });
    expect(saidBy(named).earlier_run).toMatchObject({ id: saidBy(plain).run.id });
    expect((await run()).out).toContain("Stops inside a bar are pessimistic");
  });

  test("is chosen with its parameters, which make it another run", async () => {
    const spoken = await run("--fill-model", "bar-path", "--participation-bps", "50", "--latency-ms", "120", "--json");
    expect(spoken.code, spoken.err).toBe(EXIT.done);
    expect(JSON.parse(spoken.out)).toMatchObject({
      fill_model: { name: "bar-path", version: 1, participationBps: 50, barsMax: 3, latencyMs: { min: 120, max: 120 } },
      earlier_run: null,
    });
    const words = await run("--fill-model", "bar-path");
    expect(words.out).toContain(
      "Fills: bar-path, the price turning against the order first: at most 10 % of a bar's volume, entries for up to 3 bars",
    );
  });

  test("is told from its orders: how many filled in parts, and what was given up", async () => {
    const thin = await run("--fill-model", "bar-path", "--participation-bps", "1", "--fill-bars", "1", "--json");
    expect(JSON.parse(thin.out)).toMatchObject({ orders_in_parts: expect.any(Number), orders_given_up: [{ code: "PARTICIPATION_OVER" }] });
    const plain = await run("--json");
    expect(JSON.parse(plain.out)).toMatchObject({ orders_in_parts: 0, orders_given_up: [] });
  });

  test("pays by the venue's schedule where a volume is given, which is the fee that it names", async () => {
    const [tier, fee] = [await run("--fee-tier", "50000", "--json"), await run("--fee-bps", "24", "--json")];
    expect(tier.code, tier.err).toBe(EXIT.done);
    expect(saidBy(fee).run.key).toBe(`${saidBy(tier).run.key}-2`);
  });

  test.each([
    [["--fee-tier", "-1"], "--fee-tier"],
    [["--fee-tier", "50000", "--fee-bps", "26"], "--fee-tier and --fee-bps both say the fee; write one."],
    [["--fill-model", "perfect"], "choose next-open or bar-path"],
    [["--participation-bps", "100"], "--participation-bps belongs to --fill-model bar-path."],
    [["--fill-model", "next-open", "--latency-ms", "5"], "--latency-ms belongs to --fill-model bar-path."],
    [["--fill-model", "bar-path", "--participation-bps", "0"], "--participation-bps"],
    [["--fill-model", "bar-path", "--participation-bps", "10001"], "--participation-bps"],
    [["--fill-model", "bar-path", "--fill-bars", "2.5"], "--fill-bars"],
    [["--fill-model", "bar-path", "--latency-ms", "500-50"], "the shortest latency is above the longest"],
    [["--fill-model", "bar-path", "--latency-ms", "fast"], "no span of milliseconds"],
    [["--fill-model", "bar-path", "--latency-ms", "0-99999"], "--latency-ms"],
  ])("refuses %j before anything runs", async (words, fault) => {
    const { code, err } = await run(...words);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(fault);
  });
});
