import { formatDuration } from "@ballast/ui/format/duration";
import { formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { StatRow } from "@ballast/ui/primitives/stat-row";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { ReportView } from "../shell/answers.ts";
import { FigureTile } from "./figure-tile.tsx";

/** What the run came to, each figure with what it is read against. */
export function ReportFigures({ report }: { readonly report: ReportView }) {
  const { summary, currency, benchmark, statistics, drawdown, activity, costs } = report;
  const held = benchmark.buyAndHold;
  const amount = (value: number | null): string => `${formatFigure(value, 2)} ${currency}`;
  return (
    <StatRow>
      <StatTile label="Final equity" value={amount(summary.finalEquity)} note={`from ${amount(summary.startEquity)}`} />
      <FigureTile
        name="totalReturn"
        value={summary.totalReturn}
        note={held === null ? "no benchmark" : `buy and hold ${formatPercent(held.totalReturn, { sign: "always" })}`}
      />
      <FigureTile
        name="cagr"
        value={summary.cagr}
        note={held === null ? "no benchmark" : `buy and hold ${formatPercent(held.cagr, { sign: "always" })}`}
      />
      <FigureTile
        name="maxDrawdown"
        value={summary.maxDrawdown}
        note={drawdown.longestMs === 0 ? "never under water" : `longest under water ${formatDuration(drawdown.longestMs)}`}
      />
      <FigureTile
        name="sharpe"
        value={summary.sharpe}
        note={held === null ? "no benchmark" : `buy and hold ${formatFigure(held.sharpe, 2)}`}
      />
      <FigureTile name="sortino" value={summary.sortino} note={`volatility ${formatPercent(summary.volatility)} a year`} />
      <FigureTile name="trades" value={summary.trades} note={`${summary.stops} by stop`} />
      <FigureTile name="winRate" value={summary.winRate} note={`profit factor ${formatFigure(statistics.profitFactor, 2)}`} />
      <FigureTile name="exposure" value={summary.exposure} note={`mean invested ${formatPercent(activity.meanInvested)}`} />
      <FigureTile name="turnover" value={summary.turnover} note="notional ÷ mean equity" />
      <StatTile
        label="Costs"
        value={amount(costs.total)}
        note={`fees ${formatFigure(costs.fees, 2)}, slippage ${formatFigure(costs.slippage, 2)}`}
      />
      <FigureTile name="calmar" value={summary.calmar} note="CAGR ÷ max drawdown" />
    </StatRow>
  );
}
