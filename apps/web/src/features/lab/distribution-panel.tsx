import { Histogram } from "@ballast/ui/charts/histogram";
import { formatFigure } from "@ballast/ui/format/ratio";
import { EmptyState } from "@ballast/ui/primitives/empty-state";
import { Panel } from "@ballast/ui/primitives/panel";
import type { ReportView } from "../shell/answers.ts";

/** How the returns of trades are spread: a few large wins and many small losses look alike in a mean. */
export function DistributionPanel({ report }: { readonly report: ReportView }) {
  const { distribution, summary } = report;
  const bins = distribution.map(({ from, to, trades }) => ({ from, to, count: trades }));
  const note = `returns per bar: skew ${formatFigure(summary.skew, 2)}, kurtosis ${formatFigure(summary.kurtosis, 1)} (normal: 0 and 3)`;
  return (
    <Panel title="Returns of trades" note={note}>
      <div className="h-56">
        {bins.length === 0 ? (
          <EmptyState title="No trade was closed" />
        ) : (
          <Histogram label={`Returns of ${summary.trades} trades`} bins={bins} countWord="trades" />
        )}
      </div>
    </Panel>
  );
}
