import { parseTimeframe, timeframeNames } from "@ballast/core/time/timeframe";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { z } from "zod";
import { plainWords } from "../plain-words.ts";
import { UsageError, type CommandInput } from "./command.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const MILLISECONDS = /^\d{12,14}$/;

/** Whether the calendar has the day: `Date.parse` reads 2021-02-30 as the second of March. */
function isCalendarDay(text: string): boolean {
  const [day = ""] = text.split("T");
  const ms = Date.parse(day);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(day);
}

/** A moment as people write it, in ms UTC: a date, a date with time (UTC where no zone is given), or ms. */
export const timeOption = z.string().transform((text, context) => {
  if (MILLISECONDS.test(text)) return Number(text);
  const isKnown = (DATE.test(text) || DATE_TIME.test(text)) && isCalendarDay(text);
  const isZoned = DATE.test(text) || /(Z|[+-]\d{2}:\d{2})$/.test(text);
  const ms = isKnown ? Date.parse(isZoned ? text : `${text}Z`) : Number.NaN;
  if (Number.isFinite(ms)) return ms;
  context.addIssue({ code: "custom", message: `"${text}" is no time; write 2021-01-01, 2021-01-01T12:00Z or milliseconds` });
  return z.NEVER;
});

/** A range that ends before it begins holds nothing, and was meant the other way round. */
export function refuseReversed({ from, to }: { readonly from?: number | undefined; readonly to?: number | undefined }): void {
  if (from === undefined || to === undefined || from < to) return;
  throw new UsageError(`--to must lie after --from: ${new Date(from).toISOString()} to ${new Date(to).toISOString()} holds no bar.`);
}

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

/** A symbol as people write it; whether there is such an instrument the database knows. */
export const instrumentOption = z.string().trim().min(1).max(40);

/** Symbols with commas between them. */
export const instrumentsOption = z.string().transform((text) =>
  text
    .split(",")
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== ""),
);

/** Instruments that are named one by one and in a list; undefined where none is. */
export function symbolsNamed(of: {
  readonly instrument?: readonly string[] | undefined;
  readonly instruments?: readonly string[] | undefined;
}): readonly string[] | undefined {
  const named = [...(of.instrument ?? []), ...(of.instruments ?? [])];
  const twice = named.find((symbol, index) => named.indexOf(symbol) !== index);
  if (twice !== undefined) throw new UsageError(`--instrument: ${twice} stands twice.`);
  return named.length === 0 ? undefined : named;
}

/** The name, key or id of a workspace, account, run or person. */
export const nameOption = z.string().trim().min(1).max(100);

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** A number as people write it. `Number` would read nothing at all as 0. */
export const numberOption = z.string().transform((text, context) => {
  const value = NUMERAL.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  context.addIssue({ code: "custom", message: `"${text}" is no number` });
  return z.NEVER;
});

/** Above this an amount is a slip of the keyboard, and too large for a column of the ledger in the end. */
const AMOUNT_MAX = 1_000_000_000_000;

/** An amount of money above 0, as its exact text: it never becomes a double. */
export const amountOption = z
  .string()
  .trim()
  .refine((text) => isAmount(text), {
    error: ({ input }) => `"${String(input)}" is no amount above 0 with at most ${CURRENCY_SCALE} decimals`,
  })
  .refine((text) => Number(text) <= AMOUNT_MAX, { error: `is too large: at most ${AMOUNT_MAX}` });

function isAmount(text: string): boolean {
  const units = parseUnits(text, CURRENCY_SCALE);
  return units !== undefined && units > 0n;
}

/** Values by the option that they came from, where a schema names them otherwise. */
export type OptionNames = Readonly<Record<string, string>>;

/** Parses what options make up; what does not fit is a usage error that names the options. */
export function parseValues<Parsed>(schema: z.ZodType<Parsed>, values: unknown, names: OptionNames = {}): Parsed {
  const parsed = schema.safeParse(values, { error: plainWords });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path: [first = ""], message }) => {
    const field = String(first);
    return `--${names[field] ?? field}: ${message}.`;
  });
  throw new UsageError([...new Set(faults)].join(" "));
}

/** Parses a command's options. */
export const parseOptions = <Parsed>(schema: z.ZodType<Parsed>, input: CommandInput): Parsed => parseValues(schema, input.options);

/** What a command does by its first word; an unknown word is a usage error that names those there are. */
export function actionOf<Act>(input: CommandInput, acts: Readonly<Record<string, Act>>, usual: string): Act {
  const word = input.positionals[0] ?? usual;
  const act = Object.entries(acts).find(([name]) => name === word)?.[1];
  if (act !== undefined) return act;
  throw new UsageError(
    `"${word}" is no action; write ${Object.keys(acts)
      .join(", ")
      .replace(/, (?=[^,]*$)/, " or ")}.`,
  );
}
