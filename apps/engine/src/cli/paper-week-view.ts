import type { Trade, TradeMatch } from "@ballast/core/backtest/compare-trades";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import { assetOf, PRICE_SCALE } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { toHex } from "@ballast/core/numeric/hash";
import type { StretchResult } from "../usecases/paper/paper-backtest.ts";
import type { WeekReport } from "../usecases/paper/week-report.ts";
import { countedText, formatTable, utcText } from "./table.ts";

/** Trades that stand in a terminal; the file has all of them. */
const SHOWN_MAX = 10;

/** What a report is written with besides itself. */
export type WeekTerms = { readonly directory: SymbolDirectory; readonly baseCurrency: string };

/** The name of a week's files: a loop has one week from each day at most. */
export function weekName({ fromMs }: WeekReport): string {
  return `week-${new Date(fromMs).toISOString().slice(0, 10)}`;
}

/** The verdict in one sentence, the last difference that nothing else names too. */
export function weekVerdict({ isSame, comparison, paper, backtest }: WeekReport): string {
  const { same, differs, missing, extra } = comparison.counts;
  if (isSame) return `identical: ${countedText(same, "trade")}, the equity and every receipt are those of the backtest`;
  const found = [
    ...(differs > 0 ? [`${countedText(differs, "trade")} otherwise`] : []),
    ...(missing > 0 ? [`${missing} missing (the backtest has them)`] : []),
    ...(extra > 0 ? [`${extra} extra (the backtest has them not)`] : []),
    ...(paper.closes === backtest.closes ? [] : [`${paper.closes} closes, and the backtest ${backtest.closes}`]),
    ...(paper.equityUnits === backtest.equityUnits ? [] : ["another equity"]),
  ];
  return `DIFFERENT: ${found.length === 0 ? "trades and equity are the same, the receipts are not" : found.join(", ")}`;
}

function verdictText(match: TradeMatch): string {
  return match.verdict === "differs" ? `${match.differs.join(", ")} differ` : match.verdict;
}

const ofEither = (match: TradeMatch): Trade => (match.verdict === "missing" ? match.expected : match.actual);
const actualOf = (match: TradeMatch): Trade | undefined => (match.verdict === "missing" ? undefined : match.actual);
const expectedOf = (match: TradeMatch): Trade | undefined => (match.verdict === "extra" ? undefined : match.expected);

function tradeText(trade: Trade | undefined, { directory }: WeekTerms): string {
  if (trade === undefined) return "-";
  const quantity = formatUnits(trade.quantity, directory.entryOf(trade.symbol).instrument.base.scale);
  return `${utcText(trade.atMs)} ${quantity} at ${formatUnits(trade.priceUnits, PRICE_SCALE)}`;
}

const equityText = (units: bigint, { baseCurrency }: WeekTerms): string => formatUnits(units, assetOf(baseCurrency).scale);

/** Cells of the table of figures: of what, on paper, in the backtest. */
function figures({ paper, backtest, openedUnits }: WeekReport, terms: WeekTerms): readonly (readonly [string, string, string])[] {
  const both = (title: string, cell: (of: StretchResult) => string): readonly [string, string, string] => [
    title,
    cell(paper),
    cell(backtest),
  ];
  return [
    both("closes", ({ closes }) => String(closes)),
    both("trades", ({ trades }) => String(trades.length)),
    both(`equity (${terms.baseCurrency})`, ({ equityUnits }) => equityText(equityUnits, terms)),
    both(`result (${terms.baseCurrency})`, ({ equityUnits }) => equityText(equityUnits - openedUnits, terms)),
    both("last receipt", ({ receiptHash }) => toHex(receiptHash).slice(0, 16)),
  ];
}

function titleOf({ fromMs, toMs, isWhole }: WeekReport): string {
  return `${isWhole ? "week" : "part of a week"} ${utcText(fromMs)} to ${utcText(toMs)}`;
}

/** The report as the loop says it: figures of both, and the trades that are not the same. */
export function weekText(week: WeekReport, terms: WeekTerms): string {
  const table = formatTable(
    [
      { title: "", cell: ([title]) => title },
      { title: "paper", cell: ([, paper]) => paper, align: "right" },
      { title: "backtest", cell: ([, , backtest]) => backtest, align: "right" },
    ],
    figures(week, terms),
  );
  const odd = week.comparison.matches.filter(({ verdict }) => verdict !== "same");
  const named = odd.slice(0, SHOWN_MAX).map((match) => {
    const { symbol, side } = ofEither(match);
    return `  ${symbol} ${side} ${verdictText(match)}: paper ${tradeText(actualOf(match), terms)}, backtest ${tradeText(expectedOf(match), terms)}`;
  });
  const more = odd.length > SHOWN_MAX ? [`  and ${odd.length - SHOWN_MAX} more, in the file`] : [];
  return [`${titleOf(week)}: ${weekVerdict(week)}`, table, ...named, ...more].join("\n");
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** The report as a file for people. */
export function weekMarkdown(week: WeekReport, terms: WeekTerms): string {
  const trades = week.comparison.matches.map((match) => {
    const { symbol, side, why } = ofEither(match);
    return row([symbol, side, why, tradeText(actualOf(match), terms), tradeText(expectedOf(match), terms), verdictText(match)]);
  });
  return [
    `# Paper and backtest, ${titleOf(week)}`,
    "",
    `${weekVerdict(week)}.`,
    "",
    "The backtest went over the same bars with the same account, settings, costs and seed, with a decision and books of its own.",
    "",
    row(["", "paper", "backtest"]),
    row(["---", "---:", "---:"]),
    ...figures(week, terms).map(row),
    "",
    "## Trades",
    "",
    ...(trades.length === 0
      ? ["Neither traded."]
      : [row(["instrument", "side", "why", "paper", "backtest", "verdict"]), row(["---", "---", "---", "---", "---", "---"]), ...trades]),
    "",
  ].join("\n");
}

function tradeJson(trade: Trade | undefined, { directory }: WeekTerms): unknown {
  if (trade === undefined) return null;
  const { instrument } = directory.entryOf(trade.symbol);
  return {
    at: new Date(trade.atMs).toISOString(),
    quantity: formatUnits(trade.quantity, instrument.base.scale),
    price: formatUnits(trade.priceUnits, PRICE_SCALE),
    fee: formatUnits(trade.feeUnits, instrument.quote.scale),
    why: trade.why,
  };
}

function stretchJson({ closes, trades, equityUnits, receiptHash }: StretchResult, terms: WeekTerms): unknown {
  return { closes, trades: trades.length, equity: equityText(equityUnits, terms), receipt_hash: toHex(receiptHash) };
}

/** The report as JSON: figures of both, and with `trades` every trade of both. */
export function weekJson(week: WeekReport, terms: WeekTerms): Readonly<Record<string, unknown>> {
  return {
    from: new Date(week.fromMs).toISOString(),
    to: new Date(week.toMs).toISOString(),
    is_whole: week.isWhole,
    is_same: week.isSame,
    verdict: weekVerdict(week),
    currency: terms.baseCurrency,
    opened_equity: equityText(week.openedUnits, terms),
    paper: stretchJson(week.paper, terms),
    backtest: stretchJson(week.backtest, terms),
    counts: week.comparison.counts,
  };
}

/** Every trade of both, one by one, for the file. */
export function weekTradesJson({ comparison }: WeekReport, terms: WeekTerms): readonly unknown[] {
  return comparison.matches.map((match) => {
    const { symbol, side } = ofEither(match);
    const differs = match.verdict === "differs" ? match.differs : [];
    const [paper, backtest] = [tradeJson(actualOf(match), terms), tradeJson(expectedOf(match), terms)];
    return { instrument: symbol, side, verdict: match.verdict, differs, paper, backtest };
  });
}
