import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { StudyResult } from "@ballast/core/backtest/study-result";
import { readPoints } from "@ballast/db/repositories/study-points";
import { findStudy, readStudyResult, type Study, type StudyId } from "@ballast/db/repositories/studies";
import { requestStudy } from "../usecases/lab/request-study.ts";
import { pointMetrics, resultOfRow } from "../usecases/lab/point.mapper.ts";
import { parseStudySpec } from "../usecases/lab/parse-study.ts";
import { CommandRefused, type Terminal } from "./command.ts";
import type { WalkCosts } from "./cost-words.ts";
import type { EngineSession } from "./engine-session.ts";
import { studyProgress } from "./study-progress.ts";
import type { ViewedPoint } from "./study-view.ts";

const POLL_MS = 100;

/** A study that has ended well, with its points. */
export type FinishedStudy = {
  readonly study: Study;
  readonly result: StudyResult;
  readonly points: readonly ViewedPoint[];
  readonly costs: WalkCosts;
};

/** Who asks, where a command does. */
export const commandActor = (): string => userInfo().username;

function refuseEnded({ id, state, failureCode, failure }: Study): never {
  throw new CommandRefused({
    code: failureCode ?? "STUDY_CANCELLED",
    fact: `study ${id} ${state}${failure === null ? "" : `: ${failure}`}`,
    mend: state === "cancelled" ? "Ask for it again to have it walked." : "Mend what it says and ask again.",
  });
}

/** What a study came to, as it was stored. */
export async function readFinished({ ports }: EngineSession, study: Study): Promise<FinishedStudy> {
  const result = await readStudyResult(ports.pool, study);
  if (study.state !== "done" || result === undefined) refuseEnded(study);
  const points = await readPoints(ports.pool, study, { isOutOfSample: false, isWithReturns: false });
  const viewed = points.map(({ point, parameters, metrics }) => ({ point, parameters, metrics: pointMetrics(metrics) }));
  return { study, result: resultOfRow(result), points: viewed, costs: parseStudySpec(study.spec) };
}

/** Waits until a study has ended, working on it here where no engine is up; answers it as it ended. */
export async function awaitStudy(session: EngineSession, id: StudyId, terminal: Terminal): Promise<Study> {
  const work = await session.workStudies();
  const progress = studyProgress(terminal, Date.now);
  try {
    for (;;) {
      await work.turn();
      const study = await findStudy(session.ports.pool, id);
      if (study === undefined) throw new Error(`study ${id.id} is gone`);
      if (study.state !== "queued" && study.state !== "running") return study;
      progress.report(study.pointsDone, study.pointsTotal);
      await sleep(POLL_MS);
    }
  } finally {
    progress.done();
    await work.close();
  }
}

/** Asks for a study over stored bars and waits for it. What an interrupt leaves goes on with `ballast study resume`, or with the next engine. */
export async function runStoredStudy(
  session: EngineSession,
  of: { readonly tenantId: string; readonly spec: unknown; readonly terminal: Terminal },
): Promise<FinishedStudy> {
  const { tenantId, spec, terminal } = of;
  const { studyId, points, leftOut } = await requestStudy(session.ports.lab, { tenantId, id: randomUUID(), actor: commandActor(), spec });
  terminal.err(`Study ${studyId}: ${points} walks${leftOut === 0 ? "" : `, ${leftOut} sets left out`}.\n`);
  return readFinished(session, await awaitStudy(session, { tenantId, id: studyId }, terminal));
}
