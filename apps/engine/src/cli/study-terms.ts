import type { ParameterGrid, ParameterSet } from "@ballast/core/backtest/parameter-grid";
import { storedProfileText } from "@ballast/core/backtest/study-profile";
import { usualSlippageBps } from "@ballast/core/backtest/walk-defaults";
import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { Account } from "@ballast/db/repositories/accounts";
import { UsageError } from "./command.ts";
import { fillModelFrom } from "./fill-model-options.ts";
import { symbolsNamed } from "./parse-options.ts";
import { givenOf, strategyChosen } from "./strategy-options.ts";
import type { GridOptions, WalkForwardOptions } from "./study-options.ts";

/** What an account has, as the terms of a study hold it: what no option says otherwise is taken from here. */
export type StudyAccount = {
  readonly settings: StrategySettings;
  /** A version of its workspace's: `key@version`. */
  readonly profile: string;
  readonly balance: string;
  readonly feeBps: number;
  readonly slippageBps: number;
  readonly seed: string;
};

export function studyAccountOf(account: Account): StudyAccount {
  const { profileKey: key, profileVersion: version, startingUnits, baseCurrency, takerFeeBps: feeBps, slippageBps, seed } = account;
  return {
    settings: decodeStrategySettings(account.settingsBody),
    profile: storedProfileText({ key, version }),
    balance: formatUnits(startingUnits, assetOf(baseCurrency).scale),
    ...{ feeBps, slippageBps, seed },
  };
}

/** The file that is walked, without any server; undefined where stored bars are. */
export function studyFileOf({ parquet, csv, account, ...named }: GridOptions): string | undefined {
  if (parquet !== undefined && csv !== undefined) throw new UsageError("--parquet and --csv: one file at a time.");
  const path = parquet ?? csv;
  if (path === undefined) return undefined;
  if (account !== undefined) throw new UsageError("--account walks stored bars; leave out the file.");
  if ((symbolsNamed(named)?.length ?? 0) > 1) throw new UsageError("--instrument: a file holds the bars of one.");
  return path;
}

/** The numbers that an account's strategy is set to, by the names that a grid has for them. */
function numbersOf(settings: StrategySettings): ParameterSet {
  if (settings.kind === "governed") return settings.parameters;
  const { fast, slow, atr, atrMult, tpMult } = settings;
  return { fast, slow, atr, atrMult, ...(tpMult === undefined ? {} : { tpMult }) };
}

const EMA_ATR_AXES = { fast: "fast", slow: "slow", atr: "atr", atrMult: "atr-mult", tpMult: "tp-mult" } as const;

/** A parameter of another strategy is a mistake, never left aside. */
function refuseAlien(options: GridOptions, kind: StrategySettings["kind"]): void {
  const alien = Object.values(EMA_ATR_AXES).find((name) => options[name] !== undefined);
  if (kind === "governed" && alien !== undefined) throw new UsageError(`--${alien} belongs to --strategy ema-atr.`);
  if (kind === "ema-atr" && options.parameter !== undefined) throw new UsageError("--parameter belongs to --strategy governed.");
}

/** Values that each parameter was given, by its name. */
function axesGiven(options: GridOptions): readonly (readonly [name: string, values: readonly number[]])[] {
  const own = Object.entries(EMA_ATR_AXES).map(([name, option]) => [name, options[option]] as const);
  return [...own, ...(options.parameter ?? [])].flatMap(([name, values]) => (values === undefined ? [] : [[name, values] as const]));
}

/** Parameters that are tried with more than one value. */
export function gridOf(options: GridOptions): ParameterGrid {
  return Object.fromEntries(axesGiven(options).filter(([, values]) => values.length > 1));
}

/**
 * The terms of a study but for its bars, as the command line says them. Parameters with several values are
 * the grid; those with one are fixed, an account's own among them where it runs the same strategy.
 */
export function termsOf(options: GridOptions, account?: StudyAccount): Readonly<Record<string, unknown>> & { readonly profile: string } {
  const named = options.strategy ?? account?.settings.kind ?? "ema-atr";
  const { kind: strategy, strategies } = strategyChosen(named, options.strategies);
  refuseAlien(options, strategy);
  const grid = gridOf(options);
  const fixed = axesGiven(options).flatMap(([name, values]) => (values.length === 1 ? [[name, values[0] ?? 0] as const] : []));
  const own = account?.settings.kind === strategy ? account.settings : undefined;
  const kept = own === undefined ? [] : Object.entries(numbersOf(own)).filter(([name]) => !(name in grid));
  const chosen = strategies ?? (own?.kind === "governed" ? own.strategies : undefined);
  const fillModel = fillModelFrom(options);
  const profile = options.profile ?? account?.profile ?? (strategy === "governed" ? "guarded" : "reference");
  const usualSlippage = usualSlippageBps({ isReference: profile === "reference" });
  return {
    ...{ strategy, title: options.title, grid, profile },
    parameters: Object.fromEntries([...kept, ...fixed]),
    ...givenOf({ strategies: chosen, fillModel, balance: options.starting ?? account?.balance }),
    ...givenOf({ feeBps: options["fee-bps"] ?? account?.feeBps, seed: options.seed ?? account?.seed }),
    slippageBps: options["slippage-bps"] ?? account?.slippageBps ?? usualSlippage,
  };
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
