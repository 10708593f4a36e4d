import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { speakCommand, type Spoken } from "../testing/spoken-command.ts";
import { EXIT } from "./command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-paper-"));
});
afterAll(() => rm(folder, { recursive: true }));

const paper = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Spoken> =>
  speakCommand(["paper", ...words], { env });

const AT_ONCE = ["--products", "BTC/USD,ETH/USD", "--tf", "1h", "--speed", "1000000000"];
const rowsOf = async (out: string, name: string): Promise<string[]> => (await readFile(join(out, name), "utf8")).trimEnd().split("\n");

describe("a paper loop", () => {
  test("says each close, order, fill and its equity, and writes them to three files", async () => {
    const out = join(folder, "said");
    const spoken = await paper([...AT_ONCE, "--closes", "300", "--risk-per-trade", "0.01", "--fee-bps", "10", "--out", out]);
    expect(spoken.code).toBe(EXIT.done);
    expect(spoken.err).toContain("no live venue in this release, no order leaves this machine");
    for (const words of [
      /next close at 20\d\d-/,
      / {2}close {3}BTC\/USD \d/,
      / {2}signal {2}/,
      / {2}order {3}/,
      / {2}fill {4}/,
      / {2}equity {2}/,
    ])
      expect(spoken.out).toMatch(words);
    expect(spoken.out.trimEnd().split("\n").at(-1)).toMatch(/^summary: 300 closes, \d+ orders, \d+ fills/);
    expect(await rowsOf(out, "equity_curve.csv")).toHaveLength(301);
    const fills = await rowsOf(out, "fills.csv");
    expect(fills.length).toBeGreaterThan(2);
    const steps = (await rowsOf(out, "orders.csv")).slice(1).map((row) => row.split(","));
    for (const fill of fills.slice(1)) expect(steps.map(([, order]) => order)).toContain(fill.split(",")[2]);
    // A step says what was filled of its order by then, and not what came of it later.
    const filledAt = (event: string) => steps.filter((step) => step[6] === event).map((step) => [step[9], step[10]]);
    expect(filledAt("intended").map(([, filled]) => Number(filled))).toEqual(filledAt("intended").map(() => 0));
    expect(filledAt("completed").length).toBeGreaterThan(2);
    for (const [quantity, filled] of filledAt("completed")) expect(filled).toBe(quantity);
  });

  test("checks every UTC day, and compares every week with its backtest", async () => {
    const out = join(folder, "weeks");
    const spoken = await paper([...AT_ONCE, "--closes", "200", "--out", out]);
    expect([spoken.code, spoken.err]).toEqual([EXIT.done, expect.not.stringContaining("BREACH")]);
    expect(spoken.out).toMatch(/indicators seeded from history: BTC\/USD 1,000 bars; ETH\/USD 1,000 bars\n/);
    expect(
      spoken.out.match(/check {3}\d{4}-\d\d-\d\d: ok; alive \d+\/\d+ closes; .*reconnects none: no feed; leverage 0\.\d{4}/g),
    ).toHaveLength(9);
    expect(spoken.out).toMatch(/\nweek .*: identical: \d+ trades/);
    expect(spoken.out).toMatch(/\npart of a week .*: identical: /);
    const days = await rowsOf(out, "daily_checks.csv");
    expect(days).toHaveLength(10);
    for (const row of days) expect(row.split(",")).toHaveLength(days[0]?.split(",").length ?? 0);
    expect(days.slice(1).every((row) => row.endsWith(",ok"))).toBe(true);
    const [first = "", second = ""] = days
      .slice(1)
      .filter((_, index) => index % 7 === 0)
      .map((row) => row.split(",")[0]);
    const fills = (await rowsOf(out, "fills.csv")).length - 1;
    const files = [];
    for (const day of [first, second]) files.push(await readFile(join(out, `week-${day}.json`), "utf8"));
    expect(files.map((text): unknown => JSON.parse(text))).toMatchObject([
      { is_whole: true, is_same: true },
      { is_whole: false, is_same: true },
    ]);
    expect(files.join("").match(/"verdict": "same"/g)).toHaveLength(fills);
    expect(await readFile(join(out, `week-${first}.md`), "utf8")).toContain("| same |");
  });

  test("fills as it is told to, says so first, and refuses a parameter of a model that was not chosen", async () => {
    const out = join(folder, "parts");
    const spoken = await paper([
      ...AT_ONCE,
      "--closes",
      "200",
      "--fill-model",
      "bar-path",
      "--participation-bps",
      "1",
      "--balance",
      "2000000",
      "--out",
      out,
    ]);
    expect(spoken.code, spoken.err).toBe(EXIT.done);
    expect(spoken.err).toContain("Fills: bar-path, the price turning against the order first: at most 0.01 % of a bar's volume");
    const steps = (await rowsOf(out, "orders.csv")).slice(1).map((row) => row.split(","));
    expect(steps.filter((step) => step[6] === "partly_filled").length).toBeGreaterThan(0);
    const refused = await paper([...AT_ONCE, "--closes", "1", "--fill-bars", "2", "--out", out]);
    expect([refused.code, refused.err]).toEqual([EXIT.usage, expect.stringContaining("--fill-bars belongs to --fill-model bar-path.")]);
  });

  test("comes out the same twice, and is quiet where JSON is asked for", async () => {
    const results = [];
    for (const name of ["one", "two"]) {
      const spoken = await paper([...AT_ONCE, "--closes", "120", "--json", "--out", join(folder, name)]);
      results.push({ ...JSON.parse(spoken.out), folder: "" });
    }
    expect(results[0]).toEqual(results[1]);
    const day = { closes_seen: 24, closes_expected: 24, reconnects: 0, position_flips: 0, breaches: [] };
    expect(results[0]).toMatchObject({ closes: 120, ended_by: "closes", daily_checks: [day, day, day, day, day] });
    expect(results[0]).toMatchObject({ weeks: [{ is_whole: false, is_same: true }] });
    for (const name of ["orders.csv", "fills.csv", "equity_curve.csv", "daily_checks.csv"])
      expect(await rowsOf(join(folder, "one"), name)).toEqual(await rowsOf(join(folder, "two"), name));
  });

  test("runs on quarters of an hour, seeded with a month of them", async () => {
    const spoken = await paper([
      "--products",
      "BTC/USD",
      "--tf",
      "15m",
      "--speed",
      "1000000000",
      "--closes",
      "100",
      "--out",
      join(folder, "quarters"),
    ]);
    expect([spoken.code, spoken.out]).toEqual([EXIT.done, expect.stringContaining("seeded from history: BTC/USD 3,840 bars\n")]);
    expect(spoken.out).toContain("alive 96/96 closes");
    expect(spoken.out).toMatch(/: identical: /);
    expect(spoken.out).not.toContain("not known yet");
  });

  test("runs the governed strategies, seeded with their month of history", async () => {
    const spoken = await paper([...AT_ONCE, "--strategy", "governed", "--closes", "30", "--out", join(folder, "governed")], {
      LOGLEVEL: "debug",
    });
    expect(spoken.out).toContain("The market is ");
    expect(spoken.out).not.toContain("still warming up");
  });

  test("LOGLEVEL says how much it says", async () => {
    const silent = await paper([...AT_ONCE, "--closes", "5", "--out", join(folder, "silent")], { LOGLEVEL: "silent" });
    expect(silent.out).toBe("");
    const wrong = await paper([...AT_ONCE, "--closes", "5", "--out", join(folder, "wrong")], { LOGLEVEL: "loud" });
    expect([wrong.code, wrong.err]).toEqual([EXIT.usage, expect.stringContaining("LOGLEVEL=loud is none")]);
  });

  test("Ctrl-C ends it behind its slot, with whole files", async () => {
    const out = join(folder, "stopped");
    const running = paper(["--products", "BTC/USD", "--tf", "1h", "--speed", "36000", "--out", out]);
    await expect.poll(async () => rowsOf(out, "equity_curve.csv").catch(() => []), { timeout: 10_000 }).not.toHaveLength(0);
    // One press comes twice where the group has it and the launcher passes it on.
    process.emit("SIGINT");
    expect(process.listenerCount("SIGINT")).toBeGreaterThan(0);
    process.emit("SIGINT");
    const spoken = await running;
    expect(spoken.code).toBe(EXIT.done);
    expect(spoken.err.split("Stopping behind this slot")).toHaveLength(2);
    const closes = /summary: (\d+) closes/.exec(spoken.out)?.[1];
    expect(await rowsOf(out, "equity_curve.csv")).toHaveLength(Number(closes) + 1);
  });

  test.each([
    [["--products", "FOO/USD", "--tf", "1h"], EXIT.refused, /unknown symbol FOO\/USD/],
    [["--products", "BTC/USD", "--tf", "5m"], EXIT.refused, /closes hours and quarters of one; use --tf 1h or 15m/],
    [["--products", "BTC/USD", "--tf", "15m", "--strategy", "governed"], EXIT.usage, /--tf: governed strategies decide on hourly bars/],
    [["--products", "BTC/USD", "--tf", "2h"], EXIT.usage, /no timeframe/],
    [["--products", ",", "--tf", "1h"], EXIT.usage, /--products names none/],
    [["--products", "BTC/USD", "--tf", "1h", "--risk-per-trade", "0.05"], EXIT.usage, /--risk-per-trade: .*exceeds policy/],
    [["--products", "BTC/USD", "--tf", "1h", "--market", "kraken"], EXIT.usage, /no live market in this release/],
    [["--products", "BTC/USD", "--tf", "1h", "--to", "2020-01-01"], EXIT.usage, /--to must lie after --from/],
    [["--products", "BTC/USD", "--tf", "1h", "--market", "archive"], EXIT.usage, /--from is missing/],
  ])("%j is refused in words", async (words, code, message) => {
    const spoken = await paper([...words, "--closes", "1", "--out", join(folder, "refused")]);
    expect([spoken.code, spoken.err]).toEqual([code, expect.stringMatching(message)]);
  });

  test("does not go on in the files of another loop", async () => {
    const out = join(folder, "again");
    await paper([...AT_ONCE, "--closes", "1", "--out", out]);
    const spoken = await paper([...AT_ONCE, "--closes", "1", "--out", out]);
    expect([spoken.code, spoken.err]).toEqual([EXIT.refused, expect.stringContaining("Name a folder without files of another paper loop")]);
    expect(spoken.err).toContain("orders.csv: a file of that name is there already");
  });
});
