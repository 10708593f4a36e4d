import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openCliDatabase } from "../testing/cli-database.ts";
import { sawBarsCsv } from "../testing/saw-bars.ts";
import { EXIT } from "./command.ts";

const { folder, ballast, rows, drop } = await openCliDatabase();
const file = join(folder, "BTC-USD_1h.csv");
beforeAll(async () => {
  await writeFile(file, sawBarsCsv());
  await ballast("import", "--file", file, "--instrument", "BTC/USD", "--timeframe", "1h");
  await ballast("accounts", "create", "--name", "Alpha", "--instrument", "BTC/USD", "--fast", "5", "--slow", "20", "--profile", "balanced");
});
afterAll(drop);

const fillLine = z.object({
  ...{ order_id: z.string(), quantity: z.string(), price: z.string(), reference_price: z.string(), fee: z.string(), why: z.string() },
});
const PARAMETERS = ["--fast", "5", "--slow", "20", "--fee-bps", "10"] as const;

type Answer = {
  readonly summary: Readonly<Record<"bars" | "final_equity" | "max_drawdown" | "sharpe" | "sortino" | "calmar" | "volatility", number>>;
  readonly trades: readonly unknown[];
  readonly profile?: string;
  readonly trial?: { readonly number: number };
};

async function answer(...words: string[]): Promise<Answer> {
  const { code, out, err } = await ballast("backtest", ...words, "--json", "--trades");
  if (code !== EXIT.done) throw new Error(`exit ${code}: ${out}${err}`);
  const parsed: Answer = JSON.parse(out);
  return parsed;
}

describe("a backtest of stored bars", () => {
  test("makes the trades that the file makes, and is counted in the ledger of the workspace", async () => {
    const ofFile = await answer("--csv", file, ...PARAMETERS);
    const stored = await answer("--instrument", "BTC/USD", ...PARAMETERS);
    expect(stored.trades).toEqual(ofFile.trades);
    expect(stored.trades).not.toEqual([]);
    const again = await answer("--instrument", "BTC/USD", ...PARAMETERS);
    expect(again.trial?.number).toBe((stored.trial?.number ?? NaN) + 1);
  });

  test("makes the trades of a run of the same account over the same bars", async () => {
    const period = ["--from", "2021-02-02", "--to", "2021-02-25"];
    const run: Answer = JSON.parse(
      (await ballast("run", "--account", "alpha", ...period, "--profile", "reference", "--json", "--trades")).out,
    );
    const walked = await answer("--account", "alpha", ...period, "--profile", "reference");
    expect(walked.trades).toEqual(run.trades);
    const { final_equity, max_drawdown, sharpe, sortino, calmar, volatility } = run.summary;
    const near = (value: number): unknown => expect.closeTo(value, 9);
    expect(walked.summary).toMatchObject({ final_equity, max_drawdown: near(max_drawdown), sharpe: near(sharpe) });
    // A run and a backtest of the same thing say it by the same names.
    const { summary } = walked;
    for (const [said, found] of [
      [sortino, summary.sortino],
      [calmar, summary.calmar],
      [volatility, summary.volatility],
    ] as const)
      expect(found / said).toBeCloseTo(1, 9);
    expect(Object.keys(walked.summary)).toEqual(expect.arrayContaining(Object.keys(run.summary)));
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ["its run", [], []],
    ["a run with a name of its own", ["--run-key", "named"], ["--run", "named"]],
  ])("of an account has the orders, the fills and the luck of %s, to the id and the unit", async (_, named, asked) => {
    const period = ["--account", "alpha", "--from", "2021-02-02", "--to", "2021-02-25"];
    const { out } = await ballast("run", ...period, ...named, "--json");
    const { run } = z.object({ run: z.object({ key: z.string() }) }).parse(JSON.parse(out));
    const stored = await rows(
      `select f.order_id, o.quantity::text as ordered, f.price_units::text, f.fee_units::text, f.why from fills f
       join orders o on o.run_id = f.run_id and o.id = f.order_id where f.why <> 'end' and f.run_id = (select id from runs where key = $1) order by f.fill_seq`,
      [run.key],
    );
    const fillsOf = async (...words: string[]): Promise<readonly z.infer<typeof fillLine>[]> => {
      const to = join(folder, `${run.key}-${words.length}`);
      await answer(...period, ...asked, ...words, "--out", to);
      const text = await readFile(join(to, "fills.jsonl"), "utf8");
      const lines = text.trim().split("\n");
      // What is sold at the end of a period is of no slot.
      return lines.map((line) => fillLine.parse(JSON.parse(line))).filter(({ why }) => why !== "end");
    };
    const walked = await fillsOf();
    expect(walked.length).toBeGreaterThan(4);
    expect(walked.some(({ price, reference_price }) => price !== reference_price)).toBe(true);
    expect(stored).toEqual(
      walked.map(({ order_id, quantity, price, fee, why }) => ({
        ...{ order_id, ordered: String(parseUnits(quantity, 12)), price_units: String(parseUnits(price, 12)) },
        ...{ fee_units: String(parseUnits(fee, 8)), why },
      })),
    );
    const unlucky = await fillsOf("--seed", "other");
    expect(unlucky.map(({ price }) => price)).not.toEqual(walked.map(({ price }) => price));
  });

  test("is warmed up by all bars before its period, under the account's own profile", async () => {
    const walked = await answer("--account", "alpha", "--from", "2021-02-02", "--to", "2021-02-25");
    expect(walked).toMatchObject({ profile: "balanced", summary: { bars: 552 } });
    expect(walked.trades).not.toEqual([]);
  });

  test.each([
    ["NO_BARS", ["--instrument", "ETH/USD"]],
    ["NO_BARS_IN_PERIOD", ["--instrument", "BTC/USD", "--from", "2030-01-01"]],
    ["UNKNOWN_SYMBOL", ["--instrument", "BTC/USDD"]],
    ["ACCOUNT_UNKNOWN", ["--account", "nobody"]],
  ])("is refused with %s", async (code, words) => {
    const said = await ballast("backtest", ...words, "--json");
    expect([said.code, JSON.parse(said.out)]).toEqual([EXIT.refused, { error: expect.objectContaining({ code }) }]);
  });
});
