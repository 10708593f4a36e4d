import { parseAxis } from "@ballast/core/backtest/parameter-grid";
import { SEED_LENGTH_MAX } from "@ballast/core/backtest/walk-defaults";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { z } from "zod";
import { fillModelFields } from "./fill-model-options.ts";
import {
  flagOption,
  instrumentOption,
  instrumentsOption,
  nameOption,
  numberOption,
  sourceOption,
  timeframeOption,
  timeOption,
} from "./parse-options.ts";
import { namesOption, strategyOption } from "./strategy-options.ts";

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
  instrument: z.array(instrumentOption).optional(),
  instruments: instrumentsOption.optional(),
  account: nameOption.optional(),
  timeframe: timeframeOption.optional(),
  ts: z.enum(["s", "ms", "auto"]).default("auto"),
  source: sourceOption,
  from: timeOption.optional(),
  to: timeOption.optional(),
  strategy: strategyOption.optional(),
  strategies: namesOption.optional(),
  profile: nameOption.optional(),
  fast: axisOption.optional(),
  slow: axisOption.optional(),
  atr: axisOption.optional(),
  "atr-mult": axisOption.optional(),
  "tp-mult": axisOption.optional(),
  parameter: z.array(namedAxisOption).optional(),
  "fee-bps": bpsOption.optional(),
  "slippage-bps": bpsOption.optional(),
  seed: z.string().min(1).max(SEED_LENGTH_MAX).optional(),
  ...fillModelFields,
  starting: z
    .string()
    .refine((text) => (parseUnits(text, CURRENCY_SCALE) ?? 0n) > 0n, { error: "is no amount above 0" })
    .optional(),
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
