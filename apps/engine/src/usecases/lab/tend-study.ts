import { inTransaction } from "@ballast/db/clients/pool";
import { countChunks, insertChunks, type StudyChunk } from "@ballast/db/repositories/study-chunks";
import { claimStudy, endStudy, findStudy, releaseStudy, type Study, type StudyId } from "@ballast/db/repositories/studies";
import { readPoints } from "@ballast/db/repositories/study-points";
import { readTrialSharpes, readTrialStanding } from "@ballast/db/repositories/trials";
import { studyChunk } from "@ballast/jobs/catalog";
import { failStudy } from "./fail-study.ts";
import { looksOfStudy } from "./holdout-looks.ts";
import { judgeStudy } from "./judge-study.ts";
import type { Judging } from "./judging.ts";
import { keepHold } from "./keep-hold.ts";
import { LAB_LEASE_MS, type LabPorts } from "./lab-ports.ts";
import { cutIntoChunks } from "./study-plan.ts";
import type { OpenStudy } from "./study-shelf.ts";
import { rowWeight } from "@ballast/core/backtest/study-weight";

/** Nudges for all pieces at once would make a queue longer than it can be drained: the sweep brings the rest. */
const NUDGES_MAX = 500;

/** The points and trials of a study as they stand in the database. */
async function recordOf({ pool }: LabPorts, study: Study): Promise<Pick<Judging, "points" | "trials" | "trialSharpes" | "looks">> {
  const { tenantId, datasetHash } = study;
  const points = await readPoints(pool, study, { isWithReturns: study.kind === "sweep" });
  const { trials: total, sharpeVariance } = await readTrialStanding(pool, { tenantId, datasetHashes: [datasetHash] });
  const trials = { total, ofThisStudy: study.pointsTotal, sharpeVariance };
  return { points, trials, trialSharpes: await readTrialSharpes(pool, study), looks: await looksOfStudy(pool, study) };
}

const barsOf = (range: { readonly from: number; readonly to: number }): number => range.to - range.from;

/** The pieces that can be done by now: those in sample at first, those out of sample once the choices are made. */
function nextChunks({ plan, spec }: OpenStudy, done: { readonly chunks: number; readonly points: number }): readonly StudyChunk[] {
  const [first, end] = done.points < plan.inSampleWalks ? [0, plan.inSampleWalks] : [plan.inSampleWalks, plan.walks];
  if (done.points > first || first === end) return [];
  // Folds of an anchored plan grow: the last one in sample is the longest.
  const barsPerWalk = rowWeight(spec) * Math.max(barsOf(plan.walkAt(first).range), barsOf(plan.walkAt(end - 1).range));
  return cutIntoChunks({ first, end, chunkFrom: done.chunks, barsPerWalk });
}

async function tendClaimed(ports: LabPorts, study: Study, signal: AbortSignal): Promise<void> {
  const { tenantId, id } = study;
  const { chunks, done } = await countChunks(ports.pool, study);
  if (done < chunks) return;
  const open = await ports.shelf.open(study);
  // Read once no piece is out any more: what the claim said may lie behind the last of them.
  const points = (await findStudy(ports.pool, study))?.pointsDone ?? 0;
  const next = nextChunks(open, { chunks, points });
  if (next.length > 0) {
    await inTransaction(ports.pool, (client) => insertChunks(client, study, next));
    for (const { chunk } of next.slice(0, NUDGES_MAX)) await ports.enqueue(studyChunk, { tenantId, studyId: id, chunk });
    return;
  }
  const result = await judgeStudy({ threads: ports.threads, open, signal, ...(await recordOf(ports, study)) });
  await endStudy(ports.pool, study, { state: "done", result, wallMs: ports.wallMs() });
}

/** Cuts a study into pieces, or judges it once all of them are done; what another tends is left to them. */
export async function tendStudy(ports: LabPorts, of: { readonly tenantId: string; readonly studyId: string }): Promise<void> {
  const id: StudyId = { tenantId: of.tenantId, id: of.studyId };
  const claim = { ...id, worker: ports.workerName, leaseMs: LAB_LEASE_MS };
  const hold = (): Promise<Study | undefined> => claimStudy(ports.pool, { ...claim, wallMs: ports.wallMs() });
  const study = await hold();
  if (study === undefined) return;
  ports.announce([id.tenantId]);
  try {
    await ports.active.during(study.id, (signal) => keepHold(LAB_LEASE_MS / 4, hold, () => tendClaimed(ports, study, signal)));
  } catch (error) {
    await failStudy(ports, id, error);
  } finally {
    await releaseStudy(ports.pool, claim);
    ports.announce([id.tenantId]);
  }
}
