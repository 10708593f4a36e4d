import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { unpayableInstruments } from "@ballast/core/ledger/payable-instruments";
import { fillModelWords } from "@ballast/core/execution/fill-model-words";
import type { Instrument } from "@ballast/core/market/instrument";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { formatUnits, parseUnits } from "@ballast/core/numeric/fixed";
import { profileBreaches } from "@ballast/core/risk/profile-breaches";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { defaultEmaAtrSettings, type StrategySettings } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS, timeframeName } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { loadDirectory } from "../../marketdata/instrument-table.ts";
import { loadInstruments } from "../../marketdata/load-instruments.ts";
import { sha256 } from "../../ports/sha256.ts";
import { SYNTHETIC_MARKET } from "../../usecases/market/markets.ts";
import { DailyChecks } from "../../usecases/paper/daily-check.ts";
import { archiveFeed, syntheticFeed, type PaperFeed } from "../../usecases/paper/paper-feed.ts";
import { PaperLoop } from "../../usecases/paper/paper-loop.ts";
import { historyBarsOf, type PaperTerms } from "../../usecases/paper/paper-walk.ts";
import { PaperWeeks } from "../../usecases/paper/week-report.ts";
import { EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withDatabase } from "../database.ts";
import { entryNamed } from "../instrument-directory.ts";
import { dayJson } from "../paper-day-view.ts";
import { runPaperSession } from "../paper-session.ts";
import { isResultSound, type PaperResult } from "../paper-tally.ts";
import { voiceLevelOf, voiceLevels } from "../paper-voice.ts";
import { weekJson, type WeekTerms } from "../paper-week-view.ts";
import {
  amountOption,
  flagOption,
  numberOption,
  parseOptions,
  refuseReversed,
  sourceOption,
  timeframeOption,
  timeOption,
} from "../parse-options.ts";
import { fillModelFields, fillModelFrom } from "../fill-model-options.ts";
import { rearmOption } from "../rearm-option.ts";
import { strategyFields, strategyFrom } from "../strategy-options.ts";

const WHOLE_BPS = 10_000;
const USUAL_FEE_BPS = 26;
const USUAL_SLIPPAGE_BPS = 5;
/** One market hour a second. */
const USUAL_SPEED = 3_600;
const SPEED_MAX = 1_000_000_000;
const USUAL_DAYS = 30;
/** Half of the minute in which a price or a sign of life is promised: a busy machine wakes late. */
const HEARTBEAT_MS = 30_000;

const { timeframe: _timeframe, ...ownFields } = strategyFields;
const schema = z.object({
  ...ownFields,
  products: z.string().transform((text) =>
    [
      ...new Set(
        text
          .split(",")
          .map((symbol) => symbol.trim())
          .filter((symbol) => symbol !== ""),
      ),
    ].sort(),
  ),
  tf: timeframeOption,
  market: z.enum(["synthetic", "archive"], "choose synthetic or archive: there is no live market in this release").default("synthetic"),
  source: sourceOption,
  from: timeOption.optional(),
  to: timeOption.optional(),
  profile: z.enum(["guarded", "balanced"], "choose guarded or balanced").default("guarded"),
  "fee-bps": numberOption.pipe(z.number().min(0).max(1_000)).default(USUAL_FEE_BPS),
  "slippage-bps": numberOption.pipe(z.number().min(0).max(1_000)).default(USUAL_SLIPPAGE_BPS),
  "risk-per-trade": numberOption.pipe(z.number().gt(0).max(1)).optional(),
  ...fillModelFields,
  "rearm-after": rearmOption,
  balance: amountOption.default("10000"),
  speed: numberOption.pipe(z.number().gt(0).max(SPEED_MAX)).default(USUAL_SPEED),
  "summary-minutes": numberOption.pipe(z.number().gt(0).max(1_440)).default(15),
  closes: numberOption.pipe(z.int().min(1)).optional(),
  out: z.string().min(1).optional(),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

/** A shipped profile with the risk of a trade that was asked for; past policy is refused, as everywhere. */
function profileOf(options: Options): RiskProfile {
  const preset = RISK_PROFILE_PRESETS[options.profile];
  const risk = options["risk-per-trade"];
  if (risk === undefined) return preset;
  const profile = { ...preset, riskPerTradeBps: Math.round(risk * WHOLE_BPS) };
  const [breach] = profileBreaches(profile);
  if (breach !== undefined) throw new UsageError(`--risk-per-trade: ${breach.words} (0.02 is 2 %).`);
  if (profile.riskPerTradeBps < 1) throw new UsageError("--risk-per-trade: less than a basis point; write 0.01 for 1 %.");
  return profile;
}

function settingsOf(options: Options): StrategySettings {
  const { products, tf: timeframe, ...own } = options;
  if (own.strategy === "governed" && timeframe !== HOUR_MS)
    throw new UsageError("--tf: governed strategies decide on hourly bars; use --tf 1h.");
  if (products.length === 0) throw new UsageError("--products names none; write BTC/USD,ETH/USD.");
  return strategyFrom({ ...own, timeframe }, undefined, products) ?? defaultEmaAtrSettings(products);
}

type Market = { readonly feed: PaperFeed; readonly directory: SymbolDirectory; readonly instruments: readonly Instrument[] };

function syntheticMarket(options: Options, historyBars: number): Market {
  const catalogue = shippedCatalogue();
  const directory = new SymbolDirectory(catalogue);
  for (const symbol of options.products) entryNamed(directory, symbol);
  const { products: universe, tf: timeframeMs } = options;
  const fromMs = options.from ?? SYNTHETIC_MARKET.cursorMs;
  refuseReversed({ from: fromMs, to: options.to });
  const feed = syntheticFeed({
    sha256,
    seed: SYNTHETIC_MARKET.seed,
    universe,
    timeframeMs,
    fromMs: Math.ceil(fromMs / timeframeMs) * timeframeMs,
    historyBars,
  });
  return {
    feed: options.to === undefined ? feed : { ...feed, toMs: options.to },
    directory,
    instruments: catalogue.map(({ instrument }) => instrument),
  };
}

/** A loop holds one currency, the quote of its first product in the order of symbols; what is paid in another would never be bought. */
function refuseUnpayable({ feed, instruments }: Market, baseCurrency: string): void {
  const traded = instruments.filter(({ symbol }) => feed.universe.includes(symbol));
  const [unpayable] = unpayableInstruments({ traded, universe: traded, baseCurrency });
  if (unpayable === undefined) return;
  const { symbol, quote } = unpayable;
  throw new UsageError(`--products: ${symbol} is paid in ${quote}, and the loop holds ${baseCurrency}; run it in a loop of its own.`);
}

/** The bars are read before the loop begins: it holds no server while it runs. */
async function archiveMarket(options: Options, historyBars: number, terminal: Terminal): Promise<Market> {
  const { products: universe, tf: timeframeMs, source, from, to } = options;
  if (from === undefined) throw new UsageError("--from is missing: when in the imported bars to begin, as 2021-01-01.");
  return withDatabase(terminal, async (pool) => {
    const directory = await loadDirectory(pool);
    for (const symbol of universe) entryNamed(directory, symbol);
    const range = { fromMs: from, toMs: to ?? from + USUAL_DAYS * DAY_MS, historyBars };
    const feed = await archiveFeed({ pool, sha256, source, universe, timeframeMs, ...range });
    return { feed, directory, instruments: await loadInstruments(pool) };
  });
}

/** One press of Ctrl-C comes twice where it reaches the whole group and is passed on by who started this process. */
const ONE_PRESS_MS = 1_000;

/** The first Ctrl-C ends the loop behind its slot; a second press ends the process as it always does. */
function stopOnSignal(terminal: Terminal): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    setTimeout(dispose, ONE_PRESS_MS).unref();
    terminal.err("Stopping behind this slot; the files will be complete.\n");
    stopping.abort();
  };
  const dispose = (): void => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return { signal: stopping.signal, dispose };
}

function resultJson(result: PaperResult, folder: string, terms: WeekTerms): string {
  const { closes, orders, fills, refusals, equityUnits, drawdownBps, days, weeks, endedBy } = result;
  return JSON.stringify({
    closes,
    orders,
    fills,
    refusals,
    equity: formatUnits(equityUnits, CURRENCY_SCALE),
    drawdown_bps: drawdownBps,
    daily_checks: days.map(dayJson),
    weeks: weeks.map((week) => weekJson(week, terms)),
    ended_by: endedBy,
    folder,
  });
}

function announce({ feed, settings, profile, fillModel }: PaperTerms, folder: string, terminal: Terminal): void {
  terminal.err(
    `Paper on ${feed.isSynthetic ? "the synthetic market" : `imported bars (${feed.name})`}, replayed: no live venue in this release, no order leaves this machine.\n` +
      `${feed.universe.join(", ")}, ${timeframeName(feed.timeframeMs) ?? ""} bars, ${settings.kind}, profile ${profile.name}; files in ${folder}. Ctrl-C stops.\n` +
      `Fills: ${fillModelWords(fillModel)}\n`,
  );
}

/** The account and the market that the options describe. */
async function termsOf(options: Options, terminal: Terminal): Promise<{ readonly terms: PaperTerms; readonly directory: SymbolDirectory }> {
  const [profile, settings] = [profileOf(options), settingsOf(options)];
  const historyBars = historyBarsOf({ settings, profile });
  const market =
    options.market === "synthetic" ? syntheticMarket(options, historyBars) : await archiveMarket(options, historyBars, terminal);
  const { feed, directory, instruments } = market;
  const baseCurrency = directory.entryOf(feed.universe[0] ?? "").instrument.quote.code;
  refuseUnpayable(market, baseCurrency);
  const startingUnits = parseUnits(options.balance, CURRENCY_SCALE) ?? 0n;
  const [takerFeeBps, slippageBps] = [options["fee-bps"], options["slippage-bps"]];
  const costs = { takerFeeBps, slippageBps, fillModel: fillModelFrom(options), seed: "paper", rearmAfterMs: options["rearm-after"] };
  return { terms: { sha256, feed, instruments, settings, profile, baseCurrency, startingUnits, ...costs }, directory };
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  refuseReversed(options);
  fillModelFrom(options);
  const level = voiceLevelOf(terminal.env["LOGLEVEL"]);
  if (level === undefined) throw new UsageError(`LOGLEVEL=${terminal.env["LOGLEVEL"] ?? ""} is none; choose from ${voiceLevels()}.`);
  const { terms, directory } = await termsOf(options, terminal);
  const { baseCurrency, startingUnits, feed } = terms;
  const folder = options.out ?? `paper-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}Z`;
  announce(terms, folder, terminal);
  const stop = stopOnSignal(terminal);
  try {
    const parts = { loop: new PaperLoop(terms), weeks: new PaperWeeks(terms), days: new DailyChecks(feed) };
    const session = {
      ...parts,
      directory,
      terminal,
      level: options.json ? ("silent" as const) : level,
      folder,
      baseCurrency,
      startingUnits,
    };
    const pace = {
      speed: options.speed,
      timeframeMs: feed.timeframeMs,
      summaryMinutes: options["summary-minutes"],
      heartbeatMs: HEARTBEAT_MS,
      closesMax: options.closes,
    };
    const result = await runPaperSession({ ...session, ...pace, stop: stop.signal, wallMs: Date.now });
    if (options.json) await terminal.out(`${resultJson(result, folder, { directory, baseCurrency })}\n`);
    return isResultSound(result) ? EXIT.done : EXIT.refused;
  } finally {
    stop.dispose();
  }
};
