import { walkBars, walkBarsInto } from "@ballast/core/backtest/bar-walk";
import type { IndicatedBars } from "@ballast/core/backtest/bar-closes";
import { bookedEquity, closeCurve, type MarkColumns } from "@ballast/core/backtest/marks";
import type { ParameterSet } from "@ballast/core/backtest/parameter-grid";
import type { ReportInput } from "@ballast/core/backtest/report";
import { settingsAt, type StudySpec } from "@ballast/core/backtest/study-spec";
import type { BarRange } from "@ballast/core/backtest/walk-forward-plan";
import { isReferenceStudy } from "@ballast/core/backtest/study-weight";
import { balanceOf } from "@ballast/core/decision/holdings";
import { makeDecide, makeWeigh } from "@ballast/core/decision/make-decide";
import { openBook } from "@ballast/core/decision/open-book";
import type { BookedState } from "@ballast/core/decision/booking";
import type { Weigh } from "@ballast/core/decision/decide-types";
import type { Walk } from "@ballast/core/decision/walk-book";
import { featureColumns } from "@ballast/core/features/feature-columns";
import type { BarColumns } from "@ballast/core/market/bar";
import { viewOfColumns } from "@ballast/core/market/columns";
import type { Instrument } from "@ballast/core/market/instrument";
import { numberOfUnits, parseUnits } from "@ballast/core/numeric/fixed";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { emaAtrStrategy } from "@ballast/core/strategy/ema-atr";
import type { EmaAtrSettings } from "@ballast/core/strategy/ema-atr-settings";
import { tradedInstruments, walkUnder, type BacktestMarket, type BacktestTerms } from "../backtest/backtest-terms.ts";
import { runBacktest } from "../backtest/run-backtest.ts";
import { keptColumns } from "./kept-columns.ts";
import { TradeCounter, type TradeCounts } from "./trade-counts.ts";

/** What a study is walked over. */
export type StudyMarket = {
  /** Bars of each instrument of its terms, in their order; those of other than reference studies with all that came before, to warm up. */
  readonly series: readonly BarColumns[];
  readonly instruments: readonly Instrument[];
  /** Open times of the rows that ranges count: every time in the period at which some instrument has a bar. */
  readonly rowsMs: Float64Array;
  /** Of the study of one backtest: the benchmark's bars from its first on, for it takes a month of hours until its report knows a regime. */
  readonly benchmark?: BarColumns;
};

/** What a walk left: all that a report is made of but the ledger of trials and the regimes. */
export type WalkedInput = Omit<ReportInput, "trialSharpes" | "regimes">;

/** What the figures of a point are made of: what its account was worth from its deposit to its booked end, and its trades by number. */
export type WalkedPoint = Pick<MarkColumns, "tsMs" | "equity" | "exposure"> & {
  readonly timeframeMs: number;
  readonly startEquity: number;
  readonly finalEquity: number;
  readonly counts: TradeCounts;
};

/** What a parameter set would have done over a stretch of a study's rows. */
export type PointWalk = {
  /** All that a report is made of. */
  readonly whole: (parameters: ParameterSet, range: BarRange) => WalkedInput;
  /** The same walk, with what its figures need and no more. Its marks stand until the next walk: the columns are written anew. */
  readonly counted: (parameters: ParameterSet, range: BarRange) => WalkedPoint;
};

/** What a thread keeps of the indicators of a grid: all columns of five years of hours, few of nine years of minutes. */
const COLUMN_BYTES_MAX = 128 * 2 ** 20;

/** A study's terms with the profile that they name. */
type Terms = { readonly spec: StudySpec; readonly profile: RiskProfile };

/** The terms of one backtest of a study; all of a study's are alike but for the parameters and the stretch. */
function termsAt({ spec, profile }: Terms, quote: Instrument["quote"], parameters: ParameterSet): BacktestTerms {
  return {
    settings: settingsAt(spec, parameters),
    profile,
    baseCurrency: quote.code,
    startingUnits: parseUnits(spec.balance, quote.scale) ?? 0n,
    feeBps: spec.feeBps,
    slippageBps: spec.slippageBps,
    fillModel: spec.fillModel,
    seed: spec.seed,
    ...{ fromMs: undefined, toMs: undefined, barsLate: 0 },
  };
}

function emaAtrOf({ settings }: BacktestTerms): EmaAtrSettings {
  if (settings.kind !== "ema-atr") throw new RangeError(`the walk over bars alone runs ema-atr, not ${settings.kind}`);
  return settings;
}

type Opened = Terms & { readonly sha256: Sha256; readonly columns: BarColumns; readonly instrument: Instrument };

type Prepared = {
  readonly walk: Walk & { readonly weigh: Weigh };
  readonly bars: IndicatedBars;
  readonly opened: BookedState;
  readonly startUnits: bigint;
};

/** A walk that is ready to begin, with indicators that a whole grid shares. */
function preparing({
  sha256,
  spec,
  profile,
  columns,
  instrument: listed,
}: Opened): (parameters: ParameterSet, range: BarRange) => Prepared {
  const { symbol, quote } = listed;
  const market: BacktestMarket = { timeframeMs: spec.timeframeMs, instruments: [listed], bars: new Map() };
  const shared = { decide: makeDecide({ sha256 }), weigh: makeWeigh({ sha256 }) };
  const featuresOf = keptColumns({
    rows: columns.tsMs.length,
    bytesMax: COLUMN_BYTES_MAX,
    // Over all bars of the study: what is cut out of a column is warm, and sees nothing later.
    compute: (name) => featureColumns([name], columns)[0] ?? new Float64Array(0),
  });
  return (parameters, range) => {
    const terms = termsAt({ spec, profile }, quote, parameters);
    const walk = { ...walkUnder(sha256, terms, tradedInstruments(market, terms)), ...shared };
    const { featureNames } = emaAtrStrategy(emaAtrOf(terms));
    const cut = viewOfColumns(columns, range);
    const features = featuresOf(featureNames).map((column) => column.subarray(range.from, range.to));
    const { startingUnits: startUnits } = terms;
    const account = { context: walk.context, baseCurrency: quote.code, startingUnits: startUnits, atMs: cut.tsMs[0] ?? spec.fromMs };
    const bars = { symbol, timeframeMs: spec.timeframeMs, columns: cut, featureNames, features };
    return { walk, bars, opened: openBook(account), startUnits };
  };
}

/** Columns for the marks of one walk after the other, over stretches of so many bars at most. */
function markSheet(rowsMax: number): (tsMs: Float64Array) => MarkColumns {
  const column = (): Float64Array => new Float64Array(rowsMax);
  const sheet = { equity: column(), cash: column(), exposure: column() };
  return (tsMs) => ({
    tsMs,
    equity: sheet.equity.subarray(0, tsMs.length),
    cash: sheet.cash.subarray(0, tsMs.length),
    exposure: sheet.exposure.subarray(0, tsMs.length),
  });
}

/** EMA and ATR on one instrument under the reference profile: bars alone. */
function referenceWalk(opened: Opened): PointWalk {
  const { spec, columns, instrument } = opened;
  const { symbol, quote } = instrument;
  const { timeframeMs, feeBps } = spec;
  const prepare = preparing(opened);
  const marksOf = markSheet(columns.tsMs.length);
  return {
    whole: (parameters, range) => {
      const { walk, bars, opened, startUnits } = prepare(parameters, range);
      const { book, marks, trades, fills } = walkBars(walk, bars, opened);
      return {
        ...{ currency: quote.code, quoteScale: quote.scale, timeframeMs, feeBps },
        startUnits,
        finalUnits: balanceOf(book.state, quote.code).total,
        ...{ marks, trades, fills, holdings: [], instruments: walk.context.instruments },
        bars: new Map([[symbol, bars.columns]]),
      };
    },
    counted: (parameters, range) => {
      const { walk, bars, opened, startUnits } = prepare(parameters, range);
      const counts = new TradeCounter([instrument]);
      const marks = marksOf(bars.columns.tsMs);
      const { state } = walkBarsInto({ record: counts, marks }, walk, bars, opened);
      const finalEquity = numberOfUnits(balanceOf(state, quote.code).total, quote.scale);
      closeCurve(marks.equity, finalEquity);
      return { ...marks, timeframeMs, startEquity: numberOfUnits(startUnits, quote.scale), finalEquity, counts };
    },
  };
}

/** Any strategy under any profile: the same backtest as the command of that name. */
function governedWalk(sha256: Sha256, terms: Terms, { series, instruments, rowsMs }: StudyMarket): PointWalk {
  const { spec } = terms;
  const bars = new Map(instruments.flatMap(({ symbol }, index) => (series[index] === undefined ? [] : [[symbol, series[index]] as const])));
  const market = { timeframeMs: spec.timeframeMs, instruments, bars };
  const [quote] = instruments.map((instrument) => instrument.quote);
  if (quote === undefined) throw new RangeError("a study without an instrument");
  const whole = (parameters: ParameterSet, { from, to }: BarRange): WalkedInput => {
    const period = { fromMs: rowsMs[from], toMs: (rowsMs[to - 1] ?? NaN) + spec.timeframeMs };
    return runBacktest(sha256, market, { ...termsAt(terms, quote, parameters), ...period }).input;
  };
  return { whole, counted: (parameters, range) => countedOf(whole(parameters, range)) };
}

/** The figures' part of a walk that kept everything. */
export function countedOf({
  marks,
  fills,
  trades,
  instruments,
  timeframeMs,
  startUnits,
  finalUnits,
  quoteScale,
}: WalkedInput): WalkedPoint {
  const finalEquity = numberOfUnits(finalUnits, quoteScale);
  const counts = new TradeCounter(instruments).countAll({ fills, trades });
  const { tsMs, exposure } = marks;
  const equity = bookedEquity(marks, finalEquity);
  return { timeframeMs, tsMs, equity, exposure, startEquity: numberOfUnits(startUnits, quoteScale), finalEquity, counts };
}

/** The live decision on every close, without receipts. */
export function openPointWalk(sha256: Sha256, { spec, profile, market }: Terms & { readonly market: StudyMarket }): PointWalk {
  const [columns] = market.series;
  const [instrument] = market.instruments;
  if (columns === undefined || instrument === undefined) throw new RangeError("a study without an instrument and its bars");
  return isReferenceStudy(spec)
    ? referenceWalk({ sha256, spec, profile, columns, instrument })
    : governedWalk(sha256, { spec, profile }, market);
}
