import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Panel } from "@ballast/ui/primitives/panel";
import type { ReportView } from "../shell/answers.ts";
import { FactRows } from "./fact-rows.tsx";

const bps = (value: number | null): string => (value === null ? "–" : `${formatFigure(value, 1)} bp`);

/** What trading cost, and how much of the time and the capital was in the market. */
export function CostPanel({ report }: { readonly report: ReportView }) {
  const { costs, activity, currency, statistics } = report;
  const amount = (value: number | null): string => (value === null ? "–" : `${formatFigure(value, 2)} ${currency}`);
  const untraded = costs.feeBps === null ? "no rate: nothing was traded" : undefined;
  return (
    <Panel title="Costs and exposure">
      <FactRows
        rows={[
          { label: "Fees", value: amount(costs.fees), note: untraded ?? `${bps(costs.feeBps)} of the notional` },
          { label: "Slippage", value: amount(costs.slippage), note: untraded ?? `${bps(costs.slippageBps)} of the notional` },
          { label: "Notional", value: amount(costs.notional), note: `${formatCount(costs.fills)} fills` },
          { label: "Gross profit", value: amount(statistics.grossProfit), note: `gross loss ${formatFigure(statistics.grossLoss, 2)}` },
          { label: "Average win", value: amount(statistics.averageWin), note: `average loss ${formatFigure(statistics.averageLoss, 2)}` },
          { label: "Bars in the market", value: formatPercent(activity.barsShare) },
          { label: "Mean invested", value: formatPercent(activity.meanInvested), note: `at most ${formatPercent(activity.maxInvested)}` },
          { label: "Longest without a position", value: `${formatCount(activity.longestFlatBars)} bars` },
        ]}
      />
    </Panel>
  );
}
