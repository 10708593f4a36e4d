import { presetNamed } from "@ballast/core/backtest/study-profile";
import { DEFAULT_SEED, SEED_LENGTH_MAX, usualSlippageBps } from "@ballast/core/backtest/walk-defaults";
import { GUARDED_PROFILE, REFERENCE_PROFILE } from "@ballast/core/risk/profile-presets";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { assetOf } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { z } from "zod";
import type { BacktestTerms } from "../usecases/backtest/backtest-terms.ts";
import { CommandRefused, UsageError } from "./command.ts";
import { fillModelFields, fillModelFrom } from "./fill-model-options.ts";
import {
  amountOption,
  flagOption,
  instrumentOption,
  instrumentsOption,
  nameOption,
  numberOption,
  refuseReversed,
  sourceOption,
  symbolsNamed,
  timeOption,
} from "./parse-options.ts";
import { profileOfFile } from "./profile-named.ts";
import { strategyFields, strategyFrom } from "./strategy-options.ts";

const BPS_MAX = 1_000;
const FEE_BPS_USUAL = 26;
const BALANCE_USUAL = "10000";

const bpsOption = numberOption.pipe(z.number().min(0).max(BPS_MAX));
const lotOption = z
  .string()
  .trim()
  .regex(/^\d{1,12}(\.\d{1,12})?$/, "is no amount of at most 12 decimals");

/** Options of `backtest` as they are written. */
export const backtestSchema = z.object({
  parquet: z.string().min(1).optional(),
  csv: z.string().min(1).optional(),
  instrument: z.array(instrumentOption).optional(),
  instruments: instrumentsOption.optional(),
  workspace: nameOption.optional(),
  ts: z.enum(["s", "ms", "auto"]).default("auto"),
  source: sourceOption,
  account: nameOption.optional(),
  run: nameOption.optional(),
  from: timeOption.optional(),
  to: timeOption.optional(),
  ...strategyFields,
  profile: z.string().trim().min(1).optional(),
  "fee-bps": bpsOption.optional(),
  "slippage-bps": bpsOption.optional(),
  starting: amountOption.optional(),
  sizing: z.enum(["all"], "choose all, or leave it out").optional(),
  "lot-step": lotOption.optional(),
  seed: z.string().min(1).max(SEED_LENGTH_MAX).optional(),
  ...fillModelFields,
  stress: flagOption,
  bias: flagOption,
  trades: flagOption,
  tables: flagOption,
  out: z.string().min(1).optional(),
  json: flagOption,
});
export type BacktestOptions = z.infer<typeof backtestSchema>;

/** A file of bars, and the option that names it. */
export type BarFileNamed = { readonly path: string; readonly option: "parquet" | "csv" };

/** The file that is walked; undefined where stored bars are. */
export function fileOf({ parquet, csv }: BacktestOptions): BarFileNamed | undefined {
  if (parquet !== undefined) return { path: parquet, option: "parquet" };
  return csv === undefined ? undefined : { path: csv, option: "csv" };
}

/** What can be known to be wrong before a file is opened or a server brought up. */
export function checkOptions(options: BacktestOptions): void {
  refuseReversed(options);
  const { parquet, csv, account, run } = options;
  const instruments = symbolsNamed(options) ?? [];
  const isOfFile = parquet !== undefined || csv !== undefined;
  if (parquet !== undefined && csv !== undefined) throw new UsageError("--parquet and --csv: one file at a time.");
  if (isOfFile && account !== undefined) throw new UsageError("--account walks stored bars; leave out the file.");
  if (run !== undefined && account === undefined) throw new UsageError("--run names a run of an account; say which with --account.");
  if (isOfFile && instruments.length > 1) throw new UsageError("--instrument: a file holds the bars of one.");
  if (!isOfFile && account === undefined && instruments.length === 0)
    throw new UsageError("say what to walk: --parquet or --csv with a file, or --instrument or --account for stored bars.");
  fillModelFrom(options);
  if (account === undefined) strategyFrom(options, undefined, instruments.length > 0 ? instruments : ["FILE/USD"]);
}

/** What an account has, where stored bars are walked for one. */
export type AccountTerms = Pick<
  BacktestTerms,
  "settings" | "profile" | "startingUnits" | "feeBps" | "slippageBps" | "seed" | "baseCurrency"
>;

/** A profile that some workspace keeps under a name; undefined where it keeps none. */
export type StoredProfiles = (name: string) => Promise<RiskProfile | undefined>;

type TermsOf = {
  readonly settings: StrategySettings;
  readonly baseCurrency: string;
  readonly account?: AccountTerms | undefined;
  /** Left out where a file alone is walked: nobody keeps profiles there. */
  readonly storedProfiles?: StoredProfiles;
};

async function profileFrom(options: BacktestOptions, { settings, account, storedProfiles }: TermsOf): Promise<RiskProfile> {
  const { profile: named, sizing } = options;
  const usual = account?.profile ?? (settings.kind === "ema-atr" ? REFERENCE_PROFILE : GUARDED_PROFILE);
  const profile =
    named === undefined ? usual : (presetNamed(named) ?? (await profileOfFile(named))?.profile ?? (await storedProfiles?.(named)));
  if (profile === undefined)
    throw new CommandRefused({
      code: "PROFILE_UNKNOWN",
      fact: `--profile ${named}: there is no such profile, and no such file`,
      mend:
        storedProfiles === undefined
          ? "Name reference, guarded, balanced or an account file."
          : "Name reference, guarded, balanced, one of the workspace's own (key or key@version), or an account file.",
    });
  return sizing === undefined ? profile : { ...profile, sizing };
}

/** The settings of the strategy over these instruments and bars of this length: an account's own where no option says otherwise. */
export function settingsFrom(
  options: BacktestOptions,
  market: { readonly instruments: readonly string[]; readonly timeframeMs: number | undefined },
  own?: StrategySettings,
): StrategySettings {
  const settings = strategyFrom({ ...options, timeframe: market.timeframeMs }, own, market.instruments) ?? own;
  if (settings === undefined) throw new Error("options without an account make up whole settings");
  return settings;
}

/** A starting balance in units of what it is kept in: a coin has more decimals than a currency. */
function startingUnits(text: string, baseCurrency: string): bigint {
  const units = parseUnits(text, assetOf(baseCurrency).scale);
  if (units === undefined) throw new UsageError(`--starting: "${text}" is no amount of ${baseCurrency}.`);
  return units;
}

/** All that a backtest runs with; of an account what no option says. */
export async function termsFrom(options: BacktestOptions, of: TermsOf): Promise<BacktestTerms> {
  const { settings, baseCurrency, account } = of;
  const profile = await profileFrom(options, of);
  const isReference = profile.kind === "reference";
  // A run under a reference profile begins with the usual balance, whatever the account has.
  const starting = options.starting === undefined && !isReference ? account?.startingUnits : undefined;
  return {
    ...{ settings, profile, baseCurrency },
    startingUnits: starting ?? startingUnits(options.starting ?? BALANCE_USUAL, baseCurrency),
    feeBps: options["fee-bps"] ?? account?.feeBps ?? FEE_BPS_USUAL,
    slippageBps: options["slippage-bps"] ?? (isReference ? 0 : account?.slippageBps) ?? usualSlippageBps({ isReference }),
    fillModel: fillModelFrom(options),
    seed: options.seed ?? account?.seed ?? DEFAULT_SEED,
    ...{ fromMs: options.from, toMs: options.to, barsLate: 0 },
  };
}
