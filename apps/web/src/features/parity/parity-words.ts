import type { BadgeTone } from "@ballast/ui/primitives/badge";
import { formatDecimal } from "@ballast/ui/format/decimal";
import { formatDuration } from "@ballast/ui/format/duration";
import { decimalsOf, formatPrice } from "@ballast/ui/format/money";
import { formatFigure } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { ParityReportView, ParityRowView } from "../shell/answers.ts";

type Verdict = ParityRowView["verdict"];
type Fill = NonNullable<ParityRowView["paper"]>;

export const VERDICTS: Readonly<Record<Verdict, { readonly word: string; readonly tone: BadgeTone }>> = {
  same: { word: "Same", tone: "neutral" },
  differs: { word: "Differs", tone: "warn" },
  missing: { word: "Missing", tone: "halt" },
  extra: { word: "Extra", tone: "accent" },
};

export const CAUSES: Readonly<Record<NonNullable<ParityRowView["cause"]>, string>> = {
  halt: "Halt",
  outage: "Outage",
  late: "Late",
  refused: "Refused",
  order: "Order ended",
  follows: "Follows",
  run_ended: "Run ended",
  other_release: "Other release",
  unexplained: "Unexplained",
};

const counted = (count: number, one: string): string => `${formatFigure(count, 0)} ${one}${count === 1 ? "" : "s"}`;

/** Basis points as a percentage with enough digits for small gaps; `–` where undefined. */
export function apartText(bps: number | null): string {
  if (bps === null) return "–";
  const body = formatFigure(bps / 100, 3);
  return `${bps > 0 && Number(body.replace(/,/g, "")) !== 0 ? "+" : ""}${body} %`;
}

export function fillText(fill: Fill | null): string {
  if (fill === null) return "–";
  return `${formatDecimal(fill.quantity, { decimals: 8, decimalsMin: 0 })} at ${formatPrice(fill.price)}`;
}

/** In what a pair differs: only what does, each with its unit. */
export function gapText({ verdict, differs, gap, base, quote }: ParityRowView): string {
  if (verdict === "missing") return "Only in the backtest";
  if (verdict === "extra") return "Only on paper";
  if (gap === null || verdict === "same") return "";
  const bps = `${gap.priceBps > 0 ? "+" : ""}${formatFigure(gap.priceBps, 2)} bp`;
  const words = {
    time: `${gap.timeMs > 0 ? "+" : "−"}${formatDuration(Math.abs(gap.timeMs))}`,
    price: bps,
    size: `${formatDecimal(gap.quantity, { decimals: 8, decimalsMin: 0, sign: "always" })} ${base}`,
    fee: `fee ${formatDecimal(gap.fee, { decimals: Math.max(decimalsOf(quote), 4), sign: "always", decimalsMin: 2 })} ${quote}`,
    cause: "asked for otherwise",
  };
  return differs.map((aspect) => words[aspect]).join(", ");
}

/** The answer of the page in one sentence. */
export function verdictText({ isSame, counts, unexplained }: ParityReportView): string {
  const odd = counts.differs + counts.missing + counts.extra;
  if (isSame) return `Identical: ${counted(counts.same, "fill")}, every decision and the equity are the backtest's.`;
  if (odd === 0) return `${counted(counts.same, "fill")} the same; the two accounts came apart without a fill that shows it.`;
  const why = unexplained === 0 ? "each has a recorded cause" : `${formatFigure(unexplained, 0)} without a recorded cause`;
  return `${formatFigure(odd, 0)} of ${counted(odd + counts.same, "fill")} ${odd === 1 ? "is" : "are"} not the backtest's: ${why}.`;
}

/** What the comparison rests on. */
export function basisText(report: ParityReportView): string {
  const { closes, undecidedCloses, fromMs, toMs, runKey } = report;
  const undecided = undecidedCloses === 0 ? "" : `, ${formatFigure(undecidedCloses, 0)} of them undecided on paper`;
  return `Run ${runKey}, ${formatUtc(fromMs)} to ${formatUtc(toMs)} UTC: ${counted(closes, "close")}${undecided}. The backtest begins in the account's own state, decides at every close on time under the versions of each slot, with the same seed, fees and fill model, and meets no halt that came from outside meanwhile.`;
}
