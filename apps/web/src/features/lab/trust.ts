import type { HoldoutLook } from "@ballast/core/backtest/study-result";
import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtcDate } from "@ballast/ui/format/time";
import type { HoldoutView, StudyDetail, StudyResultView } from "../shell/answers.ts";

export type TrustTone = "good" | "warn" | "halt" | "neutral";

/** One reason to believe a result or not, with what it is read against. */
export type TrustFact = { readonly label: string; readonly value: string; readonly note: string; readonly tone: TrustTone };

/** At this confidence a deflated ratio counts as more than luck; under a half luck explains it better. */
const CONFIDENT = 0.95;
const LUCK = 0.5;
/** A sweep whose best set is more often overfitted than this is not worth choosing from. */
const OVERFIT = 0.5;
const OVERFIT_LOW = 0.2;
/** A difference that people see. */
const MOVED = 0.001;

type Ratios = {
  readonly sharpe: number | null;
  /** Against the ledger as it stands, and as it stood when the study was done. */
  readonly deflated: number | null;
  readonly deflatedThen: number | null;
  readonly expected?: number | null;
};

function sharpeFact({ sharpe, deflated, deflatedThen, expected }: Ratios): readonly TrustFact[] {
  const against =
    expected === null || expected === undefined ? "per year, risk-free rate 0" : `luck alone shows ${formatFigure(expected, 2)} at best`;
  const tone = deflated === null ? "neutral" : deflated >= CONFIDENT ? "good" : deflated >= LUCK ? "warn" : "halt";
  const then =
    deflatedThen === null || deflated === null || Math.abs(deflatedThen - deflated) < MOVED
      ? ""
      : `; ${formatPercent(deflatedThen)} when it was run`;
  const deflatedNote =
    deflated === null
      ? "undefined: the ratio is, or no trial is counted"
      : `${deflated >= CONFIDENT ? "more than the best of all trials by luck" : "may be the best of many by luck"}${then}`;
  return [
    { label: "Sharpe", value: formatFigure(sharpe, 2), note: sharpe === null ? "undefined: equity never moved" : against, tone: "neutral" },
    { label: "Deflated Sharpe", value: formatPercent(deflated), note: deflatedNote, tone },
  ];
}

function overfittingFact(result: StudyResultView): TrustFact {
  const label = "Overfitting (PBO)";
  if (result.kind === "walk-forward") {
    const { efficiency } = result;
    const tone = efficiency === null ? "neutral" : efficiency >= LUCK ? "good" : "halt";
    const note = efficiency === null ? "undefined: no gain in sample" : "mean ratio out of sample ÷ in sample";
    return { label: "Kept out of sample", value: formatPercent(efficiency), note, tone };
  }
  if (result.kind === "backtest" || result.overfitting === null)
    return {
      label,
      value: "–",
      note: result.kind === "backtest" ? "undefined for one set: sweep around it" : "undefined: too few sets or bars, or all sets alike",
      tone: "neutral",
    };
  const { probability, trials, blocks } = result.overfitting;
  const tone = probability >= OVERFIT ? "halt" : probability > OVERFIT_LOW ? "warn" : "good";
  return { label, value: formatPercent(probability), note: `CSCV of ${formatCount(trials)} sets, ${blocks} blocks`, tone };
}

function trialFact({ standing }: Pick<StudyDetail, "standing">, result: StudyResultView): TrustFact {
  const { total, ofThisStudy } = result.trials;
  const later = standing.trials - total;
  const note = `${formatCount(ofThisStudy)} of this study${later > 0 ? `, ${formatCount(later)} since` : ""}`;
  return { label: "Trials on this dataset", value: formatCount(standing.trials), note, tone: "neutral" };
}

/** Whether a part of the dataset is still unseen, and whether this study looked into it: as the first, or after others had seen it. */
export function holdoutFact(
  holdouts: readonly HoldoutView[],
  of: { readonly toMs: number; readonly looks: readonly HoldoutLook[] },
): TrustFact {
  const label = "Holdout";
  const [newest] = [...holdouts].sort((left, right) => right.fromMs - left.fromMs);
  if (newest === undefined) return { label, value: "None", note: "no stretch is kept unseen", tone: "warn" };
  const from = formatUtcDate(newest.fromMs);
  if (newest.opened === undefined) return { label, value: "Closed", note: `unseen from ${from} on`, tone: "good" };
  const own = of.looks.find(({ id }) => id === newest.id);
  const opened = `opened ${formatUtcDate(newest.opened.atMs)} by ${newest.opened.by}`;
  if (own === undefined)
    return { label, value: "Opened", note: `${of.toMs > newest.fromMs ? "in this period, " : ""}${opened}`, tone: "warn" };
  if (own.look === 1) return { label, value: "First look", note: `from ${from} on, ${opened}`, tone: "good" };
  return { label, value: `Look ${formatCount(own.look)}`, note: `no longer unseen from ${from} on, ${opened}`, tone: "warn" };
}

function ratiosOf({ headline }: Pick<StudyDetail, "headline">, result: StudyResultView): Ratios {
  const { sharpe, deflatedSharpe: deflated } = headline;
  switch (result.kind) {
    case "backtest": {
      const { sharpePerBar, expectedMaximumPerBar, deflatedSharpe } = result.report.confidence;
      const perYear = sharpePerBar === null || sharpePerBar === 0 || sharpe === null ? null : sharpe / sharpePerBar;
      // Of one trial the best is any: there is nothing to expect.
      const isTold = expectedMaximumPerBar !== null && expectedMaximumPerBar > 0 && perYear !== null;
      return { sharpe, deflated, deflatedThen: deflatedSharpe, expected: isTold ? expectedMaximumPerBar * perYear : null };
    }
    case "sweep":
      return { sharpe, deflated, deflatedThen: result.best[0]?.deflatedSharpe ?? null };
    case "walk-forward":
      return { sharpe, deflated, deflatedThen: result.outOfSample.deflatedSharpe };
  }
}

/** What a risk officer asks first: not how good it looks, but how easily it could look so by chance. */
export function trustFacts(
  study: Pick<StudyDetail, "headline" | "standing" | "holdouts" | "toMs">,
  result: StudyResultView,
): readonly TrustFact[] {
  return [
    ...sharpeFact(ratiosOf(study, result)),
    overfittingFact(result),
    trialFact(study, result),
    holdoutFact(study.holdouts, { toMs: study.toMs, looks: result.data.looks ?? [] }),
  ];
}

/** The same in one sentence, the worst reason first. */
export function trustVerdict(facts: readonly TrustFact[]): { readonly tone: TrustTone; readonly text: string } {
  const worst = facts.find(({ tone }) => tone === "halt") ?? facts.find(({ tone, label }) => tone === "warn" && label !== "Holdout");
  if (worst !== undefined) return { tone: worst.tone, text: `${worst.label} ${worst.value}: ${worst.note}.` };
  const isUnjudged = facts.some(({ label, value }) => label === "Deflated Sharpe" && value === "–");
  if (isUnjudged) return { tone: "neutral", text: "Not judged: there is no ratio to deflate." };
  return { tone: "good", text: "The ratio is higher than luck over all trials explains." };
}
