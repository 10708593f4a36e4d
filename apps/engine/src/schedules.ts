import { setTimeout as sleep } from "node:timers/promises";
import { findDueShards, findPendingCommands, findRunningReplays, isTrackBehind } from "@ballast/db/repositories/due-work";
import { putEngineHealth, type EngineHealth } from "@ballast/db/repositories/engine-health";
import { listMarkets, showPace, type Market } from "@ballast/db/repositories/markets";
import { chainCheckpoint, commandExecute, cycleDecide, marketTick, replayAudit, runAdvance } from "@ballast/jobs/catalog";
import { boundaryAtOrBefore, HOUR_MS } from "@ballast/core/time/timeframe";
import { backfillRegimes } from "./usecases/backfill-regimes.ts";
import { COMMAND_STALE_MS } from "./usecases/commands/execute-command.ts";
import { carryOutDrills } from "./usecases/decide-cycle/carry-out-drills.ts";
import { carryOutHalts } from "./usecases/decide-cycle/carry-out-halts.ts";
import { paceOf } from "./usecases/market/market-pace.ts";
import { sweepStudies, watchStudies } from "./usecases/lab/watch-studies.ts";
import { watchFeeds } from "./usecases/watch-feeds.ts";
import type { EnginePorts } from "./ports/engine-ports.ts";

/** All that is due is rebuilt from Postgres this often, so a lost queue costs seconds. */
const SWEEP_MS = 3_000;
/** Halts are carried out from here without the queue: at once means with Redis away, too. */
const HALTS_MS = 1_000;
/** A study that a person cancels stops within a second. */
const STUDIES_MS = 300;
const HEARTBEAT_MS = 5_000;
const PACE_MS = 250;
/** How often a sample of receipts is replayed: some hundred receipts each time, all day. */
const AUDIT_MS = 120_000;
const STOP_MS_MAX = 1_000;
const DUE_SHARDS_MAX = 2_000;
const COMMANDS_MAX = 500;
const RUNS_MAX = 200;

export type Schedules = { readonly stop: () => Promise<void> };

/** Repeats `work` with a pause between the end of one round and the start of the next. */
function repeat(intervalMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Schedules {
  const stopping = new AbortController();
  let wake = (): void => undefined;
  const loop = (async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await work().catch(onError);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, intervalMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      wake();
      // A round that waits for a Redis that is away would wait for ever.
      await Promise.race([loop, sleep(STOP_MS_MAX, undefined, { ref: false })]);
    },
  };
}

/** Finds everything that is due in Postgres and nudges it; what is nudged already folds into its job id. */
export async function sweep(ports: EnginePorts): Promise<void> {
  for (const due of await findDueShards(ports.pool, DUE_SHARDS_MAX)) {
    await ports.enqueue(cycleDecide, due);
  }
  const wallMs = ports.wallMs();
  for (const command of await findPendingCommands(ports.pool, { wallMs, staleMs: COMMAND_STALE_MS, limit: COMMANDS_MAX }))
    await ports.enqueue(commandExecute, command);
  for (const runId of await findRunningReplays(ports.pool, RUNS_MAX)) await ports.enqueue(runAdvance, { runId });
}

/** The close that a replay market may go to now: its history at once, then one close per interval. */
function nextReplayClose(market: Market): number {
  return Math.max(market.cursorMs + market.timeframeMs, market.pacedFromMs);
}

/**
 * Drives every replay market at its pace, which depends on when this engine started. Its clock never runs
 * ahead of the commits: while a book is behind the last close, the next one waits, so nothing is ever late.
 * A clock that was stopped goes on where it stood: its first close comes a whole interval after the start.
 * A close that was asked for and has not come is asked for again each round: its tick may be one of several
 * pieces, or lost, and the next interval may be an hour away. While it waits or runs the nudge folds into it.
 */
export function openPacer(ports: EnginePorts, startedAtMs: number): () => Promise<void> {
  const nextTickMs = new Map<string, number>();
  const askedMs = new Map<string, number>();
  const shownPace = new Map<string, number>();
  return async () => {
    for (const market of await listMarkets(ports.pool)) {
      const wallMs = ports.wallMs();
      const owedMs = askedMs.get(market.key);
      const isOwed = owedMs !== undefined && market.cursorMs < owedMs;
      if (market.clock !== "replay" || (!isOwed && wallMs < (nextTickMs.get(market.key) ?? 0))) continue;
      if (await isTrackBehind(ports.pool, market.key)) continue;
      if (isOwed) {
        await ports.enqueue(marketTick, { marketKey: market.key, closeMs: owedMs });
        continue;
      }
      const pace = paceOf(market, wallMs - startedAtMs);
      if (shownPace.get(market.key) !== pace) await showPace(ports.pool, market.key, pace);
      shownPace.set(market.key, pace);
      const dueMs = nextTickMs.get(market.key);
      nextTickMs.set(market.key, Math.max((dueMs ?? wallMs) + market.timeframeMs / pace, wallMs));
      if (dueMs === undefined && market.cursorMs >= market.pacedFromMs) continue;
      const closeMs = nextReplayClose(market);
      askedMs.set(market.key, closeMs);
      await ports.enqueue(marketTick, { marketKey: market.key, closeMs });
    }
  };
}

/** Asks for one checkpoint an hour. */
function openCheckpointer(ports: EnginePorts): () => Promise<void> {
  let lastMs = 0;
  return async () => {
    const hourMs = boundaryAtOrBefore(ports.wallMs(), HOUR_MS);
    if (hourMs === lastMs) return;
    await ports.enqueue(chainCheckpoint, { hourMs });
    lastMs = hourMs;
  };
}

/** Asks for one round of the auditor an interval; a start does not ask at once, for it has enough to do. */
export function openAuditor(ports: EnginePorts): () => Promise<void> {
  let lastMs = boundaryAtOrBefore(ports.wallMs(), AUDIT_MS);
  return async () => {
    const tickMs = boundaryAtOrBefore(ports.wallMs(), AUDIT_MS);
    if (tickMs === lastMs) return;
    await ports.enqueue(replayAudit, { tickMs });
    lastMs = tickMs;
  };
}

/** What a heartbeat says beside the time. */
type EngineCondition = Pick<EngineHealth, "state" | "queueAwaySinceMs">;

/** Starts everything that happens by time: pace, sweep, hourly checkpoint, auditor, the backlog of regimes, heartbeat. */
export function startSchedules(ports: EnginePorts, condition: () => Promise<EngineCondition>): Schedules {
  const startedAtMs = ports.wallMs();
  const onError = (error: unknown): void => {
    ports.log.error({ err: error }, "a schedule failed; it is tried again");
  };
  const running = [
    repeat(PACE_MS, openPacer(ports, startedAtMs), onError),
    repeat(HALTS_MS, () => carryOutHalts(ports), onError),
    repeat(HALTS_MS, () => carryOutDrills(ports.cycle), onError),
    repeat(HEARTBEAT_MS, () => watchFeeds(ports), onError),
    repeat(STUDIES_MS, () => watchStudies(ports.lab), onError),
    repeat(SWEEP_MS, () => sweepStudies(ports.lab), onError),
    repeat(SWEEP_MS, () => sweep(ports), onError),
    repeat(SWEEP_MS, openCheckpointer(ports), onError),
    repeat(SWEEP_MS, openAuditor(ports), onError),
    repeat(SWEEP_MS, () => backfillRegimes(ports.pool), onError),
    repeat(
      HEARTBEAT_MS,
      async () => {
        const found = await condition();
        await putEngineHealth(ports.pool, { worker: ports.workerName, startedAtMs, seenAtMs: ports.wallMs(), ...found });
      },
      onError,
    ),
  ];
  return {
    stop: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
    },
  };
}
