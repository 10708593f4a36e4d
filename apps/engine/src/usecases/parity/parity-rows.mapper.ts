import type { ParityReport, ParityRow } from "@ballast/core/backtest/parity-report";
import { tradeGap } from "@ballast/core/backtest/trade-gap";
import type { TradeMatch } from "@ballast/core/backtest/compare-trades";
import type { FillRow, FillWhy } from "@ballast/core/decision/booking";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import { PRICE_SCALE } from "@ballast/core/money/asset";
import type { PairAssets } from "@ballast/core/money/notional";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { BookedFill } from "@ballast/db/repositories/parity-rows";
import type { DifferenceExplainer, EarlierDifference, Explained, ParityTrade } from "./explain-difference.ts";

const FILL_WHYS: ReadonlySet<string> = new Set<FillWhy>(["entry", "cross", "stop", "take_profit", "end", "exit", "kill", "unprotected"]);

/** A stored fill as it is compared; a reason that no fill has is a broken row. */
export function paperTrade(fill: BookedFill): ParityTrade {
  if (!FILL_WHYS.has(fill.why)) throw new Error(`fill ${fill.fillSeq} was made for ${fill.why}, which is no reason that a fill has`);
  return { ...fill, why: fill.why as FillWhy };
}

export const backtestTrade = (fill: FillRow): ParityTrade => ({ ...fill, reason: fill.why });

type Fill = NonNullable<ParityRow["paper"]>;

function fillOf({ atMs, quantity, priceUnits, feeUnits, why }: ParityTrade, { base, quote }: PairAssets): Fill {
  return {
    atMs,
    why,
    quantity: formatUnits(quantity, base.scale),
    price: formatUnits(priceUnits, PRICE_SCALE),
    fee: formatUnits(feeUnits, quote.scale),
  };
}

function gapOf(match: TradeMatch<ParityTrade>, pair: PairAssets): ParityRow["gap"] {
  if (match.verdict !== "differs") return null;
  const gap = tradeGap({ actual: match.actual, expected: match.expected, pair });
  return {
    timeMs: gap.timeMs,
    price: formatUnits(gap.priceUnits, PRICE_SCALE),
    priceBps: gap.priceBps,
    quantity: formatUnits(gap.quantity, pair.base.scale),
    fee: formatUnits(gap.feeUnits, pair.quote.scale),
    worth: formatUnits(gap.worthUnits, pair.quote.scale),
  };
}

const NOT_APART = { cause: null, because: "", follows: null };

function rowOf(
  match: TradeMatch<ParityTrade>,
  of: { readonly n: number; readonly pair: PairAssets; readonly why: Explained | undefined },
): ParityRow {
  const { n, pair, why } = of;
  const [paper, backtest] = [
    match.verdict === "missing" ? undefined : match.actual,
    match.verdict === "extra" ? undefined : match.expected,
  ];
  const { atMs, symbol, side } = match.verdict === "missing" ? match.expected : match.actual;
  return {
    ...{ n, atMs, symbol, side, base: pair.base.code, quote: pair.quote.code, verdict: match.verdict },
    differs: match.verdict === "differs" ? [...match.differs] : [],
    paper: paper === undefined ? null : fillOf(paper, pair),
    backtest: backtest === undefined ? null : fillOf(backtest, pair),
    gap: gapOf(match, pair),
    ...(why ?? NOT_APART),
  };
}

/** Every fill of either, in the order of time, with what is known of why it is not the other's. */
export function parityRows(
  matches: readonly TradeMatch<ParityTrade>[],
  of: { readonly directory: SymbolDirectory; readonly explainer: DifferenceExplainer },
): readonly ParityRow[] {
  const earlier: EarlierDifference[] = [];
  return matches.map((match, index) => {
    const n = index + 1;
    const { symbol } = match.verdict === "missing" ? match.expected : match.actual;
    const why = match.verdict === "same" ? undefined : of.explainer.explain(match, earlier);
    if (why !== undefined) earlier.push({ n, symbol, explained: why });
    const { base, quote } = of.directory.entryOf(symbol).instrument;
    return rowOf(match, { n, pair: { base, quote }, why });
  });
}

/** The rows that a reader gets: all, or of too many those that differ first. */
export function rowsShown(rows: readonly ParityRow[], rowsMax: number): Pick<ParityReport, "rows" | "rowsLeftOut"> {
  if (rows.length <= rowsMax) return { rows: [...rows], rowsLeftOut: 0 };
  const apart = rows.filter(({ verdict }) => verdict !== "same").slice(0, rowsMax);
  const same = rows.filter(({ verdict }) => verdict === "same").slice(0, rowsMax - apart.length);
  return { rows: [...apart, ...same].sort((left, right) => left.n - right.n), rowsLeftOut: rows.length - rowsMax };
}
