import { CanonicalWriter } from "@ballast/core/numeric/canonical";
import { inTransaction } from "@ballast/db/clients/pool";
import { claimChunk, countChunks, finishChunk, renewChunk, type ClaimedChunk } from "@ballast/db/repositories/study-chunks";
import { insertPoints, readPoints, type StudyPoint } from "@ballast/db/repositories/study-points";
import { findStudy, type Study, type StudyId } from "@ballast/db/repositories/studies";
import { appendTrials, type Trial } from "@ballast/db/repositories/trials";
import { AppError } from "@ballast/jobs/app-error";
import { studyTend } from "@ballast/jobs/catalog";
import { failStudy } from "./fail-study.ts";
import { keepHold } from "./keep-hold.ts";
import { LAB_LEASE_MS, type LabPorts } from "./lab-ports.ts";
import { chosenOf, outcomesOf, pointOf, type ChosenWalk } from "./walk-points.ts";
import { hashTrialSpec } from "./spec-hash.ts";
import type { OpenStudy } from "./study-shelf.ts";

async function walksOf(
  ports: LabPorts,
  study: StudyId,
  { plan }: OpenStudy,
  { firstPoint, points }: ClaimedChunk,
): Promise<readonly ChosenWalk[]> {
  const walks: ChosenWalk[] = [];
  for (let index = firstPoint; index < firstPoint + points; index += 1) {
    const planned = plan.walkAt(index);
    if (!planned.isOutOfSample) {
      walks.push({ ...planned, chosen: planned.parameters });
      continue;
    }
    const trained = await readPoints(ports.pool, study, { fold: planned.fold, isOutOfSample: false, isWithReturns: false });
    const chosen = chosenOf(trained);
    walks.push({ ...planned, point: chosen?.point ?? 0, chosen: chosen?.parameters });
  }
  return walks;
}

function trialOf(
  ports: LabPorts,
  of: { readonly study: Study; readonly open: OpenStudy; readonly point: StudyPoint },
): Omit<Trial, "tenantId" | "datasetHash"> {
  const { study, open, point } = of;
  const { fold, isOutOfSample, parameters } = point;
  const writer = new CanonicalWriter()
    .text("study-trial")
    .text(study.id)
    .u32(fold)
    .u32(isOutOfSample ? 1 : 0)
    .u32(point.point);
  const atMs = ports.wallMs();
  return {
    origin: ports.sha256(writer.finish()),
    source: "stored",
    studyId: study.id,
    runBy: study.requestedBy,
    runAtMs: atMs,
    recordedAtMs: atMs,
    specHash: hashTrialSpec(ports.sha256, open.spec, { parameters, fold }),
    sharpePerBar: point.metrics["sharpePerBar"] ?? null,
    observations: point.metrics["observations"] ?? 0,
    skew: point.metrics["skew"] ?? null,
    kurtosis: point.metrics["kurtosis"] ?? null,
  };
}

/** Points, their trials and the end of the piece in one commit; false, and nothing stored, where the piece is another's by now. */
async function storeChunk(
  ports: LabPorts,
  of: { readonly study: Study; readonly open: OpenStudy; readonly claimed: ClaimedChunk; readonly points: readonly StudyPoint[] },
): Promise<boolean> {
  const { study, open, claimed, points } = of;
  return inTransaction(ports.pool, async (client) => {
    const { chunk, epoch } = claimed;
    const isOurs = await finishChunk(client, { tenantId: study.tenantId, id: study.id, chunk, epoch, wallMs: ports.wallMs() });
    if (!isOurs) return false;
    await insertPoints(client, study, points);
    await appendTrials(
      client,
      study,
      points.map((point) => trialOf(ports, { study, open, point })),
    );
    return true;
  });
}

/** A piece that so many workers did not come back from takes the next one along: memory, above all. */
const CLAIMS_MAX = 20;

/** Walks one piece of a study and stores it. A second delivery finds it claimed or done. */
export async function carryOutChunk(
  ports: LabPorts,
  of: { readonly tenantId: string; readonly studyId: string; readonly chunk: number },
): Promise<void> {
  const id = { tenantId: of.tenantId, id: of.studyId };
  const hold = { ...id, chunk: of.chunk, worker: ports.workerName, leaseMs: LAB_LEASE_MS };
  const claimed = await claimChunk(ports.pool, { ...hold, wallMs: ports.wallMs() });
  const study = claimed === undefined ? undefined : await findStudy(ports.pool, id);
  if (claimed === undefined || study === undefined) return;
  const renew = (): Promise<boolean> => renewChunk(ports.pool, { ...hold, epoch: claimed.epoch, wallMs: ports.wallMs() });
  try {
    if (claimed.epoch > CLAIMS_MAX)
      throw new AppError("PIECE_LOST", `${CLAIMS_MAX} workers were lost over piece ${of.chunk} of this study`, { retry: "never" });
    const isStored = await ports.active.during(study.id, (signal) =>
      keepHold(LAB_LEASE_MS / 4, renew, async () => {
        const open = await ports.shelf.open(study);
        const walks = await walksOf(ports, study, open, claimed);
        const outcomes = await outcomesOf(ports.threads, { open, walks, signal });
        const points = walks.flatMap((walk, index) => (outcomes[index] === undefined ? [] : [pointOf(walk, outcomes[index])]));
        return storeChunk(ports, { study, open, claimed, points });
      }),
    );
    if (isStored) await tellOf(ports, id);
  } catch (error) {
    await failStudy(ports, id, error);
  }
}

async function tellOf(ports: LabPorts, id: StudyId): Promise<void> {
  ports.announce([id.tenantId]);
  const { chunks, done } = await countChunks(ports.pool, id);
  if (chunks === done) await ports.enqueue(studyTend, { tenantId: id.tenantId, studyId: id.id });
}
