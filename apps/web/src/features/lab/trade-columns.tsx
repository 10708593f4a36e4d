import type { FillWhy } from "@ballast/core/decision/booking";
import { formatCount, formatFigure, formatPercent } from "@ballast/ui/format/ratio";
import { Badge } from "@ballast/ui/primitives/badge";
import { Delta } from "@ballast/ui/primitives/delta";
import { Timestamp } from "@ballast/ui/primitives/timestamp";
import type { Column } from "@ballast/ui/table/column";
import type { TradeView } from "../shell/answers.ts";
import { regimeWord } from "../strategies/regime-words.ts";
import { priceDecimals } from "../market/price-decimals.ts";

/** What ended a trade. A stop within a bar is filled at the worse of its trigger and the open: nobody knows the path inside. */
const EXIT_WORDS: Readonly<Record<FillWhy, string>> = {
  entry: "Entry",
  cross: "Cross",
  exit: "Strategy",
  stop: "Stop",
  take_profit: "Take profit",
  end: "End of run",
  kill: "Kill switch",
  unprotected: "No stop",
};

export const exitWord = (why: FillWhy): string => EXIT_WORDS[why];

/** A trade that was stopped is filled on the pessimistic side of its bar. */
export const isPessimistic = ({ why }: Pick<TradeView, "why">): boolean => why === "stop";

const price = (value: number): string => formatFigure(value, priceDecimals([value]));

export function tradeColumns(currency: string): readonly Column<TradeView>[] {
  return [
    { key: "n", header: "#", align: "right", widthChars: 4, value: (row) => row.n },
    { key: "symbol", header: "Instrument", isFlexible: true, value: (row) => row.symbol },
    { key: "entry", header: "Entered", unit: "UTC", value: (row) => row.entryMs, cell: (row) => <Timestamp atMs={row.entryMs} /> },
    { key: "entryPrice", header: "At", align: "right", isWide: true, value: (row) => row.entry, cell: (row) => price(row.entry) },
    { key: "exit", header: "Left", unit: "UTC", isWide: true, value: (row) => row.exitMs, cell: (row) => <Timestamp atMs={row.exitMs} /> },
    { key: "exitPrice", header: "At", align: "right", isWide: true, value: (row) => row.exit, cell: (row) => price(row.exit) },
    { key: "why", header: "By", isWide: true, value: (row) => exitWord(row.why), cell: (row) => <ExitBadge trade={row} /> },
    { key: "net", header: "Net", unit: currency, align: "right", value: (row) => row.net, cell: (row) => <Delta amount={String(row.net)} text={formatFigure(row.net, 2)} /> },
    { key: "return", header: "Return", align: "right", value: (row) => row.return ?? undefined, cell: (row) => <Delta amount={String(row.return ?? 0)} text={formatPercent(row.return, { sign: "always" })} /> },
    { key: "bars", header: "Bars", align: "right", isWide: true, value: (row) => row.barsHeld ?? undefined, cell: (row) => formatCount(row.barsHeld ?? undefined) },
    { key: "adverse", header: "Worst", align: "right", isWide: true, value: (row) => row.adverse ?? undefined, cell: (row) => formatPercent(row.adverse) },
    { key: "favourable", header: "Best", align: "right", isWide: true, value: (row) => row.favourable ?? undefined, cell: (row) => formatPercent(row.favourable, { sign: "always" }) },
    { key: "regime", header: "Regime", isWide: true, isHidden: true, value: (row) => (row.regime === null ? undefined : regimeWord(row.regime)) },
    { key: "quantity", header: "Quantity", align: "right", isWide: true, isHidden: true, value: (row) => row.quantity },
  ]; // prettier-ignore
}

function ExitBadge({ trade }: { readonly trade: TradeView }) {
  if (!isPessimistic(trade)) return <Badge>{exitWord(trade.why)}</Badge>;
  return (
    <span title="Filled on the pessimistic side of its bar: at the stop, or at the open where that was worse.">
      <Badge tone="warn">{exitWord(trade.why)}</Badge>
    </span>
  );
}
