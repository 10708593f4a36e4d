import { MINUTE_MS } from "@ballast/core/time/timeframe";
import type { DayCheck } from "../usecases/paper/daily-check.ts";
import { countText, utcText } from "./table.ts";

/** A market that is replayed has no connection to lose. */
const RECONNECTS = { count: 0, words: "none: no feed" };

const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const leverageText = (bps: number | undefined): string => (bps === undefined ? "" : (bps / 10_000).toFixed(4));
const minutesOf = ({ silenceMs }: DayCheck): number => silenceMs / MINUTE_MS;

/** A check as the loop says it. */
export function dayLine(day: DayCheck): string {
  const { closesSeen, closesExpected, silentSymbol, leverageBps, overdrawn, flips, halts } = day;
  return [
    `${utcText(day.toMs)}  check   ${dateText(day.dayMs)}: ${day.breaches.length === 0 ? "ok" : "BREACH"}`,
    `alive ${closesSeen}/${closesExpected} closes`,
    `longest silence ${silentSymbol === undefined ? "none" : `${countText(minutesOf(day))} min (${silentSymbol})`}`,
    `reconnects ${RECONNECTS.words}`,
    `leverage ${leverageText(leverageBps) || "undefined"}`,
    ...(overdrawn.length === 0 ? [] : [`overdrawn ${overdrawn.join(" ")}`]),
    `position flips ${flips}`,
    `halts ${halts.length === 0 ? "none" : halts.join(", ")}`,
  ].join("; ");
}

/** What is wrong with a day, one line each, for whoever must not miss it. */
export function breachLines({ dayMs, breaches }: DayCheck): readonly string[] {
  return breaches.map(({ code, words }) => `BREACH on ${dateText(dayMs)}: ${code}, ${words}.`);
}

/** A row of `daily_checks.csv`; lists are parted by blanks and semicolons, never by commas. */
export function dayRow(day: DayCheck): string {
  const { closesSeen, closesExpected, silentSymbol, leverageBps, overdrawn, flips, halts, breaches } = day;
  return [
    ...[dateText(day.dayMs), new Date(day.fromMs).toISOString(), new Date(day.toMs).toISOString()],
    ...[closesSeen, closesExpected, minutesOf(day), silentSymbol ?? "", RECONNECTS.count, leverageText(leverageBps)],
    ...[overdrawn.join(" "), flips, halts.join("; "), breaches.length === 0 ? "ok" : breaches.map(({ code }) => code).join(" ")],
  ].join(",");
}

/** A check as it stands in JSON. */
export function dayJson(day: DayCheck): Readonly<Record<string, unknown>> {
  return {
    day: dateText(day.dayMs),
    from: new Date(day.fromMs).toISOString(),
    to: new Date(day.toMs).toISOString(),
    closes_seen: day.closesSeen,
    closes_expected: day.closesExpected,
    longest_silence_minutes: minutesOf(day),
    silent_product: day.silentSymbol ?? null,
    reconnects: RECONNECTS.count,
    leverage_max: day.leverageBps === undefined ? null : day.leverageBps / 10_000,
    overdrawn: day.overdrawn,
    position_flips: day.flips,
    halts: day.halts,
    breaches: day.breaches,
  };
}
