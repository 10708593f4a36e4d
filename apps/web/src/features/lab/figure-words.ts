import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";

export type FigureForm = "ratio" | "percent" | "count" | "times";

/** A figure of a summary: how it is named, written, and why it can be undefined. */
export type FigureTerms = {
  readonly name: string;
  readonly label: string;
  readonly form: FigureForm;
  readonly isLowerBetter?: boolean;
  /** Shown where there is none: undefined is never 0, and never without a reason. */
  readonly undefinedBecause: string;
};

const FLAT = "equity never moved";

/** Figures of a run and of a point alike, in the order in which people ask for them. */
export const FIGURES: readonly FigureTerms[] = [
  { name: "sharpe", label: "Sharpe", form: "ratio", undefinedBecause: FLAT },
  { name: "sortino", label: "Sortino", form: "ratio", undefinedBecause: "no bar lost" },
  { name: "calmar", label: "Calmar", form: "ratio", undefinedBecause: "no drawdown" },
  { name: "totalReturn", label: "Total return", form: "percent", undefinedBecause: "began with nothing" },
  { name: "cagr", label: "CAGR", form: "percent", undefinedBecause: "too short a period" },
  { name: "maxDrawdown", label: "Max drawdown", form: "percent", isLowerBetter: true, undefinedBecause: FLAT },
  { name: "winRate", label: "Win rate", form: "percent", undefinedBecause: "no trade closed" },
  { name: "trades", label: "Trades", form: "count", undefinedBecause: "not counted" },
  { name: "turnover", label: "Turnover a day", form: "times", isLowerBetter: true, undefinedBecause: "no equity to turn over" },
  { name: "exposure", label: "Time in market", form: "percent", undefinedBecause: "no bars" },
];

export function figureText(value: number | null | undefined, form: FigureForm): string {
  switch (form) {
    case "ratio":
      return formatFigure(value, 2);
    case "percent":
      return formatPercent(value);
    case "count":
      return formatCount(value ?? undefined);
    case "times":
      return typeof value === "number" ? `${formatFigure(value, 2)}×` : formatFigure(undefined, 2);
  }
}

export const figureOf = (name: string): FigureTerms | undefined => FIGURES.find((figure) => figure.name === name);
