import { parseAxis, type ParameterGrid } from "@ballast/core/backtest/parameter-grid";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { z } from "zod";
import { UsageError } from "./command.ts";
import { flagOption, instrumentOption, nameOption, numberOption, sourceOption, timeframeOption, timeOption } from "./parse-options.ts";

const BPS_MAX = 1_000;
const WORKERS_MAX = 64;
const TITLE_LENGTH_MAX = 120;

const bpsOption = numberOption.pipe(z.number().min(0).max(BPS_MAX));
const barsOption = numberOption.pipe(z.int().min(0));

/** Values that a parameter is tried with. */
const axisOption = z.string().transform((text, context) => {
  const axis = parseAxis(text);
  if ("values" in axis) return axis.values;
  context.addIssue({ code: "custom", message: axis.fault });
  return z.NEVER;
});

/** A governed parameter with its values, name=2,3,4. */
const namedAxisOption = z.string().transform((text, context): readonly [name: string, values: readonly number[]] => {
  const [name = "", written = "", ...rest] = text.split("=");
  const axis = axisOption.safeParse(written);
  if (axis.success && rest.length === 0 && name.trim() !== "") return [name.trim(), axis.data];
  context.addIssue({ code: "custom", message: `"${text}" is no axis; write name=2,3,4 or name=2:4:0.5` });
  return z.NEVER;
});

/** Options that sweeps and walk-forwards have in common. */
export const gridFields = {
  parquet: z.string().min(1).optional(),
  csv: z.string().min(1).optional(),
  instrument: instrumentOption.optional(),
  timeframe: timeframeOption.optional(),
  ts: z.enum(["s", "ms", "auto"]).default("auto"),
  source: sourceOption,
  from: timeOption.optional(),
  to: timeOption.optional(),
  strategy: z.enum(["ema-atr", "governed"], "choose ema-atr or governed").default("ema-atr"),
  profile: z.enum(["reference", "guarded", "balanced"], "choose reference, guarded or balanced").optional(),
  fast: axisOption.optional(),
  slow: axisOption.optional(),
  atr: axisOption.optional(),
  "atr-mult": axisOption.optional(),
  "tp-mult": axisOption.optional(),
  parameter: z.array(namedAxisOption).optional(),
  "fee-bps": bpsOption.default(26),
  "slippage-bps": bpsOption.default(0),
  starting: z
    .string()
    .refine((text) => (parseUnits(text, CURRENCY_SCALE) ?? 0n) > 0n, { error: "is no amount above 0" })
    .default("10000"),
  title: z.string().trim().max(TITLE_LENGTH_MAX).default(""),
  workers: numberOption.pipe(z.int().min(1).max(WORKERS_MAX)).optional(),
  workspace: nameOption.optional(),
  json: flagOption,
};

export const foldFields = {
  "in-sample": barsOption.pipe(z.int().min(2)),
  "out-of-sample": barsOption.pipe(z.int().min(1)),
  purge: barsOption.default(0),
  embargo: barsOption.default(0),
  anchored: flagOption,
};

export const sweepSchema = z.object({ ...gridFields, axes: z.string().optional() });
export const walkForwardSchema = z.object({ ...gridFields, ...foldFields });
export type SweepOptions = z.infer<typeof sweepSchema>;
export type WalkForwardOptions = z.infer<typeof walkForwardSchema>;
export type GridOptions = Omit<SweepOptions, "axes">;

/** The file that is walked, without any server; undefined where stored bars are. */
export function studyFileOf({ parquet, csv }: GridOptions): string | undefined {
  if (parquet !== undefined && csv !== undefined) throw new UsageError("--parquet and --csv: one file at a time.");
  return parquet ?? csv;
}

/** Parameters that are tried with more than one value, and those that are fixed. */
export function gridOf(options: GridOptions): { readonly grid: ParameterGrid; readonly parameters: Readonly<Record<string, number>> } {
  const { fast, slow, atr, strategy } = options;
  const own = { fast, slow, atr, atrMult: options["atr-mult"], tpMult: options["tp-mult"] };
  const alien = Object.entries(own).find(([, values]) => values !== undefined)?.[0];
  if (strategy === "governed" && alien !== undefined) throw new UsageError(`--${alien} belongs to --strategy ema-atr.`);
  if (strategy === "ema-atr" && options.parameter !== undefined) throw new UsageError("--parameter belongs to --strategy governed.");
  const given = [...Object.entries(own), ...(options.parameter ?? [])].flatMap(([name, values]) =>
    values === undefined ? [] : [[name, values] as const],
  );
  return {
    grid: Object.fromEntries(given.filter(([, values]) => values.length > 1)),
    parameters: Object.fromEntries(given.flatMap(([name, values]) => (values.length === 1 ? [[name, values[0] ?? 0] as const] : []))),
  };
}

/** The terms of a study but for its bars, as the command line says them. */
export function termsOf(options: GridOptions): Readonly<Record<string, unknown>> {
  const { strategy, title, starting: balance } = options;
  const profile = options.profile ?? (strategy === "governed" ? "guarded" : "reference");
  return { strategy, title, balance, profile, feeBps: options["fee-bps"], slippageBps: options["slippage-bps"], ...gridOf(options) };
}

export function foldsOfOptions(options: WalkForwardOptions): Readonly<Record<string, unknown>> {
  return {
    kind: options.anchored ? "anchored" : "rolling",
    inSampleBars: options["in-sample"],
    outOfSampleBars: options["out-of-sample"],
    purgeBars: options.purge,
    embargoBars: options.embargo,
  };
}
