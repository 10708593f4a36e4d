import { GOVERNED_STRATEGY_NAMES } from "@ballast/core/strategy/governed/kinds";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { strategySettingsSchema, type StrategyKind, type StrategySettings } from "@ballast/core/strategy/settings";
import { z } from "zod";
import { numberOption, parseValues, timeframeOption } from "./parse-options.ts";
import { UsageError } from "./command.ts";

const OPTION_NAMES = {
  atrMult: "atr-mult",
  tpMult: "tp-mult",
  timeframeMs: "timeframe",
  instruments: "instrument",
  parameters: "parameter",
};

/** A governed parameter as it is written, name=value. */
const parameterOption = z.string().transform((text, context): readonly [name: string, value: number] => {
  const [name = "", written = "", ...rest] = text.split("=");
  const value = numberOption.safeParse(written);
  if (value.success && rest.length === 0 && name.trim() !== "") return [name.trim(), value.data];
  context.addIssue({ code: "custom", message: `"${text}" is no parameter; write name=value, as trendStopAtr=2.5` });
  return z.NEVER;
});

/** A strategy as people name it: the reference strategy, the selector over all six, or one of the six alone. */
export const strategyOption = z.enum(
  ["ema-atr", "governed", ...GOVERNED_STRATEGY_NAMES],
  `choose ema-atr, governed, or one of the six alone: ${GOVERNED_STRATEGY_NAMES.join(", ")}`,
);

/** Names with commas between them. */
export const namesOption = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);

/** Fields of a command's schema whose options say what an account decides by. */
export const strategyFields = {
  strategy: strategyOption.optional(),
  strategies: namesOption.optional(),
  parameter: z.array(parameterOption).optional(),
  fast: numberOption.optional(),
  slow: numberOption.optional(),
  atr: numberOption.optional(),
  "atr-mult": numberOption.optional(),
  "tp-mult": numberOption.optional(),
  timeframe: timeframeOption.optional(),
};
type StrategyOptions = { readonly [Field in keyof typeof strategyFields]?: z.infer<(typeof strategyFields)[Field]> };

const OPTIONS_OF: Readonly<Record<StrategyKind, readonly (keyof StrategyOptions)[]>> = {
  "ema-atr": ["fast", "slow", "atr", "atr-mult", "tp-mult"],
  governed: ["strategies", "parameter"],
};

const EMA_ATR_DEFAULTS = { fast: 20, slow: 50, atr: 14, atrMult: 2 };

/** The settings that options make up, within their bounds; what does not fit is a usage error that names the option. */
function parseStrategyOptions(values: { readonly kind: StrategyKind } & Readonly<Record<string, unknown>>): StrategySettings {
  return parseValues<StrategySettings>(strategySettingsSchema, values, OPTION_NAMES);
}

/** What a named strategy means to settings: one of the six alone is the selector with nothing else to choose. */
export function strategyChosen(
  strategy: z.infer<typeof strategyOption>,
  strategies: readonly string[] | undefined,
): { readonly kind: StrategyKind; readonly strategies: readonly string[] | undefined } {
  if (strategy === "ema-atr" || strategy === "governed") return { kind: strategy, strategies };
  if (strategies !== undefined)
    throw new UsageError(`--strategies: --strategy ${strategy} runs that one alone; --strategy governed chooses among several.`);
  return { kind: "governed", strategies: [strategy] };
}

/** Only what was given: an option that was left out must not hide what an account has. */
export function givenOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** An option of another strategy is a mistake, never left aside. */
function refuseAlien(kind: StrategyKind, options: StrategyOptions): void {
  for (const [owner, names] of Object.entries(OPTIONS_OF)) {
    const alien = owner === kind ? undefined : names.find((name) => options[name] !== undefined);
    if (alien !== undefined) throw new UsageError(`--${alien} belongs to --strategy ${owner}; here the strategy is ${kind}.`);
  }
}

function ownGiven(
  options: Omit<StrategyOptions, "strategies"> & { readonly strategies: readonly string[] | undefined },
  before: StrategySettings | undefined,
): Record<string, unknown> {
  const { fast, slow, atr, "atr-mult": atrMult, "tp-mult": tpMult, strategies, parameter } = options;
  const parameters = parameter && {
    ...(before?.kind === "governed" ? before.parameters : {}),
    ...Object.fromEntries(parameter),
  };
  return givenOf({ fast, slow, atr, atrMult, tpMult, strategies, parameters });
}

/**
 * What options make of settings that are there, or of the defaults where there are none. Another kind
 * keeps instruments and timeframe and begins with its own defaults. Undefined where nothing was given.
 */
export function strategyFrom(
  options: StrategyOptions,
  before: StrategySettings | undefined,
  instruments: readonly string[] | undefined,
): StrategySettings | undefined {
  const { kind, strategies } = strategyChosen(options.strategy ?? before?.kind ?? "ema-atr", options.strategies);
  refuseAlien(kind, options);
  const own = ownGiven({ ...options, strategies }, before);
  const market = givenOf({ timeframeMs: options.timeframe, instruments });
  const isSameKind = before?.kind === kind;
  if (isSameKind && Object.keys({ ...own, ...market }).length === 0) return undefined;
  if (isSameKind) return parseStrategyOptions({ ...before, ...own, ...market, kind });
  const kept = { timeframeMs: before?.timeframeMs ?? HOUR_MS, instruments: before?.instruments ?? [] };
  return parseStrategyOptions({ ...(kind === "ema-atr" ? EMA_ATR_DEFAULTS : {}), ...kept, ...own, ...market, kind });
}
