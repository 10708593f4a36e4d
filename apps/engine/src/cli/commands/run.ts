import { decodeStrategySettings, encodeStrategySettings } from "@ballast/core/strategy/settings";
import { feeBpsOf, feeTierOf } from "@ballast/core/execution/fee-tiers";
import type { Instrument } from "@ballast/core/market/instrument";
import { decodeRiskProfile, encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import { CURRENCY_SCALE } from "@ballast/core/money/asset";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { isBoundary, timeframeName } from "@ballast/core/time/timeframe";
import type { Account } from "@ballast/db/repositories/accounts";
import { findRun, readRunProgress, type Run } from "@ballast/db/repositories/runs";
import { runAdvance } from "@ballast/jobs/catalog";
import type { Pool } from "pg";
import { z } from "zod";
import { setTimeout as sleep } from "node:timers/promises";
import { paymentWarnings } from "../../usecases/accounts/payment-warning.ts";
import { shipMarkets } from "../../usecases/market/markets.ts";
import { startRun, type RunOverrides } from "../../usecases/runs/start-run.ts";
import { compareWithTwin, explainBooks } from "../../usecases/runs/explain-run.ts";
import { summariseRun } from "../../usecases/runs/summarise-run.ts";
import { sweepRuns } from "../../usecases/runs/sweep-runs.ts";
import { accountsNamed } from "../account-directory.ts";
import { CommandRefused, EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import {
  amountOption,
  flagOption,
  instrumentOption,
  nameOption,
  numberOption,
  parseOptions,
  refuseReversed,
  sourceOption,
  timeOption,
} from "../parse-options.ts";
import { fillModelFields, fillModelFrom } from "../fill-model-options.ts";
import { rearmOption } from "../rearm-option.ts";
import { strategyFields, strategyFrom } from "../strategy-options.ts";
import { commandActor } from "../run-study.ts";
import { summaryJson, summaryText, type RunView } from "../run-view.ts";
import { countedText } from "../table.ts";

const bpsOption = numberOption.pipe(z.number().min(0).max(1_000));
/** A longer run is a slip in a date: it would seal closes and open partitions by the thousand. */
const PERIOD_MS_MAX = 30 * 366 * 86_400_000;

const schema = z.object({
  account: z.array(nameOption).min(1),
  from: timeOption,
  to: timeOption,
  source: sourceOption,
  "run-key": z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "a key is small letters, digits and dashes")
    .optional(),
  instrument: z.array(instrumentOption).optional(),
  ...strategyFields,
  profile: z.enum(["guarded", "balanced", "reference"]).optional(),
  "fee-bps": bpsOption.optional(),
  "fee-tier": numberOption.pipe(z.number().min(0)).optional(),
  "slippage-bps": bpsOption.optional(),
  ...fillModelFields,
  balance: amountOption.optional(),
  "rearm-after": rearmOption,
  trades: flagOption,
  json: flagOption,
});
type Options = z.infer<typeof schema>;

const REFERENCE_BALANCE = "10000";
const POLL_MS = 100;
const SWEEP_EVERY_MS = 2_000;
const PROGRESS_MS = 2_000;

/** The accounts' own settings with what the command line sets in their place; one content for all of them. */
async function settingsOf(pool: Pool, options: Options, accounts: readonly Account[]): Promise<Uint8Array | undefined> {
  const instruments = options.instrument && (await entriesNamed(pool, options.instrument)).map(({ instrument }) => instrument.symbol);
  const [own] = accounts.map((account) => decodeStrategySettings(account.settingsBody));
  const changed = own === undefined ? undefined : strategyFrom(options, own, instruments);
  return changed === undefined ? undefined : encodeStrategySettings(changed);
}

/** A fee as it is written, or what the venue's schedule takes from a market order. */
function takerFeeOf(options: Options): number | undefined {
  const volumeUsd = options["fee-tier"];
  if (volumeUsd === undefined) return options["fee-bps"];
  if (options["fee-bps"] !== undefined) throw new UsageError("--fee-tier and --fee-bps both say the fee; write one.");
  return feeBpsOf("market", feeTierOf(volumeUsd));
}

async function overridesOf(pool: Pool, options: Options, accounts: readonly Account[]): Promise<RunOverrides> {
  const isReference =
    options.profile === "reference" ||
    (options.profile === undefined && accounts.every((account) => decodeRiskProfile(account.profileBody).kind === "reference"));
  const balance = options.balance ?? (isReference ? REFERENCE_BALANCE : undefined);
  const startingUnits = balance === undefined ? undefined : parseUnits(balance, CURRENCY_SCALE);
  return {
    profileBody: options.profile === undefined ? undefined : encodeRiskProfile(RISK_PROFILE_PRESETS[options.profile]),
    settingsBody: await settingsOf(pool, options, accounts),
    takerFeeBps: takerFeeOf(options),
    slippageBps: options["slippage-bps"] ?? (isReference ? 0 : undefined),
    fillModel: fillModelFrom(options),
    startingUnits,
  };
}

type Entering = { readonly accounts: readonly Account[]; readonly overrides: RunOverrides };
type Payments = ReadonlyMap<string, ReturnType<typeof paymentWarnings>>;
type Report = Pick<RunView, "run" | "books" | "seeds" | "twin">;

/** What each account can't pay for in a market that holds what all of them trade. */
function paymentsOf(instruments: readonly Instrument[], { accounts, overrides }: Entering): Payments {
  const symbolsOf = ({ settingsBody }: Account): readonly string[] =>
    decodeStrategySettings(overrides.settingsBody ?? settingsBody).instruments;
  const universe = accounts.flatMap(symbolsOf);
  return new Map(
    accounts.map((account) => {
      const { id, key: accountKey, baseCurrency } = account;
      return [id, paymentWarnings({ accountKey, baseCurrency, symbols: symbolsOf(account), universe, instruments })];
    }),
  );
}

/** Waits for the run to end, nudging what a lost job would have; answers the run as it ended. */
async function awaitRun(session: EngineSession, started: Run, terminal: Terminal): Promise<Run> {
  const { pool } = session.ports;
  let sweptMs = 0;
  let shownMs = session.ports.wallMs();
  for (;;) {
    const run = await findRun(pool, started.id);
    if (run === undefined) throw new Error(`run ${started.key} is gone`);
    if (run.state !== "running") return run;
    const nowMs = session.ports.wallMs();
    if (nowMs - sweptMs > SWEEP_EVERY_MS) {
      await sweepRuns(session.ports);
      sweptMs = nowMs;
    }
    if (nowMs - shownMs > PROGRESS_MS) {
      const progress = await readRunProgress(pool, run.id);
      terminal.err(
        `${run.key}: ${countedText(progress.receipts, "decision")}, ${progress.finishedBooks} of ${countedText(progress.books, "account")} through\n`,
      );
      shownMs = nowMs;
    }
    await sleep(POLL_MS);
  }
}

/** Starts the run, has it worked, and answers how it ended. */
async function carryOut(
  session: EngineSession,
  of: Entering & { readonly options: Options; readonly terminal: Terminal; readonly warn: (line: string) => void },
): Promise<Run> {
  const { ports } = session;
  const { accounts, overrides, options, terminal, warn } = of;
  const started = await startRun({
    ...ports,
    accounts,
    fromMs: options.from,
    toMs: options.to,
    source: options.source,
    marketKey: "archive",
    runKey: options["run-key"],
    overrides,
    rearmAfterMs: options["rearm-after"],
    asked: { by: commandActor(), atMs: ports.wallMs() },
    onWarning: warn,
  });
  const workers = await session.work();
  await ports.enqueue(runAdvance, { runId: started.id });
  const ended = await awaitRun(session, started, terminal).finally(() => workers.close());
  if (ended.state === "finished") return ended;
  throw new CommandRefused({
    code: "RUN_FAILED",
    fact: `run ${ended.key} ${ended.state}: ${ended.failure ?? ""}`,
    mend: "Mend what it says and run again.",
  });
}

/** What the run earned and why, and how it compares with the same one before. */
async function reportOn(pool: Pool, run: Run, of: Entering & { readonly payments: Payments }): Promise<Report> {
  const { accounts, overrides, payments } = of;
  const books = await explainBooks(pool, await summariseRun(pool, run), (accountId) => {
    const payment = payments.get(accountId);
    return payment?.isAll === true ? payment.warnings.join(" ") : undefined;
  });
  const hasLuck = overrides.fillModel !== undefined || accounts.some(({ slippageBps }) => (overrides.slippageBps ?? slippageBps) > 0);
  return { run, books, seeds: new Map(accounts.map(({ id, seed }) => [id, seed])), twin: await compareWithTwin(pool, run, hasLuck) };
}

async function execute(session: EngineSession, options: Options, terminal: Terminal): Promise<string> {
  const { ports } = session;
  const accounts = await accountsNamed(ports.pool, { names: options.account });
  const overrides = await overridesOf(ports.pool, options, accounts);
  refuseOffGrid(
    options,
    overrides.settingsBody === undefined ? accounts.map(({ settingsBody }) => settingsBody) : [overrides.settingsBody],
  );
  await shipMarkets(ports.pool);
  const warnings: string[] = [];
  const warn = (line: string): void => {
    warnings.push(line);
    terminal.err(`${line}\n`);
  };
  const payments = paymentsOf(ports.instruments, { accounts, overrides });
  for (const own of payments.values()) own.warnings.forEach(warn);
  const startedMs = ports.wallMs();
  const ended = await carryOut(session, { accounts, overrides, options, terminal, warn });
  const report = await reportOn(ports.pool, ended, { accounts, overrides, payments });
  const view: RunView = { ...report, warnings, isWithTrades: options.trades, elapsedMs: ports.wallMs() - startedMs };
  return options.json ? summaryJson(view) : summaryText(view);
}

/** A run's closes lie on the grid of its bars; between two of them there is no snapshot to decide on. */
function refuseOffGrid({ from, to }: Options, settings: readonly Uint8Array[]): void {
  for (const body of settings) {
    const { timeframeMs } = decodeStrategySettings(body);
    const name = timeframeName(timeframeMs) ?? `${timeframeMs} ms`;
    for (const [option, ms] of Object.entries({ from, to }))
      if (!isBoundary(ms, timeframeMs))
        throw new UsageError(`--${option}: ${new Date(ms).toISOString()} is not where a ${name} bar opens.`);
  }
}

/** What can be known to be wrong without the database, before any service is brought up. */
function checkPeriod({ from, to }: Options): void {
  refuseReversed({ from, to });
  if (to - from > PERIOD_MS_MAX) throw new UsageError("--from and --to lie more than 30 years apart.");
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  checkPeriod(options);
  fillModelFrom(options);
  takerFeeOf(options);
  await terminal.out(`${await withEngineSession(terminal, (session) => execute(session, options, terminal))}\n`);
  return EXIT.done;
};
