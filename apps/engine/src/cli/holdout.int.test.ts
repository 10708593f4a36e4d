import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { openCliDatabase } from "../testing/cli-database.ts";
import { sawBarsCsv } from "../testing/saw-bars.ts";

const { folder, ballast, rows, drop } = await openCliDatabase();
const file = join(folder, "saw.csv");
beforeAll(async () => {
  await writeFile(file, sawBarsCsv());
  for (const symbol of ["BTC/USD", "ETH/USD"]) await ballast("import", "--file", file, "--instrument", symbol, "--timeframe", "1h");
  await ballast("accounts", "create", "--name", "Alpha", "--instrument", "ETH/USD", "--fast", "5", "--slow", "20");
});
afterAll(drop);

const OPEN = ["--from", "2021-02-02", "--to", "2021-02-10"] as const;
const HELD_OUT = ["--from", "2021-02-02", "--to", "2021-02-15"] as const;
const looked = z.object({ holdouts: z.array(z.object({ look: z.number() })) });

test("a holdout closes its bars to a backtest and a run of any set of series, and each look after its opening is told", async () => {
  const lab = ["--instrument", "ETH/USD", "--from", "2021-02-10", "--reason", "the last look"];
  const declared = await ballast("holdout", "declare", ...lab, "--json");
  const { holdout } = z.object({ holdout: z.string() }).parse(JSON.parse(declared.out));
  const results = [
    ["backtest", "--instrument", "ETH/USD"],
    ["backtest", "--instruments", "BTC/USD,ETH/USD", "--strategy", "governed"],
    ["backtest", "--account", "alpha"],
    ["run", "--account", "alpha"],
  ];
  for (const words of results) {
    const refused = await ballast(...words, ...HELD_OUT);
    expect([words, refused.code, refused.err]).toEqual([words, 1, expect.stringContaining(`reaches into holdout ${holdout}`)]);
    expect((await ballast(...words, ...OPEN)).code).toBe(0);
  }
  expect((await ballast("backtest", "--instrument", "BTC/USD", ...HELD_OUT)).code).toBe(0);
  await ballast("holdout", "open", holdout, "--reason", "the last look");
  const [first, second] = [await ballast(...(results[0] ?? []), ...HELD_OUT, "--json"), await ballast(...(results[0] ?? []), ...HELD_OUT)];
  expect(looked.parse(JSON.parse(first.out)).holdouts).toMatchObject([{ look: 1 }]);
  expect(second.out).toContain("look 2: these bars are no longer unseen");
  await ballast("run", "--account", "alpha", ...HELD_OUT);
  const acts = await rows("select act from audit_log where subject = $1 order by audit_seq", [holdout]);
  expect(acts).toEqual(["declare", "open", "look", "look", "look"].map((act) => ({ act: `holdout.${act}` })));
});

test("a run and the path of a what-if count as trials of their dataset, as a backtest does", async () => {
  const terms = ["--account", "alpha", "--from", "2021-01-20", "--to", "2021-02-01", "--json"];
  const counted = z.object({ trial: z.object({ number: z.number() }) });
  const trialOf = async (): Promise<number> => counted.parse(JSON.parse((await ballast("backtest", ...terms)).out)).trial.number;
  const before = await trialOf();
  expect((await ballast("run", ...terms)).code).toBe(0);
  expect(await trialOf()).toBe(before + 2);
  expect((await ballast("what-if", "--account", "alpha", "--profile", "balanced")).code).toBe(0);
  expect(await trialOf()).toBe(before + 4);
});

test("nothing is held out that a backtest or a run has seen", async () => {
  await ballast("backtest", "--instrument", "BTC/USD", "--to", "2021-02-20");
  const lab = ["holdout", "declare", "--instrument", "BTC/USD", "--reason", "too late"];
  expect(await ballast(...lab, "--from", "2021-02-19")).toMatchObject({ code: 1, err: expect.stringContaining("a backtest has looked") });
});
