import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { syntheticBars } from "@ballast/core/decision/walk-fixture";
import { madeUpMarket } from "@ballast/core/features/panel-fixture";
import { afterAll, describe, expect, test } from "vitest";
import { sha256 } from "../ports/sha256.ts";
import { openCliDatabase } from "../testing/cli-database.ts";
import { EXIT } from "./command.ts";

const SHARED = process.env["BALLAST_SHARED_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data");
const REAL = ["BTC", "ETH"].map((coin) => [`${coin}/USD`, join(SHARED, `ohlcv/kraken_${coin}-USD_1h.csv.gz`)] as const);
const HOUR = 3_600_000;

const { folder, ballast, drop } = await openCliDatabase();
afterAll(drop);

const importFile = async (symbol: string, file: string, source: string): Promise<void> => {
  const { code, err } = await ballast("import", "--file", file, "--instrument", symbol, "--timeframe", "1h", "--source", source);
  expect(code, err).toBe(EXIT.done);
};

describe("ballast analyze", () => {
  test("proves every governed feature on imported bars, beside the benchmark that is stored with them", async () => {
    const rows = 900;
    const market = madeUpMarket({ seed: 12, instruments: 2, rows, missingPercent: 2 });
    for (const [index, symbol] of ["BTC/USD", "ETH/USD"].entries()) {
      const bars = market[index];
      const lines = Array.from({ length: rows }, (_, row) => {
        if (bars?.present[row] !== 1) return "";
        const prices = [bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => (column[row] ?? 0).toFixed(6));
        return `${Date.UTC(2021, 0, 1) + row * HOUR},${prices.join(",")}\n`;
      });
      await writeFile(join(folder, `${index}.csv`), lines.join(""));
      await importFile(symbol, join(folder, `${index}.csv`), "archive");
    }
    const proof = await ballast("analyze", "lookahead", "--instrument", "ETH/USD", "--timeframe", "1h", "--samples", "8", "--json");
    expect(proof.code, proof.err).toBe(EXIT.done);
    expect(JSON.parse(proof.out)).toMatchObject({
      instruments: ["BTC/USD", "ETH/USD"],
      timeframe: "1h",
      features: expect.arrayContaining([
        { feature: "beta:720", verdict: "OK", compared: expect.any(Number), leak: null },
        { feature: "correlations", verdict: "OK", compared: expect.any(Number), leak: null },
        { feature: "regime", verdict: "OK", compared: expect.any(Number), leak: null },
      ]),
    });
    const warm = await ballast(
      "analyze",
      "warmup",
      "--instrument",
      "ETH/USD",
      "--timeframe",
      "1h",
      "--feature",
      "ema:20",
      "--feature",
      "zscore:20",
      "--samples",
      "4",
    );
    expect(warm.code, warm.out).toBe(EXIT.done);
    expect(warm.out).toMatch(/zscore:20 +OK +windowed +19 +1\d +same bits +4/);
    expect(warm.out).toMatch(/ema:20 +OK +recursive +19 +\d+ +1e-9 +3/);
  });

  test.each([
    ["the crossover", ["--strategy", "ema-atr", "--fast", "3", "--slow", "8"], "ema-atr"],
    ["the selector under every check", ["--strategy", "governed", "--profile", "balanced", "--fill-model", "bar-path"], "governed"],
    ["one of the six alone", ["--strategy", "mean-reversion", "--parameter", "reversionEntryDeviations=-1"], "mean-reversion"],
  ])("asks of a strategy, by its fills, what it knows and needs: %s", { timeout: 120_000 }, async (_, strategy, name) => {
    const bars = syntheticBars(sha256, {
      name: "strategy",
      length: 2_000,
      startMs: Date.UTC(2021, 0, 1),
      volatility: 0.006,
      drift: 0.0004,
    });
    const lines = bars.map(({ tsMs, open, high, low, close, volume }) => `${[tsMs, open, high, low, close, volume].join(",")}\n`);
    const file = join(folder, "strategy.csv");
    await writeFile(file, lines.join(""));
    const words = ["--csv", file, "--instrument", "BTC/USD", ...strategy];
    const proof = await ballast("analyze", "lookahead", ...words, "--samples", "4", "--json");
    expect(JSON.parse(proof.out), proof.err).toMatchObject({
      strategy: expect.stringContaining(name),
      ...{ is_proved: true, timeframe: "1h", look_ahead: { verdict: "OK", leak: null } },
    });
    expect(JSON.parse(proof.out)).toHaveProperty(
      "look_ahead.cuts",
      expect.toSatisfy((cuts: number) => cuts >= 4 && cuts <= 8),
    );
    expect(proof.code).toBe(EXIT.done);
    const warm = await ballast("analyze", "warmup", ...words);
    expect(warm.out).toContain("Warm-up: ");
    expect((await ballast("analyze", "warmup", ...words, "--feature", "ema:20")).err).toContain("--feature is asked of features");
  });

  test("calls nothing proved that had no value to compare", async () => {
    await writeFile(join(folder, "one.csv"), `${Date.UTC(2021, 0, 1)},10,11,9,10,5\n`);
    await importFile("SOL/USD", join(folder, "one.csv"), "lonely");
    const words = ["--instrument", "SOL/USD", "--timeframe", "1h", "--source", "lonely"];
    const proof = await ballast("analyze", "lookahead", ...words);
    expect(proof.code).toBe(EXIT.refused);
    expect(proof.out).toContain("Not proved");
    expect(proof.out).not.toContain("No feature knows the future");
    const regime = await ballast("analyze", "lookahead", ...words, "--feature", "regime", "--json");
    expect(regime.code).toBe(EXIT.refused);
    expect(JSON.parse(regime.out)).toMatchObject({ is_proved: false, features: [{ feature: "regime", verdict: "NO_VALUE", compared: 0 }] });
    expect((await ballast("analyze", "warmup", ...words)).code).toBe(EXIT.refused);
  });

  test.each([
    [["analyze", "lookahead", "--timeframe", "1h"], EXIT.usage, "--instrument is missing"],
    [
      ["analyze", "lookahead", "--strategy", "hope", "--instrument", "BTC/USD"],
      EXIT.usage,
      "choose ema-atr, governed, or one of the six alone",
    ],
    [["analyze", "lookahead", "--strategy", "ema-atr"], EXIT.usage, "say what to walk"],
    [["analyze", "forward", "--instrument", "BTC/USD", "--timeframe", "1h"], EXIT.usage, "lookahead or warmup"],
    [["analyze", "--instrument", "BTC/USD", "--timeframe", "1h", "--feature", "sma:20"], EXIT.usage, "sma:20"],
    [["analyze", "--instrument", "BTC/USD", "--timeframe", "1h", "--samples", "0"], EXIT.usage, "--samples"],
    [["analyze", "--instrument", "SOL/USD", "--timeframe", "1h"], EXIT.refused, "no 1h bars of SOL/USD are stored under archive"],
    [["analyze", "--instrument", "SOL/USDD", "--timeframe", "1h"], EXIT.refused, "SOL/USD"],
  ])("%j is refused", async (words, code, fact) => {
    const spoken = await ballast(...words);
    expect(spoken.code).toBe(code);
    expect(spoken.err + spoken.out).toContain(fact);
  });

  test.skipIf(!REAL.every(([, file]) => existsSync(file)))(
    "proves them on ten years of real hours",
    async () => {
      for (const [symbol, file] of REAL) await importFile(symbol, file, "real");
      const words = ["--instrument", "ETH/USD", "--timeframe", "1h", "--source", "real", "--samples", "4"];
      const proof = await ballast("analyze", "lookahead", ...words);
      expect(proof.out).toContain("No feature knows the future");
      const warm = await ballast("analyze", "warmup", ...words);
      expect(warm.out).toContain("from their warm-up on");
      expect([proof.code, warm.code]).toEqual([EXIT.done, EXIT.done]);
    },
    120_000,
  );
});
