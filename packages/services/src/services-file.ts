import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { holderOf, type Holder } from "./system/claim.ts";

export type DatabaseUrls = {
  /** For migrations and provisioning alone. */
  readonly admin: string;
  readonly web: string;
  readonly engine: string;
};

/** What runs for a clone, as whoever brought it up wrote it down. Holds passwords: the file is its owner's alone. */
export type RunningServices = {
  readonly database: DatabaseUrls;
  readonly redisUrl: string;
  /** Where people sign in; undefined while only a command has the services up. */
  readonly webUrl?: string;
  /** The engine's health endpoints. */
  readonly engineUrl?: string;
  /** Who brought them up. */
  readonly pid: number;
  /** Children of the launcher by name, for a look from outside. */
  readonly pids: Readonly<Record<string, number>>;
};

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
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(stateDir, FILE), "utf8"));
    return isServices(parsed, holder) ? parsed : undefined;
  } catch {
    return undefined; // Not written yet: its holder is still bringing them up.
  }
}

function isServices(value: unknown, holder: Holder): value is RunningServices {
  if (typeof value !== "object" || value === null) return false;
  return "pid" in value && value.pid === holder.pid && "database" in value && "redisUrl" in value && "pids" in value;
}
