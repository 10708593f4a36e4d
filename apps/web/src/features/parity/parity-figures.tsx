import { formatMoney, formatPnl } from "@ballast/ui/format/money";
import { formatCount } from "@ballast/ui/format/ratio";
import { formatUtcDate } from "@ballast/ui/format/time";
import { Panel } from "@ballast/ui/primitives/panel";
import { StatTile } from "@ballast/ui/primitives/stat-tile";
import type { ParityReportView } from "../shell/answers.ts";
import { basisText, apartText } from "./parity-words.ts";

/** How many fills are the backtest's, what both earned, and how far apart they are. */
export function ParityFigures({ report }: { readonly report: ParityReportView }) {
  const { counts, pnl, equity, baseCurrency: asset, deviation, unexplained, limits } = report;
  const { same, differs, missing, extra } = counts;
  return (
    <Panel isFlush>
      <dl className="grid grid-cols-2 border-b border-line sm:grid-cols-4">
        <StatTile label="Same" value={formatCount(same)} note={`of ${formatCount(same + differs + missing + extra)} fills`} />
        <StatTile label="Differ" value={formatCount(differs)} note="fills otherwise" />
        <StatTile label="Missing" value={formatCount(missing)} note="only in the backtest" />
        <StatTile label="Extra" value={formatCount(extra)} note="only on paper" />
        <StatTile
          label="PnL on paper"
          value={formatPnl({ amount: pnl.paper, asset })}
          note={`from ${formatMoney({ amount: equity.opened, asset })}`}
        />
        <StatTile
          label="PnL of the backtest"
          value={formatPnl({ amount: pnl.backtest, asset })}
          note={`paper less backtest ${formatPnl({ amount: pnl.difference, asset })}`}
        />
        <StatTile
          label="Equity apart"
          value={apartText(deviation.endBps)}
          note={deviation.worstDayMs === null ? "on no day" : `${apartText(deviation.worstBps)} on ${formatUtcDate(deviation.worstDayMs)}`}
        />
        <StatTile
          label="Unexplained"
          value={formatCount(unexplained)}
          note={unexplained === 0 ? "every cause is recorded" : "verify the book"}
        />
      </dl>
      <div className="flex flex-col gap-1 px-3 py-2 text-12 text-ink-muted">
        <p>{basisText(report)}</p>
        {limits.map((limit) => (
          <p key={limit}>{limit}</p>
        ))}
      </div>
    </Panel>
  );
}
