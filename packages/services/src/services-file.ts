import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { holderOf } from "./system/claim.ts";
import { errorCode } from "./system/processes.ts";

const databaseUrls = z.strictObject({
  /** For migrations and provisioning alone. */
  admin: z.string(),
  web: z.string(),
  engine: z.string(),
});

/** What runs for a clone, as whoever brought it up wrote it down. Holds passwords: the file is its owner's alone. */
const runningServices = z.strictObject({
  database: databaseUrls,
  redisUrl: z.string(),
  /** Where people sign in; left out while only a command has the services up. */
  webUrl: z.string().exactOptional(),
  /** The engine's health endpoints. */
  engineUrl: z.string().exactOptional(),
  /** Who brought them up. */
  pid: z.number(),
  /** Children of the launcher by name, for a look from outside. */
  pids: z.record(z.string(), z.number()),
});

export type DatabaseUrls = Readonly<z.infer<typeof databaseUrls>>;
export type RunningServices = Readonly<z.infer<typeof runningServices>>;

/** The name of the claim on a state folder: its holder alone brings services up and down. */
export const SERVICES_CLAIM = "services.claim";
const FILE = "services.json";

/** Writes the file whole: a reader sees the old text or the new one. */
export function writeServicesFile(stateDir: string, services: RunningServices): void {
  const draft = join(stateDir, `${FILE}.draft`);
  writeFileSync(draft, `${JSON.stringify(services, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(stateDir, FILE));
}

export function removeServicesFile(stateDir: string): void {
  rmSync(join(stateDir, FILE), { force: true });
}

/** What the file says, while the process that wrote it lives; a file that a killed one left behind says nothing. */
export function readServicesFile(stateDir: string): RunningServices | undefined {
  const holder = holderOf(stateDir, SERVICES_CLAIM);
  if (!holder) return undefined;
  const text = readText(join(stateDir, FILE));
  if (text === undefined) return undefined; // Not written yet: its holder is still bringing them up.
  const services = runningServices.parse(JSON.parse(text));
  return services.pid === holder.pid ? services : undefined;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}
