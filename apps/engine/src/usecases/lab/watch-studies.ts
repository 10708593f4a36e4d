import { listFreeChunks, listUntendedStudies } from "@ballast/db/repositories/study-chunks";
import { endCancelledStudies, filterRunning } from "@ballast/db/repositories/studies";
import { studyChunk, studyTend } from "@ballast/jobs/catalog";
import type { LabPorts } from "./lab-ports.ts";

const CHUNKS_MAX = 500;
const STUDIES_MAX = 100;

/** Ends what people have cancelled, and stops here what ended anywhere. Asked several times a second: a cancelled study stops within one. */
export async function watchStudies(ports: Pick<LabPorts, "pool" | "wallMs" | "announce" | "active">): Promise<void> {
  const ended = await endCancelledStudies(ports.pool, ports.wallMs());
  if (ended.length > 0) ports.announce(ended.map(({ tenantId }) => tenantId));
  const active = ports.active.ids();
  if (active.length === 0) return;
  const running = await filterRunning(ports.pool, active);
  for (const id of active) if (!running.has(id)) ports.active.abort(id);
}

/** Nudges what waits in Postgres: studies that nobody tends and pieces that nobody works on. */
export async function sweepStudies(ports: Pick<LabPorts, "pool" | "wallMs" | "enqueue">): Promise<void> {
  const wallMs = ports.wallMs();
  for (const { tenantId, id } of await listUntendedStudies(ports.pool, { wallMs, limit: STUDIES_MAX }))
    await ports.enqueue(studyTend, { tenantId, studyId: id });
  for (const { tenantId, id, chunk } of await listFreeChunks(ports.pool, { wallMs, limit: CHUNKS_MAX }))
    await ports.enqueue(studyChunk, { tenantId, studyId: id, chunk });
}
