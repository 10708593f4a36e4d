"use client";

import { PrintedCurve } from "@ballast/ui/charts/printed-curve";
import { formatDuration } from "@ballast/ui/format/duration";
import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { Button } from "@ballast/ui/primitives/button";
import { ArrowLeft, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace, workspacePath } from "../../client/workspace.tsx";
import type { BacktestResultView, ReportView, StudyDetail } from "../shell/answers.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { strategyName } from "../strategies/strategy-words.ts";
import { datasetText, periodText, studyTitle } from "./study-words.ts";
import { termRows } from "./term-words.ts";
import { TearsheetMonths } from "./tearsheet-months.tsx";
import { trustFacts, trustVerdict } from "./trust.ts";

type TearsheetProps = { readonly study: StudyDetail; readonly report: ReportView; readonly facts: BacktestResultView };
/** Terms that stand nowhere else on the sheet. */
const PRINTED: readonly string[] = ["Parameters", "Risk profile", "Fee", "Slippage", "Starting balance"];

type Pair = readonly [label: string, value: string];

function Pairs({ title, pairs }: { readonly title: string; readonly pairs: readonly Pair[] }) {
  return (
    <section className="min-w-0">
      <h2 className="border-b border-line-strong pb-0.5 text-12 font-semibold">{title}</h2>
      <dl>
        {pairs.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-2 border-b border-line py-px leading-4">
            <dt className="truncate text-ink-muted">{label}</dt>
            <dd className="text-right font-medium whitespace-nowrap">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mt-2">
      <h2 className="mb-0.5 text-12 font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function resultPairs({ summary, currency, benchmark }: ReportView): readonly Pair[] {
  const held = benchmark.buyAndHold;
  return [
    ["Final equity", `${formatFigure(summary.finalEquity, 2)} ${currency}`],
    ["Total return", formatPercent(summary.totalReturn, { sign: "always" })],
    ["CAGR", formatPercent(summary.cagr, { sign: "always" })],
    ["Buy and hold", formatPercent(held?.totalReturn, { sign: "always" })],
    ["Volatility a year", formatPercent(summary.volatility)],
    ["Max drawdown", formatPercent(-summary.maxDrawdown)],
  ];
}

function ratioPairs({ summary, drawdown }: ReportView): readonly Pair[] {
  return [
    ["Sharpe", formatFigure(summary.sharpe, 2)],
    ["Sortino", formatFigure(summary.sortino, 2)],
    ["Calmar", formatFigure(summary.calmar, 2)],
    ["Skew", formatFigure(summary.skew, 2)],
    ["Kurtosis", formatFigure(summary.kurtosis, 1)],
    ["Longest spell", formatDuration(drawdown.longestMs)],
  ];
}

function tradePairs({ summary, statistics }: ReportView): readonly Pair[] {
  return [
    ["Trades", formatCount(summary.trades)],
    ["By stop, pessimistic", formatCount(summary.stops)],
    ["Win rate", formatPercent(summary.winRate)],
    ["Profit factor", formatFigure(statistics.profitFactor, 2)],
    ["Expectancy", formatFigure(statistics.expectancy, 2)],
    ["Mean hold", formatDuration(statistics.meanHoldMs ?? undefined)],
  ];
}

function costPairs({ costs, summary, activity }: ReportView): readonly Pair[] {
  return [
    ["Fees", formatFigure(costs.fees, 2)],
    ["Slippage", formatFigure(costs.slippage, 2)],
    ["Turnover a day", `${formatFigure(summary.turnover, 2)}×`],
    ["Time in market", formatPercent(summary.exposure)],
    ["Mean invested", formatPercent(activity.meanInvested)],
    ["Bars", formatCount(summary.bars)],
  ];
}

function missingText({ data }: BacktestResultView): string {
  return data.missingBars === 0 ? "no gap" : `${formatCount(data.missingBars)} bars missing, not filled`;
}

/** Everything that a committee reads about one run, on one page of A4; on a screen the same page, with a button that prints it. */
export function Tearsheet({ study, report, facts: result }: TearsheetProps) {
  const { workspace } = useWorkspace();
  const facts = trustFacts(study, result);
  const verdict = trustVerdict(facts);
  const { curve } = report;
  const lines = [
    { key: "equity", label: "Equity", points: curve.map(({ tsMs, equity }) => ({ atMs: tsMs, value: equity })) },
    {
      key: "benchmark",
      label: "Buy and hold",
      isDashed: true,
      points: curve.map(({ tsMs, benchmark }) => ({ atMs: tsMs, value: benchmark })),
    },
  ];
  const under = [{ key: "drawdown", label: "Drawdown", points: curve.map(({ tsMs, drawdown }) => ({ atMs: tsMs, value: -drawdown })) }];
  const words = termRows(study.terms)
    .filter(([label]) => PRINTED.includes(label))
    .map(([label, value]) => `${label}: ${value}`);
  return (
    <>
      <div className="mx-auto mb-3 flex max-w-[210mm] justify-between print:hidden">
        <Button asChild>
          <NavLink href={workspacePath(workspace.key, `lab/${study.id}`)}>
            <ArrowLeft aria-hidden="true" />
            Back to the study
          </NavLink>
        </Button>
        <Button tone="primary" onClick={() => window.print()}>
          <Printer aria-hidden="true" />
          Print or save as PDF
        </Button>
      </div>
      <article
        data-tearsheet=""
        className="mx-auto max-w-[210mm] overflow-hidden rounded border border-line bg-surface p-[10mm] text-12 text-ink print:max-w-none print:rounded-none print:border-0 print:p-0"
      >
        <header className="flex items-end justify-between gap-4 border-b-2 border-ink pb-1.5">
          <div className="min-w-0">
            <h1 className="truncate text-20 font-semibold">{studyTitle(study)}</h1>
            <p className="text-ink-muted">
              {strategyName(study.strategy)}; {datasetText(study)}, {periodText(study)}; {missingText(result)}
            </p>
          </div>
          <p className="shrink-0 text-right text-ink-muted">
            {study.requestedBy}
            <br />
            {formatUtc(study.requestedAtMs).slice(0, 16)} UTC
          </p>
        </header>
        <p className="mt-2 font-medium">{verdict.text}</p>
        <dl className="mt-1 grid grid-cols-5 gap-2 border-y border-line py-1.5 max-sm:grid-cols-2">
          {facts.map(({ label, value, note }) => (
            <div key={label} className="min-w-0">
              <dt className="truncate text-ink-muted">{label}</dt>
              <dd className="text-14 font-semibold">{value}</dd>
              <dd className="leading-3.5 text-ink-muted">{note}</dd>
            </div>
          ))}
        </dl>
        <Block title={`Equity in ${report.currency}, buy and hold dashed`}>
          <PrintedCurve
            label="Equity beside buy and hold"
            lines={report.benchmark.buyAndHold === null ? lines.slice(0, 1) : lines}
            heightPx={220}
            hasTimes={false}
          />
        </Block>
        <Block title="Drawdown">
          <PrintedCurve label="Drawdown" lines={under} heightPx={96} isFilled format={(value) => formatPercent(value)} />
        </Block>
        <div className="mt-2 grid grid-cols-4 gap-4 max-sm:grid-cols-2">
          <Pairs title="Result" pairs={resultPairs(report)} />
          <Pairs title="Ratios" pairs={ratioPairs(report)} />
          <Pairs title="Trades" pairs={tradePairs(report)} />
          <Pairs title="Costs and exposure" pairs={costPairs(report)} />
        </div>
        <TearsheetMonths months={report.months} />
        <footer className="mt-2 border-t border-line pt-1 leading-4 text-ink-muted">
          <p className="break-words">
            {words.join("; ")}. Orders fill at the next open; a stop within a bar at its trigger, or at the open where that is worse.
            Undefined figures read –.
          </p>
          <p className="font-mono text-[10px] break-all">
            terms {study.specHash.slice(0, 24)} bars {study.barsHash.slice(0, 24)} dataset {study.datasetHash.slice(0, 24)}
          </p>
        </footer>
      </article>
    </>
  );
}
