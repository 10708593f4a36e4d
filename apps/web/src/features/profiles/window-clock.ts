const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** A minute of the UTC day as people type it: 180 is `03:00`. */
export function typedClock(minute: number): string {
  return `${twoDigits(Math.floor(minute / HOUR_MINUTES))}:${twoDigits(minute % HOUR_MINUTES)}`;
}

/** The minute of the day of what was typed; midnight may stand as 24:00. What is no time stays text, for the schema to refuse. */
export function minuteOfClock(typed: string): number | string {
  const [, hourText, minuteText] = /^\s*(\d{1,2}):(\d{2})\s*$/.exec(typed) ?? [];
  if (hourText === undefined || minuteText === undefined) return typed;
  const [hour, minute] = [Number(hourText), Number(minuteText)];
  if (minute >= HOUR_MINUTES || hour > DAY_HOURS || (hour === DAY_HOURS && minute > 0)) return typed;
  return (hour % DAY_HOURS) * HOUR_MINUTES + minute;
}
