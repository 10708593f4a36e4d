import { HOUR_MS } from "@ballast/core/time/timeframe";

/** When the first bar of the saw opens. */
const SAW_FROM_MS = Date.UTC(2021, 0, 1);
const HOURS = 1_344;

/** 56 days of hourly bars as CSV, a month of them for risk to know: a saw that crosses its averages often enough to trade. */
export function sawBarsCsv(): string {
  const rows = Array.from({ length: HOURS }, (_, hour) => {
    const price = 100 + 20 * Math.abs(((hour / 60) % 2) - 1);
    const [close, high, low] = [price, price + 0.5, price - 0.5].map((value) => value.toFixed(4));
    return `${SAW_FROM_MS + hour * HOUR_MS},${close},${high},${low},${close},10\n`;
  });
  return rows.join("");
}
