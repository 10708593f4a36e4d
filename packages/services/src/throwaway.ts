import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { POSTGRES_PROGRAM } from "./postgres/program.ts";
import { REDIS_PROGRAM } from "./redis/program.ts";
import { chooseStateDir, makePassable, type StateFolderChoice } from "./state-folder.ts";
import { claimFolder, holderOf } from "./system/claim.ts";
import { findProcessesIn, stopProcess } from "./system/processes.ts";

const KILL_GRACE_MS = 5_000;

export type ThrowawayState = { readonly stateDir: string; readonly remove: () => void };

/**
 * A new folder for servers that live as long as one test run, inside the clone's state.
 * What earlier runs left behind because they were killed, servers and data, is stopped and removed first;
 * a run that goes on beside this one keeps its own.
 */
export async function makeThrowawayState(choice: StateFolderChoice): Promise<ThrowawayState> {
  const home = await sweepThrowaways(choice);
  const name = `${process.pid}-${randomUUID()}`;
  const claim = claimFolder(home, claimName(name));
  if (!("release" in claim)) throw new Error(`${join(home, name)} exists already.`);
  const stateDir = join(home, name);
  makePassable(stateDir);
  return {
    stateDir,
    remove: () => {
      rmSync(stateDir, { recursive: true, force: true });
      claim.release();
    },
  };
}

/** Stops and removes what killed runs left behind, and answers the folder that holds what lives. */
export async function sweepThrowaways(choice: StateFolderChoice): Promise<string> {
  const home = join(chooseStateDir(choice), "throwaway");
  makePassable(home);
  for (const entry of readdirSync(home, { withFileTypes: true })) {
    if (entry.isDirectory() && !holderOf(home, claimName(entry.name))) await sweep(home, entry.name);
  }
  return home;
}

/** The claim lies beside the folder and comes before it, so that nobody sweeps a folder that is just being made. */
function claimName(folder: string): string {
  return `${folder}.claim`;
}

async function sweep(home: string, name: string): Promise<void> {
  const folder = join(home, name);
  for (const pid of [
    ...findProcessesIn(join(folder, "postgres", "data"), POSTGRES_PROGRAM),
    ...findProcessesIn(join(folder, "redis", "data"), REDIS_PROGRAM),
  ]) {
    await stopProcess(pid, [{ name: "SIGKILL", graceMs: KILL_GRACE_MS }]);
  }
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(home, claimName(name)), { force: true });
}
