import { UNDEFINED_TEXT } from "./decimal.ts";

const pad = (value: number): string => value.toString().padStart(2, "0");

/** `2026-11-20` in UTC. */
export function formatUtcDate(atMs: number | undefined): string {
  if (atMs === undefined || !Number.isFinite(atMs)) return UNDEFINED_TEXT;
  const at = new Date(atMs);
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())}`;
}

/** `14:03` in UTC. */
export function formatUtcMinute(atMs: number | undefined): string {
  if (atMs === undefined || !Number.isFinite(atMs)) return UNDEFINED_TEXT;
  const at = new Date(atMs);
  return `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`;
}

/** `2026-11-20 14:03:07` in UTC: the one way in which an instant is written. */
export function formatUtc(atMs: number | undefined): string {
  if (atMs === undefined || !Number.isFinite(atMs)) return UNDEFINED_TEXT;
  return `${formatUtcDate(atMs)} ${formatUtcMinute(atMs)}:${pad(new Date(atMs).getUTCSeconds())}`;
}

/** The same instant on the reader's own clock, with the name of its zone. */
export function formatLocal(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(atMs));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}:${part("second")} ${timeZone}`;
}
