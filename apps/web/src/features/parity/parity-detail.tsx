import { formatDecimal } from "@ballast/ui/format/decimal";
import { formatPnl, formatPrice } from "@ballast/ui/format/money";
import { formatFigure } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import { SidePanel } from "@ballast/ui/primitives/side-panel";
import { FactRows, type FactRow } from "../lab/fact-rows.tsx";
import type { ParityRowView } from "../shell/answers.ts";
import { CauseBadge } from "./parity-columns.tsx";
import { VERDICTS } from "./parity-words.ts";

type Fill = NonNullable<ParityRowView["paper"]>;

function fillFacts(of: string, fill: Fill | null, { base, quote }: ParityRowView): readonly FactRow[] {
  if (fill === null) return [{ label: of, value: "No such fill" }];
  return [
    { label: `${of}: bar opened`, value: formatUtc(fill.atMs), note: "UTC" },
    { label: `${of}: quantity`, value: formatDecimal(fill.quantity, { decimals: 12, decimalsMin: 0 }), note: base },
    { label: `${of}: price`, value: formatPrice(fill.price, 8), note: quote },
    { label: `${of}: fee`, value: formatDecimal(fill.fee, { decimals: 8, decimalsMin: 2 }), note: quote },
    { label: `${of}: asked for by`, value: fill.why.replaceAll("_", " ") },
  ];
}

function gapFacts({ gap, base, quote }: ParityRowView): readonly FactRow[] {
  if (gap === null) return [];
  const signed = (text: string, decimals: number): string => formatDecimal(text, { decimals, decimalsMin: 0, sign: "always" });
  return [
    { label: "Time", value: `${gap.timeMs > 0 ? "+" : ""}${formatFigure(gap.timeMs / 1_000, 0)}`, note: "s" },
    { label: "Price", value: signed(gap.price, 8), note: quote },
    { label: "Price, relative", value: `${gap.priceBps > 0 ? "+" : ""}${formatFigure(gap.priceBps, 4)}`, note: "bp" },
    { label: "Size", value: signed(gap.quantity, 12), note: base },
    { label: "Fee", value: signed(gap.fee, 8), note: quote },
    { label: "Worth to the account", value: formatPnl({ amount: gap.worth, asset: quote, decimals: 8 }) },
  ];
}

/** One pair with all of its figures, and why the two are not one. */
export function ParityDetail({ row, onClose }: { readonly row: ParityRowView; readonly onClose: () => void }) {
  return (
    <SidePanel title={`${row.n}. ${row.symbol} ${row.side}: ${VERDICTS[row.verdict].word.toLowerCase()}`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        {row.cause !== null && (
          <div className="flex flex-col items-start gap-1.5 text-13">
            <CauseBadge row={row} />
            <p>{row.because}</p>
          </div>
        )}
        {row.gap !== null && (
          <section aria-labelledby="parity-gap">
            <h3 id="parity-gap" className="mb-1 text-13 font-semibold">
              Paper less backtest
            </h3>
            <FactRows rows={gapFacts(row)} />
          </section>
        )}
        <FactRows rows={fillFacts("Paper", row.paper, row)} />
        <FactRows rows={fillFacts("Backtest", row.backtest, row)} />
      </div>
    </SidePanel>
  );
}
