import { indicatedBars, lateBars } from "@ballast/core/backtest/bar-closes";
import { walkBars } from "@ballast/core/backtest/bar-walk";
import type { MarketInMemory } from "@ballast/core/backtest/governed-walk";
import { backtestMarket } from "@ballast/core/backtest/market-walk";
import type { ReportInput } from "@ballast/core/backtest/report";
import type { WantedOrder } from "@ballast/core/backtest/strategy-bias";
import type { WalkedBacktest } from "@ballast/core/backtest/walk-tally";
import type { AccountState } from "@ballast/core/decision/account-state";
import type { Weigh } from "@ballast/core/decision/decide-types";
import { balanceOf } from "@ballast/core/decision/holdings";
import { openBook } from "@ballast/core/decision/open-book";
import type { Walk } from "@ballast/core/decision/walk-book";
import { alignBars } from "@ballast/core/features/aligned-bars";
import { costOf } from "@ballast/core/ledger/lots";
import type { BarColumns } from "@ballast/core/market/bar";
import { columnsBetween } from "@ballast/core/market/columns";
import type { Instrument } from "@ballast/core/market/instrument";
import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import { notionalUnits } from "@ballast/core/money/notional";
import { quantize } from "@ballast/core/numeric/fixed";
import type { OpenOrder } from "@ballast/core/orders/order";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { EmaAtrSettings } from "@ballast/core/strategy/ema-atr-settings";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import { AppError } from "@ballast/jobs/app-error";
import { tradedInstruments, walkUnder, type BacktestMarket, type BacktestTerms } from "./backtest-terms.ts";

/** What came of a backtest: all that its report is made of but the ledger of trials, and how often `decide` was called. */
export type Backtested = {
  readonly input: Omit<ReportInput, "trialSharpes" | "regimes">;
  readonly walked: WalkedBacktest;
  readonly decisions: number;
  /** What it wanted, close by close, before the venue saw it. */
  readonly orders: readonly WantedOrder[];
};

type Period = { readonly fromMs: number; readonly toMs: number };
type CountingWalk = Walk & { readonly weigh: Weigh };

function periodOf({ fromMs = -Infinity, toMs = Infinity }: BacktestTerms): Period {
  return { fromMs, toMs };
}

/** The bars of a period, of every instrument. A period in which none has a bar is refused before anything is made for it. */
function barsIn({ bars }: BacktestMarket, period: Period): ReadonlyMap<string, BarColumns> {
  const cut = new Map([...bars].map(([symbol, columns]) => [symbol, columnsBetween(columns, period)] as const));
  if ([...cut.values()].some(({ tsMs }) => tsMs.length > 0)) return cut;
  const times = [...bars.values()].flatMap(({ tsMs }) => [tsMs[0] ?? Infinity, tsMs[tsMs.length - 1] ?? -Infinity]);
  const [first, last] = [Math.min(...times), Math.max(...times)].map((ms) => new Date(ms).toISOString());
  throw new AppError("NO_BARS_IN_PERIOD", `the bars run from ${first} to ${last}; none lies in the period asked for`, { retry: "never" });
}

/** The settings where bars alone do: the reference strategy on one instrument, on which risk doesn't look. */
function settingsOfBarsAlone({ settings, profile }: BacktestTerms): EmaAtrSettings | undefined {
  return settings.kind === "ema-atr" && settings.instruments.length === 1 && profile.kind === "reference" ? settings : undefined;
}

/** The market as a lineage computes it. A reference run begins at its period; any other is warmed up by all that came before. */
function marketInMemory({ instruments, bars, timeframeMs }: BacktestMarket, terms: BacktestTerms): MarketInMemory {
  const { settings, profile } = terms;
  const { fromMs, toMs } = periodOf(terms);
  const universe = instruments.map(({ symbol }) => symbol);
  const needs = lineageNeedsOf(settings, profile.kind);
  const columns = universe.map((symbol) => bars.get(symbol)).filter((series) => series !== undefined);
  const firstMs = Math.min(...columns.map(({ tsMs }) => tsMs[0] ?? Infinity));
  const endMs = Math.min(toMs, Math.max(...columns.map(({ tsMs }) => (tsMs[tsMs.length - 1] ?? -Infinity) + timeframeMs)));
  const originMs = profile.kind === "reference" ? Math.max(firstMs, fromMs) : firstMs;
  const range = { fromMs: originMs, toMs: endMs, timeframeMs };
  return {
    line: {
      ...{ lineageId: "backtest", isSynthetic: false, timeframeMs, originMs, universe },
      ...{ featureNames: needs.featureNames, marketFeatureNames: needs.marketValueNames },
    },
    series: columns.map((series) => alignBars(series, range)),
    warmUpToMs: Math.max(originMs, fromMs),
    barsLate: terms.barsLate,
  };
}

function walkMarket(
  walk: CountingWalk,
  market: BacktestMarket,
  terms: BacktestTerms,
  bars: ReadonlyMap<string, BarColumns>,
): WalkedBacktest {
  const { baseCurrency, startingUnits, settings } = terms;
  const firstMs = Math.min(...[...bars.values()].map(({ tsMs }) => tsMs[0] ?? Infinity));
  const opened = openBook({ context: walk.context, baseCurrency, startingUnits, atMs: firstMs });
  const alone = settingsOfBarsAlone(terms);
  const columns = bars.get(settings.instruments[0] ?? "");
  if (alone !== undefined && columns !== undefined) return walkBars(walk, lateBars(indicatedBars(columns, alone), terms.barsLate), opened);
  return backtestMarket(walk, marketInMemory(market, terms), opened);
}

type Held = ReportInput["holdings"][number];

/** What is still held at the end, at its last close: dust, and what had no bar to be sold at. */
function holdingsOf(state: AccountState, instruments: readonly Instrument[], bars: ReadonlyMap<string, BarColumns>): readonly Held[] {
  return state.positions.flatMap((position) => {
    const pair = instruments.find(({ symbol }) => symbol === position.symbol);
    const close = bars.get(position.symbol)?.close.at(-1);
    if (pair === undefined || close === undefined) return [];
    const priceUnits = quantize(close, PRICE_SCALE, "half-even");
    const valueUnits = notionalUnits({ priceUnits, quantity: position.quantity, pair, mode: "floor" });
    return [{ symbol: position.symbol, costUnits: costOf(position), valueUnits }];
  });
}

function wantedOrder(intent: OpenOrder, atMs: number): WantedOrder {
  const { symbol, side, quantity, quoteBudget, stopOffsetUnits, takeProfitOffsetUnits, reason } = intent;
  return { atMs, symbol, side, quantity, quoteBudget, stopOffsetUnits, takeProfitOffsetUnits, reason };
}

/** One account over bars in memory, under any strategy and profile, by the live decision: settled, decided and dispatched close by close. */
export function runBacktest(sha256: Sha256, market: BacktestMarket, terms: BacktestTerms): Backtested {
  const bars = barsIn(market, periodOf(terms));
  const instruments = tradedInstruments(market, terms);
  const walk = walkUnder(sha256, terms, instruments);
  let decisions = 0;
  const orders: WantedOrder[] = [];
  const weigh: Weigh = (question) => {
    decisions += 1;
    const verdict = walk.weigh(question);
    for (const intent of verdict.intents) orders.push(wantedOrder(intent, question.slot.atMs));
    return verdict;
  };
  const walked = walkMarket({ ...walk, weigh }, market, terms, bars);
  const { state } = walked.book;
  const holdings = holdingsOf(state, instruments, bars);
  const cashUnits = balanceOf(state, terms.baseCurrency).total;
  const input = {
    currency: terms.baseCurrency,
    quoteScale: assetOf(terms.baseCurrency).scale,
    timeframeMs: market.timeframeMs,
    startUnits: terms.startingUnits,
    finalUnits: holdings.reduce((sum, { valueUnits }) => sum + valueUnits, cashUnits),
    marks: walked.marks,
    trades: walked.trades,
    fills: walked.fills,
    ...{ holdings, instruments, bars, feeBps: terms.feeBps },
  };
  return { input, walked, decisions, orders };
}
