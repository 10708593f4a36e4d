import { formatUtc } from "@ballast/ui/format/time";
import { Badge } from "@ballast/ui/primitives/badge";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import { SideMark } from "../account/side-mark.tsx";
import type { ParityRowView } from "../shell/answers.ts";
import { CAUSES, fillText, gapText, VERDICTS } from "./parity-words.ts";

function VerdictBadge({ row }: { readonly row: ParityRowView }) {
  const { word, tone } = VERDICTS[row.verdict];
  return <Badge tone={tone}>{word}</Badge>;
}

/** A cause in a word; one that is not known is never quiet. */
export function CauseBadge({ row }: { readonly row: ParityRowView }) {
  if (row.cause === null) return null;
  return <Badge tone={row.cause === "unexplained" ? "halt" : "neutral"}>{CAUSES[row.cause]}</Badge>;
}

/** Fills of both, one beside the other. */
export const fillColumns: readonly Column<ParityRowView>[] = [
  { key: "n", header: "#", align: "right", isWide: true, widthChars: 4, value: (row) => row.n },
  { key: "at", header: "Bar", unit: "UTC", value: (row) => formatUtc(row.atMs), cell: (row) => <Timestamp atMs={row.atMs} /> },
  { key: "symbol", header: "Instrument", value: (row) => row.symbol },
  { key: "side", header: "Side", isWide: true, value: (row) => row.side, cell: (row) => <SideMark side={row.side} /> },
  { key: "verdict", header: "Verdict", value: (row) => VERDICTS[row.verdict].word, cell: (row) => <VerdictBadge row={row} /> },
  { key: "paper", header: "Paper", align: "right", isWide: true, value: (row) => fillText(row.paper) },
  { key: "backtest", header: "Backtest", align: "right", isWide: true, value: (row) => fillText(row.backtest) },
  { key: "gap", header: "Difference", isWide: true, value: gapText },
  {
    key: "cause",
    header: "Why",
    isFlexible: true,
    isWide: true,
    value: (row) => (row.cause === null ? "" : `${CAUSES[row.cause]}: ${row.because}`),
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-1.5" title={row.because}>
        <CauseBadge row={row} />
        <span className="min-w-0 truncate">{row.because}</span>
      </span>
    ),
  },
];
