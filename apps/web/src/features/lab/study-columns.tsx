import { Badge } from "@ballast/ui/primitives/badge";
import { formatUtc } from "@ballast/ui/format/time";
import type { Column } from "@ballast/ui/table/column";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import type { StudyRow } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { StudyProgress, StudyState } from "./study-state.tsx";
import { datasetText, KIND_WORDS, periodText, STATE_WORDS, studyTitle } from "./study-words.ts";

type Terms = {
  readonly hrefOf: (row: StudyRow) => string;
  readonly picked: ReadonlySet<string>;
  readonly onPick: (id: string) => void;
};

const undefinedLast = (value: number | null): number | undefined => value ?? undefined;

/** The columns of the lab's list; the box at the left takes a study into a comparison. */
export function studyColumns({ hrefOf, picked, onPick }: Terms): readonly Column<StudyRow>[] {
  return [
    { key: "pick", header: "Pick", isSortable: false, isWide: true, value: (row) => (picked.has(row.id) ? "yes" : ""), cell: (row) => <PickBox row={row} isPicked={picked.has(row.id)} onPick={onPick} /> },
    { key: "title", header: "Study", isFlexible: true, value: studyTitle, cell: (row) => <TitleCell row={row} href={hrefOf(row)} /> },
    { key: "state", header: "State", widthChars: 10, value: (row) => STATE_WORDS[row.state].word, cell: (row) => (row.state === "running" && !row.isStopping ? <StudyProgress study={row} /> : <StudyState study={row} />) },
    { key: "kind", header: "Kind", isWide: true, isHidden: true, value: (row) => KIND_WORDS[row.kind], cell: (row) => <Badge>{KIND_WORDS[row.kind]}</Badge> },
    { key: "dataset", header: "Dataset", isWide: true, value: datasetText },
    { key: "period", header: "Period", isWide: true, isHidden: true, value: periodText },
    { key: "sharpe", header: "Sharpe", align: "right", widthChars: 6, value: (row) => undefinedLast(row.headline.sharpe), cell: (row) => formatFigure(row.headline.sharpe, 2) },
    { key: "deflated", header: "Deflated", align: "right", widthChars: 8, value: (row) => undefinedLast(row.headline.deflatedSharpe), cell: (row) => formatPercent(row.headline.deflatedSharpe) },
    { key: "overfitting", header: "PBO", align: "right", isWide: true, widthChars: 7, value: (row) => undefinedLast(row.headline.overfitting), cell: (row) => formatPercent(row.headline.overfitting) },
    { key: "drawdown", header: "Drawdown", align: "right", isWide: true, widthChars: 7, value: (row) => undefinedLast(row.headline.maxDrawdown), cell: (row) => formatPercent(row.headline.maxDrawdown) },
    { key: "return", header: "Return", align: "right", isWide: true, isHidden: true, widthChars: 8, value: (row) => undefinedLast(row.headline.totalReturn), cell: (row) => formatPercent(row.headline.totalReturn, { sign: "always" }) },
    { key: "by", header: "By", isWide: true, value: (row) => row.requestedBy },
    { key: "at", header: "Asked", unit: "UTC", isWide: true, value: (row) => row.requestedAtMs, cell: (row) => <span title={formatUtc(row.requestedAtMs)}>{formatUtc(row.requestedAtMs).slice(5, 16)}</span> },
  ]; // prettier-ignore
}

/** Its name leads to it; what kind of study it is stands small beside it. */
function TitleCell({ row, href }: { readonly row: StudyRow; readonly href: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <NavLink className="quiet-link min-w-0 truncate" href={href}>
        {studyTitle(row)}
      </NavLink>
      <span className="shrink-0 text-12 text-ink-faint max-lg:hidden">{KIND_WORDS[row.kind].toLowerCase()}</span>
    </span>
  );
}

/** Only what is done can be laid beside another. A click on it opens nothing: it stops at its cell. */
function PickBox({ row, isPicked, onPick }: { readonly row: StudyRow; readonly isPicked: boolean; readonly onPick: (id: string) => void }) {
  return (
    <input
      type="checkbox"
      className="block size-4 accent-(--accent-solid)"
      checked={isPicked}
      disabled={row.state !== "done"}
      aria-label={`Compare ${studyTitle(row)}`}
      onClick={(event) => event.stopPropagation()}
      onChange={() => onPick(row.id)}
    />
  );
}
