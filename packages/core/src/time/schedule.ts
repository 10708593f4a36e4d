import { DAY_MS, MINUTE_MS } from "./timeframe.ts";

/**
 * The daily downtime (RSK6) as arithmetic on the minute of the UTC day. There is no zone and no
 * daylight saving in it, and a millisecond of the clock is one whether or not a leap second was
 * smeared into it: the same instant has the same phase everywhere.
 */
export type Phase = "TRADING" | "DOWNTIME" | "TRANSITION";

/** A half-open window [from, to) in minutes of the UTC day, 0–1439; it wraps midnight where from > to. */
export type DowntimeWindow = { readonly fromMinute: number; readonly toMinute: number };

export type Schedule = {
  readonly windows: readonly DowntimeWindow[];
  /** Minutes before each boundary that are TRANSITION. */
  readonly transitionMinutes: number;
};

const DAY_MINUTES = 1440;
const WINDOWS_MAX = 24;

/** 03:00–05:00 UTC daily, with 5 minutes of transition before each boundary. */
export const DEFAULT_SCHEDULE: Schedule = { windows: [{ fromMinute: 180, toMinute: 300 }], transitionMinutes: 5 };
/** No windows at all: reference runs. */
export const ALWAYS_TRADING: Schedule = { windows: [], transitionMinutes: 0 };

function isMinuteOfDay(minute: number): boolean {
  return Number.isInteger(minute) && minute >= 0 && minute < DAY_MINUTES;
}

/** What is wrong with a schedule, in words; undefined where nothing is. Empty windows are refused: [m, m) is no day. */
export function scheduleFault(schedule: Schedule): string | undefined {
  if (schedule.windows.length > WINDOWS_MAX) return `more than ${WINDOWS_MAX} windows`;
  if (!isMinuteOfDay(schedule.transitionMinutes) || schedule.transitionMinutes > 60)
    return `transition of ${schedule.transitionMinutes} minutes is not 0 to 60`;
  for (const { fromMinute, toMinute } of schedule.windows) {
    if (!isMinuteOfDay(fromMinute) || !isMinuteOfDay(toMinute))
      return `window ${fromMinute}–${toMinute} is not in minutes of the day, 0 to 1439`;
    if (fromMinute === toMinute) return `window ${fromMinute}–${toMinute} is empty`;
  }
  return undefined;
}

function msOfDay(ms: number): number {
  return ms - Math.floor(ms / DAY_MS) * DAY_MS;
}

function isInDowntime(schedule: Schedule, ms: number): boolean {
  const atMs = msOfDay(ms);
  return schedule.windows.some(({ fromMinute, toMinute }) => {
    const fromMs = fromMinute * MINUTE_MS;
    const toMs = toMinute * MINUTE_MS;
    return fromMs < toMs ? atMs >= fromMs && atMs < toMs : atMs >= fromMs || atMs < toMs;
  });
}

/** Whether downtime begins or ends at a time of the day; an edge between touching windows is none. */
function isBoundary(schedule: Schedule, edgeMs: number): boolean {
  return isInDowntime(schedule, edgeMs) !== isInDowntime(schedule, edgeMs - 1);
}

/** Milliseconds from a time to the next boundary, 1 to a day; undefined where there is none. */
function msToBoundary(schedule: Schedule, ms: number): number | undefined {
  const atMs = msOfDay(ms);
  let nearestMs: number | undefined;
  // Asked at every candidate: no list of edges is made for it.
  for (const { fromMinute, toMinute } of schedule.windows) {
    for (let edge = 0; edge < 2; edge += 1) {
      const edgeMs = (edge === 0 ? fromMinute : toMinute) * MINUTE_MS;
      const awayMs = edgeMs > atMs ? edgeMs - atMs : edgeMs - atMs + DAY_MS;
      const isNearer = nearestMs === undefined || awayMs < nearestMs;
      if (isNearer && isBoundary(schedule, edgeMs)) nearestMs = awayMs;
    }
  }
  return nearestMs;
}

/** The phase of a UTC time in ms. The boundary itself belongs to what begins there: 05:00 trades. */
export function phaseAt(schedule: Schedule, ms: number): Phase {
  const awayMs = msToBoundary(schedule, ms);
  if (awayMs !== undefined && awayMs <= schedule.transitionMinutes * MINUTE_MS) return "TRANSITION";
  return isInDowntime(schedule, ms) ? "DOWNTIME" : "TRADING";
}

/**
 * What the phase leads to: before downtime entries stop, before trading the books are reconciled.
 * In TRANSITION no entry is made on either side.
 */
export function isDowntimeAt(schedule: Schedule, ms: number): boolean {
  return isInDowntime(schedule, ms);
}

/** When the downtime of this time ends; undefined where it never does, or where there is none. */
export function downtimeEndMs(schedule: Schedule, ms: number): number | undefined {
  const awayMs = isInDowntime(schedule, ms) ? msToBoundary(schedule, ms) : undefined;
  return awayMs === undefined ? undefined : ms + awayMs;
}

/** When downtime begins next; undefined inside it, or where there is none. */
export function nextDowntimeMs(schedule: Schedule, ms: number): number | undefined {
  const awayMs = isInDowntime(schedule, ms) ? undefined : msToBoundary(schedule, ms);
  return awayMs === undefined ? undefined : ms + awayMs;
}

/** Until when what was entered at a time is worked on: to the transition before the next downtime, and not at all outside of TRADING. */
export function entriesEndMs(schedule: Schedule, ms: number): number | undefined {
  if (phaseAt(schedule, ms) !== "TRADING") return ms;
  const beginMs = nextDowntimeMs(schedule, ms);
  return beginMs === undefined ? undefined : beginMs - schedule.transitionMinutes * MINUTE_MS;
}

export type PhaseChange = { readonly atMs: number; readonly phase: Phase };

/** The next edge of phase or transition after a time; undefined where the schedule has none. */
function nextEdgeMs(schedule: Schedule, ms: number): number | undefined {
  const awayMs = msToBoundary(schedule, ms);
  if (awayMs === undefined) return undefined;
  const transitionMs = schedule.transitionMinutes * MINUTE_MS;
  return ms + (awayMs > transitionMs ? awayMs - transitionMs : awayMs);
}

/** The next time at which the phase is another, and what it is then; undefined where it never changes. */
export function nextChange(schedule: Schedule, ms: number): PhaseChange | undefined {
  const phaseNow = phaseAt(schedule, ms);
  let atMs = nextEdgeMs(schedule, ms);
  // A day has at most two edges per boundary; boundaries closer than the transition change no phase.
  for (let edge = 0; edge <= 4 * WINDOWS_MAX && atMs !== undefined; edge += 1) {
    const phase = phaseAt(schedule, atMs);
    if (phase !== phaseNow) return { atMs, phase };
    atMs = nextEdgeMs(schedule, atMs);
  }
  return undefined;
}
