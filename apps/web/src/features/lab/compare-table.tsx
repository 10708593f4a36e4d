"use client";

import { formatPercent } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import { Button } from "@ballast/ui/primitives/button";
import { Panel } from "@ballast/ui/primitives/panel";
import { clsx } from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { ComparedView } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { figuresOf } from "./compared.ts";
import { FIGURES, figureText, type FigureTerms } from "./figure-words.ts";
import { datasetText, KIND_WORDS, periodText, studyTitle } from "./study-words.ts";

type CompareTableProps = {
  readonly studies: readonly ComparedView[];
  readonly colourOf: (index: number) => string;
  readonly onDrop: (id: string) => void;
};

/** Which of the values is best; undefined where fewer than two are there to be compared. */
export function bestOf(values: readonly (number | null)[], isLowerBetter: boolean): number | undefined {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return undefined;
  return isLowerBetter ? Math.min(...known) : Math.max(...known);
}

function Line({ label, cells }: { readonly label: string; readonly cells: readonly ReactNode[] }) {
  return (
    <tr>
      <th scope="row" className="h-8 border-t border-line px-3 text-left font-normal whitespace-nowrap text-ink-muted">
        {label}
      </th>
      {cells.map((cell, index) => (
        <td key={index} className="border-t border-line px-3 text-right">
          {cell}
        </td>
      ))}
    </tr>
  );
}

/** Trades and time in the market are neither good nor bad. */
const UNJUDGED: readonly string[] = ["trades", "exposure", "turnover"];

function figureCells(
  studies: readonly ComparedView[],
  { name, form, isLowerBetter = false, undefinedBecause }: FigureTerms,
): readonly ReactNode[] {
  const values = studies.map((study) => figuresOf(study)[name] ?? null);
  const best = UNJUDGED.includes(name) ? undefined : bestOf(values, isLowerBetter);
  return values.map((value, index) => (
    <span
      key={studies[index]?.id}
      className={clsx(value !== null && value === best && "font-semibold text-gain")}
      title={value === null ? `undefined: ${undefinedBecause}` : undefined}
    >
      {figureText(value, form)}
      {value !== null && value === best && <span className="sr-only"> (best)</span>}
    </span>
  ));
}

/** The figures of each study in a column of its own, the best of a row in bold; what deflates them stands first. */
export function CompareTable({ studies, colourOf, onDrop }: CompareTableProps) {
  const { workspace } = useWorkspace();
  return (
    <Panel title="Figures" note="the best of a row in bold; of a sweep those of its best set" isFlush>
      <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Figures side by side">
        <table aria-label="Figures side by side" className="w-full border-separate border-spacing-0 text-13">
          <thead>
            <tr>
              <th scope="col" className="px-3 text-left text-12 font-medium text-ink-muted">
                Study
              </th>
              {studies.map((study, index) => (
                <th key={study.id} scope="col" className="max-w-60 min-w-36 px-3 py-2 text-right align-top font-medium">
                  <span className="mb-1 ml-auto block h-1 w-10 rounded-inner" style={{ background: colourOf(index) }} />
                  <NavLink className="quiet-link line-clamp-2" href={workspacePath(workspace.key, `lab/${study.id}`)}>
                    {index + 1} {studyTitle(study)}
                  </NavLink>
                  <span className="mt-1 flex items-center justify-end gap-1">
                    <Badge>{KIND_WORDS[study.kind]}</Badge>
                    {studies.length > 1 && (
                      <Button
                        tone="quiet"
                        size="dense"
                        isIcon
                        aria-label={`Leave out ${studyTitle(study)}`}
                        title="Leave out"
                        onClick={() => onDrop(study.id)}
                      >
                        <X aria-hidden="true" />
                      </Button>
                    )}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line label="Dataset" cells={studies.map(datasetText)} />
            <Line label="Period" cells={studies.map(periodText)} />
            <Line label="Deflated Sharpe" cells={studies.map(({ headline }) => formatPercent(headline.deflatedSharpe))} />
            <Line label="Overfitting (PBO)" cells={studies.map(({ headline }) => formatPercent(headline.overfitting))} />
            <Line label="Trials when judged" cells={studies.map(({ result }) => result?.trials.total ?? "–")} />
            {FIGURES.map((figure) => (
              <Line key={figure.name} label={figure.label} cells={figureCells(studies, figure)} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
