import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import type { DayCheck } from "../usecases/paper/daily-check.ts";
import type { PaperSlot } from "../usecases/paper/paper-loop.ts";
import type { WeekReport } from "../usecases/paper/week-report.ts";
import { countedText } from "./table.ts";

export type PaperResult = {
  readonly closes: number;
  readonly orders: number;
  readonly fills: number;
  readonly refusals: number;
  readonly equityUnits: bigint;
  readonly drawdownBps: number;
  readonly days: readonly DayCheck[];
  readonly weeks: readonly WeekReport[];
  readonly endedBy: "stop" | "market" | "closes";
};

/** Whether every day passed its check and every week was as its backtest. */
export function isResultSound({ days, weeks }: PaperResult): boolean {
  return days.every(({ breaches }) => breaches.length === 0) && weeks.every(({ isSame }) => isSame);
}

type Counts = Omit<PaperResult, "endedBy" | "drawdownBps" | "days" | "weeks">;

/** What a loop has come to so far. */
export class PaperTally {
  readonly #days: DayCheck[] = [];
  readonly #weeks: WeekReport[] = [];
  #counts: Counts;
  #highUnits: bigint;
  #drawdownBps = 0;

  constructor(startingUnits: bigint) {
    this.#counts = { closes: 0, orders: 0, fills: 0, refusals: 0, equityUnits: startingUnits };
    this.#highUnits = startingUnits;
  }

  add(slot: PaperSlot): void {
    const { closes, orders, fills, refusals } = this.#counts;
    const { equityUnits, bookings, decision } = slot;
    if (equityUnits > this.#highUnits) this.#highUnits = equityUnits;
    if (this.#highUnits > 0n)
      this.#drawdownBps = Math.max(this.#drawdownBps, Number(((this.#highUnits - equityUnits) * 10_000n) / this.#highUnits));
    this.#counts = {
      equityUnits,
      closes: closes + 1,
      orders:
        orders + bookings.reduce((sum, { orderEvents = [] }) => sum + orderEvents.filter(({ event }) => event === "intended").length, 0),
      fills: fills + bookings.reduce((sum, { fills: rows = [] }) => sum + rows.length, 0),
      refusals: refusals + (decision?.refusals.length ?? 0),
    };
  }

  addDay(day: DayCheck): void {
    this.#days.push(day);
  }

  addWeek(week: WeekReport): void {
    this.#weeks.push(week);
  }

  result(endedBy: PaperResult["endedBy"]): PaperResult {
    return { ...this.#counts, drawdownBps: this.#drawdownBps, days: this.#days, weeks: this.#weeks, endedBy };
  }
}

export function tallyText(result: PaperResult, baseCurrency: string): string {
  const { closes, orders, fills, refusals, equityUnits, drawdownBps } = result;
  const equity = formatUnits(equityUnits, assetOf(baseCurrency).scale);
  return `summary: ${countedText(closes, "close")}, ${countedText(orders, "order")}, ${countedText(fills, "fill")}, ${countedText(refusals, "refusal")}, equity ${equity} ${baseCurrency}, deepest drawdown ${(drawdownBps / 100).toFixed(2)} %`;
}
