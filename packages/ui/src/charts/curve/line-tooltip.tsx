import { formatPercent } from "../../format/ratio.ts";
import { formatUtc } from "../../format/time.ts";
import type { Line, LineRow } from "./line-rows.ts";

type LineTooltipProps = {
  readonly row: LineRow | undefined;
  readonly lines: readonly Line[];
  readonly format: (value: number | null) => string;
};

/** What every line says under the pointer. */
export function LineTooltip({ row, lines, format }: LineTooltipProps) {
  if (row === undefined) return null;
  return (
    <div className="rounded border border-line bg-raised px-2 py-1 text-12 shadow-float">
      <p className="text-ink-muted">{formatUtc(row.atMs)} UTC</p>
      {lines.map(({ key, label }) => (
        <p key={key} className="flex justify-between gap-3 text-ink-muted">
          {label} <span className="font-medium text-ink">{format(row.values[key] ?? null)}</span>
        </p>
      ))}
      {row.drawdown !== null && <p className="text-ink-muted">drawdown {formatPercent(row.drawdown)}</p>}
      {row.invested !== null && <p className="text-ink-muted">in the market {formatPercent(row.invested)}</p>}
    </div>
  );
}
