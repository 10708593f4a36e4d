import type { ParityDay, ParityReport } from "@ballast/core/backtest/parity-report";
import { formatUnits, numberOfUnits } from "@ballast/core/numeric/fixed";
import { DAY_MS } from "@ballast/core/time/timeframe";
import type { BesideClose } from "./walk-beside.ts";

const WHOLE_BPS = 10_000;

const paperUnitsOf = ({ recorded }: BesideClose): bigint | undefined => recorded?.slot.receipt.equityUnits;

/** Paper over backtest less one, basis points; null where either is unknown or the backtest is worth nothing. */
export function deviationBps(paper: bigint | undefined, backtest: bigint): number | null {
  return paper === undefined || backtest <= 0n ? null : (Number(paper - backtest) / Number(backtest)) * WHOLE_BPS;
}

/** The last close of each UTC day; a close at midnight ends the day before it. */
export function daysBeside(closes: readonly BesideClose[], scale: number): readonly ParityDay[] {
  const lastOf = new Map<number, BesideClose>();
  for (const close of closes) {
    const dayMs = Math.floor((close.closeMs - 1) / DAY_MS) * DAY_MS;
    const before = lastOf.get(dayMs);
    // A day whose last closes went by undecided is known by the last one that was decided.
    if (close.recorded !== undefined || before?.recorded === undefined) lastOf.set(dayMs, close);
  }
  return [...lastOf].map(([dayMs, close]) => {
    const paper = paperUnitsOf(close);
    return {
      dayMs,
      paper: paper === undefined ? null : formatUnits(paper, scale),
      backtest: formatUnits(close.equityUnits, scale),
      deviationBps: deviationBps(paper, close.equityUnits),
    };
  });
}

/** How far apart the two ended, and were on their worst day. */
export function deviationOf(days: readonly ParityDay[]): ParityReport["deviation"] {
  let worst: ParityDay | undefined;
  for (const day of days) if (Math.abs(day.deviationBps ?? 0) > Math.abs(worst?.deviationBps ?? 0)) worst = day;
  return {
    endBps: days.findLast((day) => day.deviationBps !== null)?.deviationBps ?? null,
    worstBps: worst?.deviationBps ?? (days.some((day) => day.deviationBps !== null) ? 0 : null),
    worstDayMs: worst?.dayMs ?? null,
  };
}

/** Both curves at no more than so many closes, evenly spread, the last one among them. */
export function curvesBeside(
  closes: readonly BesideClose[],
  of: { readonly scale: number; readonly pointsMax: number },
): ParityReport["curve"] {
  const stride = Math.max(1, Math.ceil(closes.length / of.pointsMax));
  const offset = (closes.length - 1) % stride;
  return closes
    .filter((_, index) => index % stride === offset)
    .map((close) => {
      const paper = paperUnitsOf(close);
      return {
        tsMs: close.closeMs,
        paper: paper === undefined ? null : numberOfUnits(paper, of.scale),
        backtest: numberOfUnits(close.equityUnits, of.scale),
      };
    });
}
