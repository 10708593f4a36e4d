import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { z } from "zod";

const UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: DAY_MS };
const FORM = /^([1-9]\d{0,3})([hd])$/;

/**
 * When a run re-arms what its books have halted: after so long on its clock, or never. A run over the
 * past has nobody who looks; the default is somebody who looks once a day. `never` leaves an instrument
 * blocked from its first violent hour to the end, and an account flat from its first lost day. It is a term
 * of the simulation: a break of the data is never released by it, nor anything of a continuous account
 * whose profile wants two persons.
 */
export const rearmOption = z
  .string()
  .default("24h")
  .transform((text, context): number | undefined => {
    if (text === "never") return undefined;
    const [, count, unit] = FORM.exec(text) ?? [];
    const unitMs = unit === undefined ? undefined : UNITS[unit];
    if (count !== undefined && unitMs !== undefined) return Number(count) * unitMs;
    context.addIssue({ code: "custom", message: `"${text}" is no time span; write 24h, 7d or never` });
    return z.NEVER;
  });
