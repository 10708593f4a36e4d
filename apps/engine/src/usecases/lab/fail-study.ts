import { endStudy, type StudyId } from "@ballast/db/repositories/studies";
import { AppError } from "@ballast/jobs/app-error";
import { WorkCancelled } from "../../lab-threads/thread-pool.ts";
import type { LabPorts } from "./lab-ports.ts";

/** What no further try would mend; undefined for a world that did not answer. */
function failureOf(error: unknown): { readonly failureCode: string; readonly failure: string } | undefined {
  if (error instanceof AppError && error.retry === "never") return { failureCode: error.code, failure: error.message };
  // A broken invariant of ours: it would break again.
  if (error instanceof RangeError || error instanceof TypeError) return { failureCode: "STUDY_BROKEN", failure: error.message };
  return undefined;
}

/** Ends a study that can't be finished; what may be tried again is thrown on, and cancelled work is no failure. */
export async function failStudy(ports: LabPorts, id: StudyId, error: unknown): Promise<void> {
  if (error instanceof WorkCancelled) return;
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  ports.log.warn({ err: error, studyId: id.id }, "a study failed");
  await endStudy(ports.pool, id, { state: "failed", ...failure, wallMs: ports.wallMs() });
  ports.announce([id.tenantId]);
}
