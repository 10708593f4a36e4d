"use client";

import type { BacktestResultView, StudyDetail } from "../shell/answers.ts";
import { DrawdownBreakdown, InstrumentBreakdown, RegimeBreakdown } from "./breakdown-tables.tsx";
import { CostPanel } from "./cost-panel.tsx";
import { DistributionPanel } from "./distribution-panel.tsx";
import { MonthTable } from "./month-table.tsx";
import { ReportCurve } from "./report-curve.tsx";
import { ReportFigures } from "./report-figures.tsx";
import { TradeTable } from "./trade-table.tsx";

/** One run, from its leading figures down to each trade. */
export function BacktestResult({ study, result }: { readonly study: StudyDetail; readonly result: BacktestResultView }) {
  const { report } = result;
  return (
    <>
      <ReportFigures report={report} />
      <ReportCurve report={report} csvName={`equity-${study.id.slice(0, 8)}`} />
      <MonthTable months={report.months} />
      <div className="grid gap-3 lg:grid-cols-2">
        <DistributionPanel report={report} />
        <CostPanel report={report} />
      </div>
      <TradeTable study={study} report={report} />
      <div className="grid gap-3 lg:grid-cols-2">
        <DrawdownBreakdown report={report} />
        <InstrumentBreakdown report={report} />
      </div>
      {report.regimes.some(({ regime }) => regime !== null) && <RegimeBreakdown report={report} />}
    </>
  );
}
