import { toHex } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { insertCancellation, insertStudy, type StudyId, type StudyTerms } from "@ballast/db/repositories/studies";
import { AppError } from "@ballast/jobs/app-error";
import { studyTend } from "@ballast/jobs/catalog";
import { adoptFileTrials } from "./adopt-file-trials.ts";
import { wordsOfHoldout } from "./holdout-acts.ts";
import { lookInto, refuseClosedHoldout } from "./holdout-looks.ts";
import type { LabPorts } from "./lab-ports.ts";
import { parseStudySpec } from "./parse-study.ts";
import { hashBars, hashDataset, hashSpec } from "./spec-hash.ts";
import { loadStudyMarket } from "./study-market.ts";
import { planStudy } from "./study-plan.ts";
import { loadStudyProfile } from "./study-profile.ts";
import type { WithAct } from "./with-act.ts";

type RequestPorts = Pick<LabPorts, "pool" | "sha256" | "wallMs" | "enqueue" | "announce" | "log">;

/**
 * Asks for a study: its terms are judged whole (grid, bars, folds, holdouts) before there is any work, and
 * its row, the audit and what asked for it are one commit. The queue is told after that; were it away, the
 * sweep finds the row.
 */
export async function requestStudy(
  ports: RequestPorts,
  request: { readonly tenantId: string; readonly id: string; readonly actor: string; readonly spec: unknown; readonly withAct?: WithAct },
): Promise<{ readonly studyId: string; readonly points: number; readonly leftOut: number }> {
  const { tenantId, id, actor, withAct } = request;
  const { pool, sha256, wallMs } = ports;
  const spec = parseStudySpec(request.spec);
  await loadStudyProfile(pool, { tenantId, spec });
  const market = await loadStudyMarket(ports, spec);
  const plan = planStudy(spec, market.rowsMs.length);
  const study: StudyTerms = {
    tenantId,
    id,
    kind: spec.kind,
    title: spec.title,
    spec,
    specHash: hashSpec(sha256, spec),
    datasetHash: hashDataset(sha256, spec),
    barsHash: hashBars(sha256, market.series),
    fromMs: spec.fromMs,
    toMs: spec.toMs,
    pointsTotal: plan.walks,
    requestedBy: actor,
    requestedAtMs: wallMs(),
  };
  const sight = { tenantId, dataset: spec, toMs: spec.toMs };
  await refuseClosedHoldout(pool, sight);
  await adoptFileTrials(ports, { ...study, dataset: spec });
  const result = { studyId: id, points: plan.walks, leftOut: plan.leftOut };
  await inTransaction(pool, async (client) => {
    await wordsOfHoldout(insertStudy(client, study));
    const facts = { kind: spec.kind, points: String(plan.walks), specHash: toHex(study.specHash), datasetHash: toHex(study.datasetHash) };
    await appendAudit(client, { tenantId, atMs: study.requestedAtMs, actor, act: "study.request", subject: id, facts });
    await lookInto(client, sight, { actor, atMs: study.requestedAtMs, kind: "study", of: id });
    await withAct?.(client, result);
  });
  await ports.enqueue(studyTend, { tenantId, studyId: id }).catch((error: unknown) => {
    ports.log.warn({ err: error, studyId: id }, "a study was not nudged; the sweep finds it");
  });
  ports.announce([tenantId]);
  return result;
}

/** Has a study stop. Its points stay; no other is stored from this commit on. False where it was cancelled before. */
export async function cancelStudy(
  ports: Pick<LabPorts, "pool" | "wallMs" | "announce">,
  request: StudyId & { readonly actor: string; readonly reason: string; readonly withAct?: WithAct },
): Promise<boolean> {
  const { tenantId, id, actor, reason, withAct } = request;
  const atMs = ports.wallMs();
  const isNew = await inTransaction(ports.pool, async (client) => {
    const { rows } = await client.query<{ state: string }>("select state from studies where tenant_id = $1 and id = $2", [tenantId, id]);
    const state = rows[0]?.state;
    if (state === undefined) throw new AppError("STUDY_UNKNOWN", `there is no study ${id}`, { retry: "never" });
    if (state !== "queued" && state !== "running") throw new AppError("STUDY_ENDED", `the study is ${state} already`, { retry: "never" });
    const isFirst = await insertCancellation(client, { tenantId, id, by: actor, atMs, reason });
    if (isFirst) await appendAudit(client, { tenantId, atMs, actor, act: "study.cancel", subject: id, facts: { reason } });
    await withAct?.(client, { studyId: id });
    return isFirst;
  });
  ports.announce([tenantId]);
  return isNew;
}
