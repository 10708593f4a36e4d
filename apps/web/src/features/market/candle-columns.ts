import { formatFigure } from "@ballast/ui/format/ratio";
import { formatUtc } from "@ballast/ui/format/time";
import type { Column } from "@ballast/ui/table/column";
import type { Candle } from "../shell/answers.ts";

const VOLUME_DECIMALS = 4;

/** The candles as a table, newest first. */
export function candleColumns(priceDecimals: number): readonly Column<Candle>[] {
  const price = (key: "open" | "high" | "low" | "close", header: string): Column<Candle> => ({
    key,
    header,
    align: "right",
    value: (row) => row[key],
    cell: (row) => formatFigure(row[key], priceDecimals),
  });
  return [
    { key: "at", header: "Opened", unit: "UTC", isFlexible: true, value: (row) => formatUtc(row.openMs) },
    price("open", "Open"),
    price("high", "High"),
    price("low", "Low"),
    price("close", "Close"),
    {
      key: "volume",
      header: "Volume",
      align: "right",
      value: (row) => row.volume,
      cell: (row) => formatFigure(row.volume, VOLUME_DECIMALS),
    },
  ];
}
