/**
 * The proleptic Gregorian calendar in UTC as arithmetic: core has no Date. Day numbers after
 * H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
 */
import { DAY_MS } from "./timeframe.ts";

/** A UTC day; months 1–12, days 1–31. */
export type CivilDay = { readonly year: number; readonly month: number; readonly day: number };

const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
/** Days from 0000-03-01 to 1970-01-01: years begin in March here, so that the leap day is the last. */
const EPOCH_SHIFT_DAYS = 719_468;

/** Days since 1970-01-01. */
export function daysOfCivil({ year, month, day }: CivilDay): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / ERA_YEARS);
  const yearOfEra = marchYear - era * ERA_YEARS;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_SHIFT_DAYS;
}

export function civilOfMs(ms: number): CivilDay {
  const days = Math.floor(ms / DAY_MS) + EPOCH_SHIFT_DAYS;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * ERA_YEARS + (month <= 2 ? 1 : 0), month, day };
}

/** First millisecond of the UTC month that holds a time. */
export function monthStartMs(ms: number): number {
  const { year, month } = civilOfMs(ms);
  return daysOfCivil({ year, month, day: 1 }) * DAY_MS;
}

/** First millisecond of the UTC month after the one that holds a time. */
export function nextMonthStartMs(ms: number): number {
  const { year, month } = civilOfMs(ms);
  return daysOfCivil(month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }) * DAY_MS;
}
