import { realpathSync } from "node:fs";
import type { OnProgress } from "../progress.ts";
import { RefusedToStart } from "../refused-to-start.ts";
import { birthOf, errorCode, findProcessesIn, isAlive, stopProcess, type Signal } from "./processes.ts";

export type OrphanSearch = {
  readonly folder: string;
  readonly program: RegExp;
  /** What makes this server stop in an orderly way, then less so. */
  readonly signals: readonly Signal[];
  readonly onProgress: OnProgress;
};

/**
 * Stops servers that still work in a data folder although nobody owns them: their launcher was killed by kill −9.
 * The caller holds the folder's claim, so a server that is found belongs to no living process of ours.
 * The oldest goes first, since it is the parent that tells its children to finish.
 */
export async function stopOrphans({ folder, program, signals, onProgress }: OrphanSearch): Promise<void> {
  const orphans = findProcessesIn(realFolder(folder), program).sort((a, b) => ageRank(a) - ageRank(b));
  const [eldest] = orphans;
  if (eldest === undefined) return;
  onProgress(`A server of an earlier start still runs on ${folder} (process ${eldest}): stopping it.`);
  for (const pid of orphans) {
    if (!isAlive(pid)) continue;
    if (await stopProcess(pid, signals)) continue;
    throw new RefusedToStart(`Process ${pid} still works in ${folder} and can't be stopped. Stop it: kill -9 ${pid}`);
  }
}

/** Process ids wrap round, births do not; where the system prints a birth as a date, the id has to do. */
function ageRank(pid: number): number {
  const birth = Number(birthOf(pid));
  return Number.isFinite(birth) ? birth : pid;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return folder;
    throw error;
  }
}
