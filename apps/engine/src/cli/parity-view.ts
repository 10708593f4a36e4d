import type { ParityReport, ParityRow } from "@ballast/core/backtest/parity-report";
import { countedText, countText, formatTable, utcText } from "./table.ts";

const ROWS_SHOWN_MAX = 50;
const DISTURBANCES_SHOWN_MAX = 20;
const DAYS_SHOWN_MAX = 31;

type Shown = { readonly isWithAll: boolean; readonly csv: string | undefined };
type Fill = NonNullable<ParityRow["paper"]>;

const percent = (bps: number | null): string => (bps === null ? "–" : `${(bps / 100).toFixed(4)} %`);
const signed = (text: string): string => (text.startsWith("-") || /^[0.]*$/.test(text) ? text : `+${text}`);
const fillText = (fill: Fill | null): string => (fill === null ? "–" : `${utcText(fill.atMs)} ${fill.quantity} at ${fill.price}`);

/** The verdict of the whole in one sentence. */
function verdictText({ isSame, counts, unexplained }: ParityReport): string {
  const { same, differs, missing, extra } = counts;
  const all = same + differs + missing + extra;
  if (isSame) return `Identical: ${countedText(same, "fill")}, every decision and the equity are the backtest's.`;
  const unknown = unexplained === 0 ? "each explained" : `${countText(unexplained)} UNEXPLAINED`;
  return differs + missing + extra === 0
    ? `${countedText(same, "fill")} the same; the two accounts came apart without a fill that shows it.`
    : `Of ${countedText(all, "fill")} ${countText(same)} the same, ${countText(differs)} otherwise, ${countText(missing)} missing (the backtest has them), ${countText(extra)} extra (it has them not): ${unknown}.`;
}

/** In what a pair differs, with its figures and units. */
function gapText({ verdict, differs, gap, base, quote }: ParityRow): string {
  if (gap === null) return verdict;
  const figures = {
    time: `${signed(String(gap.timeMs / 1_000))} s`,
    price: `price ${signed(gap.price)} (${gap.priceBps >= 0 ? "+" : ""}${gap.priceBps.toFixed(2)} bps)`,
    size: `size ${signed(gap.quantity)} ${base}`,
    fee: `fee ${signed(gap.fee)} ${quote}`,
    cause: "asked for otherwise",
  };
  return [...differs.map((aspect) => figures[aspect]), `worth ${signed(gap.worth)} ${quote}`].join(", ");
}

function rowsText(report: ParityReport, { isWithAll, csv }: Shown): readonly string[] {
  const odd = report.rows.filter(({ verdict }) => verdict !== "same");
  if (odd.length === 0) return [];
  const shown = isWithAll ? odd : odd.slice(0, ROWS_SHOWN_MAX);
  const lines = shown.flatMap((row) => [
    `${row.n}. ${row.symbol} ${row.side}: ${gapText(row)}`,
    `   paper ${fillText(row.paper)}; backtest ${fillText(row.backtest)}`,
    `   ${row.cause === "unexplained" ? "UNEXPLAINED. " : ""}${row.because}`,
  ]);
  const more = odd.length - shown.length;
  return [
    "",
    ...lines,
    ...(more > 0 ? [`And ${countText(more)} more: --all lists them${csv === undefined ? ", --csv writes them" : ""}.`] : []),
  ];
}

function disturbancesText({ disturbances }: ParityReport): readonly string[] {
  if (disturbances.length === 0) return [];
  const shown = disturbances.slice(0, DISTURBANCES_SHOWN_MAX);
  const more = disturbances.length - shown.length;
  return [
    "",
    "What the backtest did not meet, or changed with:",
    ...shown.map(({ fromMs, untilMs, words }) => `  ${utcText(fromMs)}${untilMs === null ? "" : ` to ${utcText(untilMs)}`}: ${words}`),
    ...(more > 0 ? [`  and ${countText(more)} more`] : []),
  ];
}

function daysText({ days, baseCurrency }: ParityReport): readonly string[] {
  const apart = days.filter(({ deviationBps }) => deviationBps !== 0);
  if (apart.length === 0) return [];
  const table = formatTable(
    [
      { title: "Day (UTC)", cell: ({ dayMs }) => utcText(dayMs).slice(0, 10) },
      { title: `Paper (${baseCurrency})`, cell: ({ paper }) => paper ?? "–", align: "right" },
      { title: `Backtest (${baseCurrency})`, cell: ({ backtest }) => backtest, align: "right" },
      { title: "Deviation", cell: ({ deviationBps }) => percent(deviationBps), align: "right" },
    ],
    apart.slice(-DAYS_SHOWN_MAX),
  );
  return [
    "",
    `Days on which equity was apart (${apart.length > DAYS_SHOWN_MAX ? `the last ${DAYS_SHOWN_MAX} of ` : ""}${apart.length} of ${days.length}):`,
    table,
  ];
}

/** The report for a terminal: verdict, figures of both, what happened, differences and days. */
export function parityText(report: ParityReport, shown: Shown): string {
  const { accountKey, runKey, mode, fromMs, toMs, closes, undecidedCloses, pnl, equity, baseCurrency, deviation, limits } = report;
  const undecided = undecidedCloses > 0 ? `, ${countText(undecidedCloses)} of them undecided on paper` : "";
  return [
    `${accountKey} in run ${runKey} (${mode}), ${utcText(fromMs)} to ${utcText(toMs)}: ${countedText(closes, "close")}${undecided}.`,
    verdictText(report),
    `PnL: paper ${signed(pnl.paper)} ${baseCurrency}, backtest ${signed(pnl.backtest)} ${baseCurrency}, difference ${signed(pnl.difference)} ${baseCurrency}; both began at ${equity.opened} ${baseCurrency}.`,
    `Equity: ${percent(deviation.endBps)} from the backtest at the end, ${percent(deviation.worstBps)} on the worst day${deviation.worstDayMs === null ? "" : ` (${utcText(deviation.worstDayMs).slice(0, 10)})`}.`,
    ...limits,
    ...disturbancesText(report),
    ...rowsText(report, shown),
    ...daysText(report),
    ...(shown.csv === undefined ? [] : ["", `Every fill of both: ${shown.csv}`]),
  ].join("\n");
}

/** Names of a report as JSON of the command line has them: the same fields, in snake case. */
function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snake(field)]),
  );
}

export const parityJson = (report: ParityReport): string => JSON.stringify(snake(report));
