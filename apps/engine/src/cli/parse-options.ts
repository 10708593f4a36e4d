import { shippedCatalogue } from "@ballast/core/market/catalogue";
import { SymbolDirectory } from "@ballast/core/market/symbols";
import { parseTimeframe, timeframeNames } from "@ballast/core/time/timeframe";
import { z } from "zod";
import { UsageError, type CommandInput } from "./command.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const MILLISECONDS = /^\d{12,14}$/;

/** A moment as people write it, in ms UTC: a date, a date with time (UTC where no zone is given), or ms. */
export const timeOption = z.string().transform((text, context) => {
  if (MILLISECONDS.test(text)) return Number(text);
  const isKnown = DATE.test(text) || DATE_TIME.test(text);
  const isZoned = DATE.test(text) || /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isKnown ? Date.parse(isZoned ? text : `${text}Z`) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is no time; write 2021-01-01, 2021-01-01T12:00Z or milliseconds` });
  return z.NEVER;
});

/** A timeframe by name, in ms. */
export const timeframeOption = z.string().transform((text, context) => {
  const timeframeMs = parseTimeframe(text);
  if (timeframeMs !== undefined) return timeframeMs;
  context.addIssue({ code: "custom", message: `"${text}" is no timeframe; choose from ${timeframeNames().join(", ")}` });
  return z.NEVER;
});

const SOURCE = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** The name of a source of bars. */
export const sourceOption = z.string().regex(SOURCE, "a source is lower-case letters, digits, - and _, 32 at most").default("archive");

/** A flag: true where it was given. */
export const flagOption = z.boolean().default(false);

/** Every shipped instrument by canonical symbol; an unknown one is an error that names the nearest. */
export const directory = (): SymbolDirectory => new SymbolDirectory(shippedCatalogue());

/** Parses a command's options; what does not fit is a usage error that names the option. */
export function parseOptions<Parsed>(schema: z.ZodType<Parsed>, input: CommandInput): Parsed {
  const parsed = schema.safeParse(input.options);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}.`);
  throw new UsageError(faults.join(" "));
}
