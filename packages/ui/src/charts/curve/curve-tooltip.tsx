import { formatFigure, formatPercent } from "../../format/ratio.ts";
import { formatUtc } from "../../format/time.ts";
import type { EquityRow } from "./equity-rows.ts";

/** What the curve says under the pointer. */
export function CurveTooltip({ row, asset }: { readonly row: EquityRow | undefined; readonly asset: string }) {
  if (row === undefined) return null;
  return (
    <div className="rounded border border-line bg-raised px-2 py-1 text-12 shadow-float">
      <p className="text-ink-muted">{formatUtc(row.atMs)} UTC</p>
      <p className="font-medium text-ink">
        {formatFigure(row.value, 2)} {asset}
      </p>
      <p className="text-ink-muted">drawdown {formatPercent(row.drawdown)}</p>
    </div>
  );
}
