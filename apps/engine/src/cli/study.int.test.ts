import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openCliDatabase, type CliDatabase } from "../testing/cli-database.ts";
import { sawBarsCsv } from "../testing/saw-bars.ts";

let database: CliDatabase;
let file: string;

beforeAll(async () => {
  database = await openCliDatabase();
  file = join(database.folder, "saw.csv");
  await writeFile(file, sawBarsCsv());
  for (const symbol of ["BTC/USD", "ETH/USD"])
    await database.ballast("import", "--file", file, "--instrument", symbol, "--timeframe", "1h");
});
afterAll(() => database.drop());

const GRID = ["--fast", "3,5,8", "--slow", "13:21:8", "--atr", "7", "--atr-mult", "1.5,3", "--fee-bps", "5"];
const PERIOD = ["--from", "2021-01-01", "--to", "2021-02-26"];
const swept = z.looseObject({
  study: z.string().nullable(),
  points: z.array(
    z.looseObject({ parameters: z.record(z.string(), z.number()), metrics: z.looseObject({ sharpe: z.number().nullable() }) }),
  ),
  result: z.looseObject({
    best: z.array(z.unknown()),
    trials: z.object({ total: z.number(), ofThisStudy: z.number(), sharpeVariance: z.number().nullable() }),
  }),
});
const sweptBy = async (...words: string[]): Promise<z.infer<typeof swept>> => {
  const { code, out, err } = await database.ballast("sweep", ...words, "--json");
  expect([code, err.includes("error")]).toEqual([0, false]);
  return swept.parse(JSON.parse(out));
};

const specOf = async (study: string | null): Promise<unknown> => {
  const [row] = await database.rows("select spec from studies where id = $1", [study]);
  return z.object({ spec: z.unknown() }).parse(row).spec;
};

describe("a sweep", () => {
  test("over stored bars and over their file comes to the same figures, and both count their trials", async () => {
    const stored = await sweptBy("--instrument", "BTC/USD", ...PERIOD, ...GRID);
    const onFile = await sweptBy("--csv", file, "--instrument", "BTC/USD", ...PERIOD, ...GRID, "--workers", "1");
    expect(stored.points.length).toBe(12);
    expect(onFile.points).toEqual(stored.points);
    expect(onFile.study).toBeNull();
    expect(stored.result.trials.ofThisStudy).toBe(12);
    const again = await sweptBy("--csv", file, "--instrument", "BTC/USD", ...PERIOD, ...GRID);
    expect(again.result.trials.total).toBe(onFile.result.trials.total + 12);
  });

  test("is shown as a table and a map, in lists, and again by the beginning of its id", async () => {
    const { out, err } = await database.ballast(
      "sweep",
      "--instrument",
      "BTC/USD",
      ...PERIOD,
      ...GRID,
      "--title",
      "a saw",
      "--axes",
      "slow,fast",
    );
    expect(out).toContain("12 parameter sets; 1,344 bars from 2021-01-01 00:00Z");
    expect(out).toMatch(/Sharpe ratio over slow and fast, with atrMult/);
    expect(out).toMatch(/Probability of overfitting [01]\.\d{3} \(CSCV, 16 blocks\)/);
    const id = /Study ([0-9a-f-]{36}): 12 walks/.exec(err)?.[1] ?? "";
    expect((await database.ballast("study", "list")).out).toMatch(new RegExp(`${id} +sweep +done +12 of 12 .*a saw`));
    expect((await database.ballast("study", "show", id.slice(0, 13))).out).toContain("12 parameter sets");
    expect(await database.ballast("study", "cancel", id)).toMatchObject({
      code: 1,
      err: expect.stringContaining("the study is done already"),
    });
    expect(await database.ballast("study", "show", "ffffffff")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no study"),
    });
  });

  test("walks any strategy over several instruments under any profile, with its fills as they are chosen", async () => {
    const governed = ["--strategy", "trend-follower", "--profile", "balanced", "--parameter", "trendStopAtr=1,2.5"];
    const market = ["--instruments", "ETH/USD,BTC/USD", "--from", "2021-02-05", "--to", "2021-02-26"];
    const { study, points } = await sweptBy(...market, ...governed, "--fill-model", "bar-path", "--latency-ms", "100");
    expect(points.map(({ parameters }) => parameters)).toEqual([{ trendStopAtr: 1 }, { trendStopAtr: 2.5 }]);
    expect(await specOf(study)).toMatchObject({
      ...{ strategy: "governed", strategies: ["trend-follower"], profile: "balanced", instruments: ["BTC/USD", "ETH/USD"] },
      fillModel: { name: "bar-path", latencyMs: { min: 100, max: 100 } },
    });
    const folds = ["--in-sample", "250", "--out-of-sample", "100"];
    expect((await database.ballast("walk-forward", ...market, ...governed, ...folds)).out).toContain("folds over 2 parameter sets");
  });

  test("of an account has its strategy, profile, costs and balance where no option says otherwise", async () => {
    const own = ["--fast", "5", "--slow", "20", "--profile", "balanced", "--balance", "25000"];
    await database.ballast("accounts", "create", "--name", "Alpha", "--instrument", "BTC/USD", ...own);
    const { study } = await sweptBy("--account", "alpha", "--from", "2021-02-05", "--to", "2021-02-26", "--atr-mult", "1.5,3");
    expect(await specOf(study)).toMatchObject({
      ...{ strategy: "ema-atr", profile: "balanced@1", instruments: ["BTC/USD"], balance: "25000" },
      ...{ parameters: { fast: 5, slow: 20, atr: 14 }, grid: { atrMult: [1.5, 3] } },
    });
    // The newest version of a profile is taken by its key, and stands in the terms with its version.
    await database.rows(
      `insert into risk_profile_versions select tenant_id, 'careful', 1, hash, body, author, reason, created_at_ms
       from risk_profile_versions where profile_key = 'balanced' and version = 1 limit 1`,
    );
    const named = await sweptBy("--instrument", "BTC/USD", ...PERIOD, "--fast", "5,8", "--profile", "careful");
    expect(await specOf(named.study)).toMatchObject({ profile: "careful@1" });
    const walked = await database.ballast("backtest", "--instrument", "BTC/USD", "--profile", "careful@1", "--fast", "5", "--json");
    expect([walked.code, z.looseObject({ profile: z.string() }).parse(JSON.parse(walked.out)).profile]).toEqual([0, "balanced"]);
  });

  test.each<[string, readonly string[], string]>([
    ["a profile that the workspace has not", ["--profile", "bold"], "there is no risk profile bold"],
    ["a version that the workspace has not", ["--profile", "balanced@9"], "there is no risk profile balanced@9"],
    ["an instrument twice", ["--instruments", "ETH/USD,ETH/USD"], "ETH/USD stands twice"],
    [
      "fills on quotes that no bar has",
      ["--fill-model", "quote"],
      "quote fills at the best bid and ask of a ticker, and stored bars have neither",
    ],
    ["fills on books that no bar has", ["--fill-model", "book-replay"], "book-replay fills on recorded order books"],
    ["one strategy alone, and another", ["--strategy", "recovery", "--strategies", "mean-reversion"], "runs that one alone"],
  ])("over stored bars is refused with %s", async (_, words, fault) => {
    const { code, err } = await database.ballast("sweep", "--instrument", "BTC/USD", ...PERIOD, ...words);
    expect([code === 0, err]).toEqual([false, expect.stringContaining(fault)]);
  });

  test.each<[string, readonly string[], string]>([
    ["a grid of a million points", ["--fast", "1:1000:1", "--slow", "1:1000:1"], "1000000 parameter sets"],
    ["an axis that is none", ["--fast", "5:30"], "write 20, 5,10,20 or from:to:step"],
    ["a parameter out of its range", ["--fast", "5,10", "--slow", "50,5000"], "slow: 5000 is too large"],
    ["no set that is a strategy", ["--fast", "50,60", "--slow", "20"], "fast must be shorter than slow"],
    ["another strategy's axis", ["--strategy", "governed", "--fast", "5"], "--fast belongs to --strategy ema-atr"],
    ["a map over what does not vary", ["--fast", "5,10", "--axes", "fast,slow"], "--axes takes two parameters that vary"],
  ])("of %s is refused before any work", async (_, words, fault) => {
    const { code, err } = await database.ballast("sweep", "--csv", file, "--instrument", "BTC/USD", ...words);
    expect(code).not.toBe(0);
    expect(err).toContain(fault);
  });

  test("of a period without bars is refused with what there is", async () => {
    const { code, err } = await database.ballast("sweep", "--instrument", "BTC/USD", "--from", "2030-01-01", "--to", "2030-02-01", ...GRID);
    expect(code).toBe(1);
    expect(err).toContain("it has bars from 2021-01-01 00:00");
  });
});

test("a holdout is closed to every study until it is opened, which it is once", async () => {
  await database.ballast("import", "--file", file, "--instrument", "BTC/USD", "--timeframe", "1h", "--source", "kept");
  const dataset = ["--instrument", "BTC/USD", "--source", "kept"];
  expect(await database.ballast("holdout", "declare", ...dataset, "--from", "2021-02-15")).toMatchObject({ code: 2 });
  const declared = await database.ballast("holdout", "declare", ...dataset, "--from", "2021-02-15", "--reason", "the end", "--json");
  const { holdout } = z.object({ holdout: z.uuid() }).parse(JSON.parse(declared.out));
  const swept = (): Promise<{ readonly code: number; readonly err: string }> => database.ballast("sweep", ...dataset, ...PERIOD, ...GRID);
  expect(await swept()).toMatchObject({ code: 1, err: expect.stringContaining(`reaches into holdout ${holdout}`) });
  expect((await database.ballast("holdout")).out).toMatch(new RegExp(`${holdout} .*: the end +closed`));
  expect((await database.ballast("holdout", "open", holdout.slice(0, 13), "--reason", "chosen")).code).toBe(0);
  expect(await database.ballast("holdout", "open", holdout, "--reason", "again")).toMatchObject({
    code: 1,
    err: expect.stringContaining("it opens once"),
  });
  expect((await swept()).code).toBe(0);
  expect(await database.ballast("holdout", "declare", ...dataset, "--from", "yesterday", "--reason", "x")).toMatchObject({ code: 2 });
});

test("a walk-forward chooses in each fold, over stored bars and a file alike", async () => {
  const folds = ["--in-sample", "400", "--out-of-sample", "200", "--purge", "10"];
  const stored = await database.ballast("walk-forward", "--instrument", "BTC/USD", ...PERIOD, ...GRID, ...folds);
  const onFile = await database.ballast("walk-forward", "--csv", file, "--instrument", "BTC/USD", ...PERIOD, ...GRID, ...folds);
  expect(stored.out).toContain("4 folds over 12 parameter sets");
  const foldsOf = (out: string): readonly string[] => out.split("\n").filter((line) => /^ +\d/.test(line));
  expect(foldsOf(onFile.out)).toEqual(foldsOf(stored.out));
  expect(foldsOf(stored.out).length).toBe(4);
});
