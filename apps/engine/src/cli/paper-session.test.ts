import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultEmaAtrSettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../ports/sha256.ts";
import { DailyChecks } from "../usecases/paper/daily-check.ts";
import { syntheticFeed } from "../usecases/paper/paper-feed.ts";
import { PaperLoop } from "../usecases/paper/paper-loop.ts";
import { historyBarsOf, type PaperTerms } from "../usecases/paper/paper-walk.ts";
import { PaperWeeks } from "../usecases/paper/week-report.ts";
import { runPaperSession, type PaperSession } from "./paper-session.ts";
import { isResultSound } from "./paper-tally.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ballast-session-"));
});
afterAll(() => rm(folder, { recursive: true }));

const universe = ["BTC/USD", "ETH/USD"];
const settings = defaultEmaAtrSettings(universe);
const TERMS: PaperTerms = {
  ...{ sha256, settings, profile: GUARDED_PROFILE, baseCurrency: "USD", startingUnits: 1_000_000_000_000n, seed: "paper" },
  feed: syntheticFeed({
    ...{ sha256, seed: "ballast", universe, timeframeMs: HOUR_MS, fromMs: Date.UTC(2026, 0, 31) },
    historyBars: historyBarsOf({ settings, profile: GUARDED_PROFILE }),
  }),
  instruments: shippedCatalogue().map(({ instrument }) => instrument),
  ...{ takerFeeBps: 26, slippageBps: 5, rearmAfterMs: DAY_MS },
};

/** A session whose words are kept. */
function sessionOf(
  name: string,
  over: Partial<PaperSession> = {},
): { readonly session: PaperSession; readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  const terminal: PaperSession["terminal"] = {
    out: async (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    ...{ isErrTty: false, env: {} },
  };
  const session: PaperSession = {
    ...{ loop: new PaperLoop(TERMS), weeks: new PaperWeeks(TERMS), days: new DailyChecks(TERMS.feed) },
    ...{ directory: new SymbolDirectory(shippedCatalogue()), terminal, level: "info", folder: join(folder, name) },
    ...{ baseCurrency: "USD", startingUnits: TERMS.startingUnits, timeframeMs: HOUR_MS, wallMs: Date.now },
    ...{ speed: 1e9, summaryMinutes: 15, heartbeatMs: 30_000, closesMax: 200, stop: new AbortController().signal },
    ...over,
  };
  return { session, said };
}

describe("a paper session", () => {
  test("gives signs of life with prices, and summaries, while it waits for a close", async () => {
    const pace = { speed: HOUR_MS / 300, heartbeatMs: 40, summaryMinutes: 0.1 / 60, closesMax: 1 };
    const { session, said } = sessionOf("alive", pace);
    await runPaperSession(session);
    const waited = said.out.split("  close   ")[0] ?? "";
    expect(waited.match(/alive: next close in 1 s; BTC\/USD \d+(\.\d+)?, ETH\/USD \d/g)?.length).toBeGreaterThan(2);
    expect(waited).toContain("summary: 0 closes");
  });

  test("says aloud, whatever its level, that it parts from its backtest", async () => {
    const weeks = new PaperWeeks({ ...TERMS, takerFeeBps: 10 });
    const { session, said } = sessionOf("parted", { weeks, level: "silent" });
    const result = await runPaperSession(session);
    expect(isResultSound(result)).toBe(false);
    expect(said.out).toBe("");
    expect(said.err).toMatch(
      /PAPER AND BACKTEST PART in the week of 2026-01-31 00:00Z: DIFFERENT: \d+ trades? otherwise, .*week-2026-01-31\.md/,
    );
    expect(await readFile(join(session.folder, "week-2026-01-31.md"), "utf8")).toMatch(/\| .*fee.* differ \|/);
  });

  test("says aloud that a day was breached", async () => {
    const { feed } = TERMS;
    const terms = {
      ...TERMS,
      feed: { ...feed, barAt: (symbol: string, openMs: number) => (openMs < feed.fromMs ? feed.barAt(symbol, openMs) : undefined) },
    };
    const { session, said } = sessionOf("dead", {
      loop: new PaperLoop(terms),
      weeks: new PaperWeeks(terms),
      closesMax: 24,
      level: "silent",
    });
    const result = await runPaperSession(session);
    expect(isResultSound(result)).toBe(false);
    expect(said.err).toBe("BREACH on 2026-01-31: NOT_ALIVE, none of 24 closes brought a bar.\n");
    expect(await readFile(join(session.folder, "daily_checks.csv"), "utf8")).toMatch(/,0,24,1440,BTC\/USD,0,0\.0000,,0,,NOT_ALIVE\n$/);
  });

  test("is sound where both are", async () => {
    const { session, said } = sessionOf("sound");
    expect(isResultSound(await runPaperSession(session))).toBe(true);
    expect(said.err).toBe("");
  });
});
