import type { BarFillModelSpec } from "@ballast/core/execution/fill-model-spec";
import type { Instrument } from "@ballast/core/market/instrument";
import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { timeframeName } from "@ballast/core/time/timeframe";
import { lineageNeedsOf } from "@ballast/core/strategy/strategy-of";
import type { Account } from "@ballast/db/repositories/accounts";
import { inTransaction } from "@ballast/db/clients/pool";
import { openBooks } from "@ballast/db/repositories/open-books";
import { seriesSpan } from "@ballast/db/repositories/bars";
import { findSeries } from "@ballast/db/repositories/series";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { findRunByKey, insertRun, type Run } from "@ballast/db/repositories/runs";
import { putTrack } from "@ballast/db/repositories/tracks";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { lookInto, refuseClosedHoldout } from "../lab/holdout-looks.ts";
import { openLineage } from "../seal-snapshots.ts";
import { fillModelOption } from "./run-fill-model.ts";
import { nameOfRun } from "./run-name.ts";
import { openRunBooks, type RunAccount } from "./open-run-books.ts";

/** What a run sets in place of what its accounts have. */
export type RunOverrides = {
  readonly profileBody?: Uint8Array | undefined;
  readonly settingsBody?: Uint8Array | undefined;
  readonly takerFeeBps?: number | undefined;
  readonly slippageBps?: number | undefined;
  /** How the run's venue fills; undefined: at the next open. */
  readonly fillModel?: BarFillModelSpec | undefined;
  readonly startingUnits?: bigint | undefined;
};

export type StartRun = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly instruments: readonly Instrument[];
  readonly shards: number;
  readonly accounts: readonly Account[];
  /** Bars that open in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly source: string;
  readonly marketKey: string;
  /** Undefined: named after what it runs, so that the same run again is recognised. */
  readonly runKey: string | undefined;
  readonly overrides: RunOverrides;
  /** Nobody watches a run: after so long on its clock it releases what its books have halted. Undefined: never. */
  readonly rearmAfterMs?: number | undefined;
  /** Who wants it, by wall time: named beside a look into a holdout. Left out, nobody's look is logged. */
  readonly asked?: { readonly by: string; readonly atMs: number };
  /** Told what the run goes without. */
  readonly onWarning: (line: string) => void;
};

/** Accounts of a run that share a shard, and so a commit: a commit costs more than the slots in it. */
const ACCOUNTS_PER_SHARD = 25;
const SAME_KEY_MAX = 1_000;

function overridden(account: Account, overrides: RunOverrides): RunAccount {
  return {
    ...account,
    profileBody: overrides.profileBody ?? account.profileBody,
    settingsBody: overrides.settingsBody ?? account.settingsBody,
    takerFeeBps: overrides.takerFeeBps ?? account.takerFeeBps,
    slippageBps: overrides.slippageBps ?? account.slippageBps,
    startingUnits: overrides.startingUnits ?? account.startingUnits,
  };
}

/**
 * The name itself where it is free, else with the lowest number behind it whose run has not ended: a
 * run that was cut off is gone on with, a finished one is run anew beside it.
 */
async function openKey(pool: Pool, tenantId: string, name: string): Promise<{ readonly key: string; readonly running: Run | undefined }> {
  for (let n = 1; n <= SAME_KEY_MAX; n += 1) {
    const key = n === 1 ? name : `${name}-${n}`;
    const found = await findRunByKey(pool, tenantId, key);
    if (found === undefined || found.state === "running") return { key, running: found };
  }
  throw new AppError("RUN_KEYS_EXHAUSTED", `the same run was started ${SAME_KEY_MAX} times; name the next one with --run-key`, {
    retry: "never",
  });
}

/** All accounts of a run read one lineage, so they share its timeframe and its first bar. */
function marketOf(accounts: readonly RunAccount[]): {
  readonly timeframeMs: number;
  readonly universe: string[];
  readonly featureNames: string[];
  readonly marketFeatureNames: string[];
  readonly isReference: boolean;
} {
  const settings = accounts.map((account) => decodeStrategySettings(account.settingsBody));
  const timeframes = new Set(settings.map(({ timeframeMs }) => timeframeMs));
  const kinds = new Set(accounts.map((account) => decodeRiskProfile(account.profileBody).kind));
  const [timeframeMs] = timeframes;
  if (timeframeMs === undefined || timeframes.size > 1)
    throw new AppError("RUN_MIXES_TIMEFRAMES", "the accounts of one run trade one timeframe; run the others apart", { retry: "never" });
  if (kinds.size > 1)
    throw new AppError("RUN_MIXES_PROFILES", "reference and governed profiles start their series at different bars; run them apart", {
      retry: "never",
    });
  const [kind = "governed"] = kinds;
  const needs = settings.map((own) => lineageNeedsOf(own, kind));
  return {
    timeframeMs,
    universe: [...new Set(settings.flatMap(({ instruments }) => instruments))].sort(),
    featureNames: [...new Set(needs.flatMap(({ featureNames }) => featureNames))].sort(),
    marketFeatureNames: [...new Set(needs.flatMap(({ marketValueNames }) => marketValueNames))],
    isReference: kind === "reference",
  };
}

/** A run that was named by hand: gone on with where it is the same run, refused where the name means another. */
async function namedKey(
  pool: Pool,
  tenantId: string,
  named: { readonly key: string; readonly contentKey: string },
): Promise<{ readonly key: string; readonly running: Run | undefined }> {
  const found = await findRunByKey(pool, tenantId, named.key);
  if (found === undefined || (found.state === "running" && found.options["content"] === named.contentKey))
    return { key: named.key, running: found };
  throw new AppError("RUN_KEY_TAKEN", `a run named ${named.key} exists already; choose another --run-key`, { retry: "never" });
}

/** Open time of the first stored bar. An instrument without bars is absent in every snapshot; a run without any is refused. */
async function firstStoredMs({ pool, source, fromMs, toMs, onWarning }: StartRun, market: ReturnType<typeof marketOf>): Promise<number> {
  const { universe, timeframeMs } = market;
  let firstMs = Infinity;
  let lastMs = -Infinity;
  const missing: string[] = [];
  for (const symbol of universe) {
    const series = await findSeries(pool, { source, symbol, timeframeMs });
    const span = series === undefined ? undefined : await seriesSpan(pool, series.id);
    if (span === undefined) missing.push(symbol);
    else [firstMs, lastMs] = [Math.min(firstMs, span.firstMs), Math.max(lastMs, span.lastMs)];
  }
  if (missing.length === universe.length) {
    const name = timeframeName(timeframeMs) ?? `${timeframeMs} ms`;
    throw new AppError(
      "NO_BARS",
      `no ${name} bars of ${missing.join(", ")} are stored under ${source}; import them with: npx ballast import`,
      { retry: "never" },
    );
  }
  if (lastMs < fromMs || firstMs >= toMs) {
    const [first, last] = [firstMs, lastMs].map((ms) => new Date(ms).toISOString());
    throw new AppError("NO_BARS_IN_PERIOD", `the stored bars run from ${first} to ${last}; none lies in the period asked for`, {
      retry: "never",
    });
  }
  if (missing.length > 0) onWarning(`No bars of ${missing.join(", ")} are stored under ${source}: absent in every snapshot, never traded.`);
  return firstMs;
}

/** The accounts as they enter the run; a run belongs to one workspace. */
function enteringAccounts({ accounts, overrides }: StartRun): readonly [first: Account, entering: readonly RunAccount[]] {
  const [first] = accounts;
  if (first === undefined) throw new AppError("RUN_WITHOUT_ACCOUNTS", "a run needs at least one account", { retry: "never" });
  if (accounts.some(({ tenantId }) => tenantId !== first.tenantId)) {
    throw new AppError("RUN_MIXES_WORKSPACES", "a run belongs to one workspace", { retry: "never" });
  }
  return [first, accounts.map((account) => overridden(account, overrides))];
}

/** The lineage that the run decides on. The reference strategy's bars are the run's own; a governed run warms up on all that came before. */
async function lineageOf(request: StartRun, market: ReturnType<typeof marketOf>): Promise<string> {
  const { universe, timeframeMs, featureNames, marketFeatureNames, isReference } = market;
  const storedFromMs = await firstStoredMs(request, market);
  const originMs = isReference ? request.fromMs : Math.min(storedFromMs, request.fromMs);
  return openLineage(request.pool, {
    universe,
    timeframeMs,
    featureNames,
    marketFeatureNames,
    sha256: request.sha256,
    source: request.source,
    originMs,
  });
}

/**
 * Opens a run over stored bars: its row, its lineage, one book per account and their opening
 * deposits, in one transaction. Nothing is decided yet; `run.advance` goes on from here.
 */
export async function startRun(request: StartRun): Promise<Run> {
  const { pool, sha256, instruments, shards, fromMs, toMs, asked } = request;
  const [first, accounts] = enteringAccounts(request);
  const market = marketOf(accounts);
  const contentKey = nameOfRun(sha256, accounts, {
    ...request,
    rearmAfterMs: request.rearmAfterMs,
    fillModel: request.overrides.fillModel,
  });
  const { key, running } =
    request.runKey === undefined
      ? await openKey(pool, first.tenantId, contentKey)
      : await namedKey(pool, first.tenantId, { key: request.runKey, contentKey });
  if (running !== undefined) {
    request.onWarning(`Run ${key} was started before and has not ended; going on with it.`);
    return running;
  }
  const { universe: symbols, timeframeMs } = market;
  const sight = { tenantId: first.tenantId, dataset: { source: request.source, instruments: symbols, timeframeMs }, toMs };
  await refuseClosedHoldout(pool, sight);
  const lineageId = await lineageOf(request, market);
  const id = deriveId(sha256, { kind: "run", accountKey: first.tenantKey, runKey: key, slotKey: "", n: 0 });
  const firstSlotMs = fromMs + market.timeframeMs;
  const runShards = Math.min(shards, Math.ceil(accounts.length / ACCOUNTS_PER_SHARD));
  const { rearmAfterMs } = request;
  const options = {
    source: request.source,
    content: contentKey,
    ...(asked === undefined ? {} : { askedBy: asked.by }),
    ...(rearmAfterMs === undefined ? {} : { rearmAfterMs }),
    ...fillModelOption(request.overrides.fillModel),
  };
  const run: Run = {
    ...{ tenantId: first.tenantId, id, key, kind: "paper", marketKey: request.marketKey, lineageId, clock: "replay", rate: 1 },
    ...{ fromMs, toMs, nextCloseMs: firstSlotMs, state: "running", options, failure: null },
  };
  await ensurePartitions(pool, { fromMs, toMs });
  await inTransaction(pool, async (client) => {
    if (asked !== undefined) await lookInto(client, sight, { actor: asked.by, atMs: asked.atMs, kind: "run", of: key });
    await insertRun(client, run);
    await putTrack(client, { key: id, lineageId, horizonMs: fromMs });
    await openBooks(
      client,
      openRunBooks(accounts, { sha256, instruments, run, track: id, shards: runShards, openedMs: fromMs, firstSlotMs }),
    );
  });
  return run;
}
