import { userInfo } from "node:os";
import { basename } from "node:path";
import { toHex } from "@ballast/core/numeric/hash";
import { decodeRiskProfile, encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { StrategySettings } from "@ballast/core/strategy/settings";
import { decodeStrategySettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { timeframeName } from "@ballast/core/time/timeframe";
import { listTenants, type Account } from "@ballast/db/repositories/accounts";
import type { Pool } from "pg";
import { fileFault } from "../file-fault.ts";
import { detectFileKind } from "../marketdata/import/file-kind.ts";
import { sha256 } from "../ports/sha256.ts";
import {
  BACKTEST_REARM_MS,
  hashTerms,
  type BacktestMarket,
  type BacktestTerms,
  type WalkKeys,
} from "../usecases/backtest/backtest-terms.ts";
import { loadFileMarket } from "../usecases/backtest/file-market.ts";
import type { CountRun } from "../usecases/backtest/report-backtest.ts";
import { loadStoredMarket } from "../usecases/backtest/stored-market.ts";
import { countStoredTrial } from "../usecases/backtest/stored-trial.ts";
import { countTrial, trialFileIn } from "../usecases/backtest/trial-file.ts";
import { refuseClosedHoldout } from "../usecases/lab/holdout-looks.ts";
import { hashDataset } from "../usecases/lab/spec-hash.ts";
import { nameOfRun } from "../usecases/runs/run-name.ts";
import { accountNamed } from "./account-directory.ts";
import {
  settingsFrom,
  termsFrom,
  type AccountTerms,
  type BacktestOptions,
  type BarFileNamed,
  type StoredProfiles,
} from "./backtest-options.ts";
import { CommandRefused, UsageError, type Terminal } from "./command.ts";
import { entriesNamed } from "./instrument-directory.ts";
import { symbolsNamed } from "./parse-options.ts";
import { storedProfile } from "./profile-named.ts";
import { stateFolderOf } from "./state-folder.ts";

/** What is walked, and who counts it. */
export type ReadyBacktest = {
  readonly title: string;
  readonly strategy: string;
  readonly market: BacktestMarket;
  readonly terms: BacktestTerms;
  readonly datasetHash: Uint8Array;
  readonly countRun: CountRun;
  readonly loadMs: number;
};

/** A strategy with its parameters, in one line. */
function strategyText(settings: StrategySettings): string {
  if (settings.kind === "governed") return `governed (${settings.strategies.join(", ")})`;
  const { fast, slow, atr, atrMult, tpMult } = settings;
  return `ema-atr, fast ${fast}, slow ${slow}, ATR ${atr} x ${atrMult}${tpMult === undefined ? "" : `, take profit ${tpMult}`}`;
}

function refuseOtherKind(option: BarFileNamed["option"], isParquet: boolean): void {
  if ((option === "parquet") === isParquet) return;
  throw new UsageError(
    isParquet ? "--csv: this is a Parquet file; give it with --parquet." : "--parquet: this is no Parquet file; give it with --csv.",
  );
}

/** A file alone: no server is asked, and its trials are counted in a file too. */
export async function readyFromFile(options: BacktestOptions, { path, option }: BarFileNamed, terminal: Terminal): Promise<ReadyBacktest> {
  refuseOtherKind(option, (await detectFileKind(path)) === "parquet");
  const startedMs = performance.now();
  const wish = { path, instrument: symbolsNamed(options)?.[0], timeframeMs: options.timeframe, timestampUnit: options.ts };
  const { market, datasetHash } = await loadFileMarket(sha256, wish);
  const loadMs = performance.now() - startedMs;
  const instruments = market.instruments.map(({ symbol }) => symbol);
  const settings = settingsFrom(options, { instruments, timeframeMs: market.timeframeMs });
  const baseCurrency = market.instruments[0]?.quote.code ?? "";
  const terms = await termsFrom(options, { settings, baseCurrency });
  const strategy = strategyText(settings);
  const run = {
    dataset: toHex(datasetHash),
    spec: toHex(hashTerms(sha256, terms)),
    run_by: userInfo().username,
    file: basename(path),
    strategy,
  };
  const countRun: CountRun = ({ sharpePerBar: sharpe_per_bar, observations, skew, kurtosis }) =>
    countTrial(trialFileIn(stateFolderOf(terminal)), { ...run, sharpe_per_bar, observations, skew, kurtosis }, Date.now).catch(
      (cause: unknown) => {
        terminal.err(`This run is not counted: the ledger of trials can't be written (${fileFault(cause)}).\n`);
        return undefined;
      },
    );
  return { title: basename(path), strategy, market, terms, datasetHash, countRun, loadMs };
}

function termsOf(account: Account): AccountTerms {
  const { baseCurrency, startingUnits, takerFeeBps: feeBps, slippageBps, seed } = account;
  const [settings, profile] = [decodeStrategySettings(account.settingsBody), decodeRiskProfile(account.profileBody)];
  return { settings, profile, baseCurrency, startingUnits, feeBps, slippageBps, seed };
}

/** The workspace whose ledger counts a run and whose profiles it may name: the account's, the one that is named, else the only one there is. */
async function tenantOf(pool: Pool, account: Account | undefined, named: string | undefined): Promise<string | undefined> {
  if (account !== undefined) return account.tenantId;
  const tenants = await listTenants(pool);
  if (named === undefined && tenants.length < 2) return tenants[0]?.id;
  const tenant = tenants.find(({ key, id }) => key === named || id === named);
  if (tenant !== undefined) return tenant.id;
  const keys = tenants.map(({ key }) => key).join(", ") || "none yet";
  throw named === undefined
    ? new CommandRefused({
        code: "WORKSPACE_UNNAMED",
        fact: `there are ${tenants.length} workspaces, and a run counts in the ledger of one`,
        mend: `Name it with --workspace: ${keys}.`,
      })
    : new CommandRefused({ code: "WORKSPACE_UNKNOWN", fact: `there is no workspace ${named}`, mend: `There are ${keys}.` });
}

/** All that is traded is paid for with one currency. */
function baseOf(market: BacktestMarket): string {
  const quotes = [...new Set(market.instruments.map(({ quote }) => quote.code))];
  const [base] = quotes;
  if (base !== undefined && quotes.length === 1) return base;
  throw new CommandRefused({
    code: "QUOTES_DIFFER",
    fact: `the instruments are quoted in ${quotes.join(" and ")}`,
    mend: "Walk those of one quote, or an account that says what it is kept in: --account.",
  });
}

/** Where the last bar of a market ends. */
function endOf({ bars, timeframeMs }: BacktestMarket): number {
  return Math.max(...[...bars.values()].map(({ tsMs }) => (tsMs[tsMs.length - 1] ?? -Infinity) + timeframeMs));
}

/**
 * The keys of the run that `ballast run` makes of the same account over the same period, so that both draw the
 * same luck: of a run that has a number or a name of its own, `--run` says which.
 */
function keysOf(
  account: Account,
  of: {
    readonly options: BacktestOptions;
    readonly own: AccountTerms;
    readonly terms: BacktestTerms;
    readonly market: BacktestMarket;
  },
): WalkKeys {
  const { options, own, terms, market } = of;
  const { profile, settings, feeBps: takerFeeBps, slippageBps, startingUnits, seed, fillModel } = terms;
  const content = {
    profileBody: profile === own.profile ? account.profileBody : encodeRiskProfile(profile),
    settingsBody: settings === own.settings ? account.settingsBody : encodeStrategySettings(settings),
  };
  const fromMs = terms.fromMs ?? Math.min(...[...market.bars.values()].map(({ tsMs }) => tsMs[0] ?? Infinity));
  const period = { fromMs, toMs: terms.toMs ?? endOf(market), source: options.source, rearmAfterMs: BACKTEST_REARM_MS, fillModel };
  const entering = { key: account.key, ...content, takerFeeBps, slippageBps, startingUnits, seed };
  return { accountKey: account.key, runKey: options.run ?? nameOfRun(sha256, [entering], period) };
}

/** Stored bars, for an account or for terms of the command's own. */
export async function readyFromStore(options: BacktestOptions, pool: Pool): Promise<ReadyBacktest> {
  const startedMs = performance.now();
  const { workspace } = options;
  const account = options.account === undefined ? undefined : await accountNamed(pool, { name: options.account, workspace });
  const own = account === undefined ? undefined : termsOf(account);
  const timeframeMs = options.timeframe ?? own?.settings.timeframeMs;
  const entries = await entriesNamed(pool, symbolsNamed(options) ?? own?.settings.instruments ?? []);
  const settings = settingsFrom(options, { instruments: entries.map(({ instrument }) => instrument.symbol), timeframeMs }, own?.settings);
  const wish = { entries, timeframeMs: settings.timeframeMs, source: options.source, toMs: options.to };
  const market = await loadStoredMarket({ pool, sha256 }, wish);
  const loadMs = performance.now() - startedMs;
  const tenantId = await tenantOf(pool, account, workspace);
  const dataset = { source: options.source, instruments: settings.instruments, timeframeMs: settings.timeframeMs };
  const sight = tenantId === undefined ? undefined : { tenantId, dataset, toMs: endOf(market) };
  if (sight !== undefined) await refuseClosedHoldout(pool, sight);
  const storedProfiles: StoredProfiles = async (text) =>
    tenantId === undefined ? undefined : (await storedProfile(pool, { tenantId, text }))?.profile;
  const asked = await termsFrom(options, { settings, baseCurrency: own?.baseCurrency ?? baseOf(market), account: own, storedProfiles });
  const terms =
    account === undefined || own === undefined ? asked : { ...asked, keys: keysOf(account, { options, own, terms: asked, market }) };
  const datasetHash = hashDataset(sha256, dataset);
  const countRun: CountRun = async (figures) => {
    if (sight === undefined) return undefined;
    const run = { ...sight, specHash: hashTerms(sha256, terms), runBy: userInfo().username, runAtMs: Date.now() };
    return countStoredTrial({ pool, sha256 }, run, figures);
  };
  const title = `Stored ${timeframeName(settings.timeframeMs) ?? ""} bars of ${options.source}`;
  return { title, strategy: strategyText(settings), market, terms, datasetHash, countRun, loadMs };
}
