import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { birthOf, errorCode, isAlive } from "./processes.ts";

export type Holder = { readonly pid: number; readonly birth: string };
export type Claim = { readonly release: () => void };

const ATTEMPTS_MAX = 5;

/**
 * Takes a folder for this process alone, or names the living process that holds it.
 * The holder is known by pid and birth, so the claim of a process that died by kill −9 is void at once
 * and the next one takes it over; nobody has to delete a lock file by hand.
 */
export function claimFolder(folder: string, name: string): Claim | Holder {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const mine: Holder = { pid: process.pid, birth: birthOf(process.pid) };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    if (placeClaim(path, mine)) return { release: () => rmSync(path, { force: true }) };
    const holder = readHolder(path);
    if (holder && isHeld(holder)) return holder;
    removeVoidClaim(path);
  }
  throw new Error(`${path} changes hands faster than it can be read.`);
}

/** The living holder of a folder, if there is one. */
export function holderOf(folder: string, name: string): Holder | undefined {
  const holder = readHolder(join(folder, name));
  return holder && isHeld(holder) ? holder : undefined;
}

/** A link appears whole or not at all, so that no reader ever sees half a claim. */
function placeClaim(path: string, mine: Holder): boolean {
  const draft = `${path}.${mine.pid}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two may find the same void claim; whoever moves away a claim that has become valid meanwhile puts it back. */
function removeVoidClaim(path: string): void {
  const aside = `${path}.void.${randomUUID()}`;
  try {
    renameSync(path, aside);
    const holder = readHolder(aside);
    if (holder && isHeld(holder)) linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isHeld(holder: Holder): boolean {
  return isAlive(holder.pid) && birthOf(holder.pid) === holder.birth;
}

function readHolder(path: string): Holder | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof parsed !== "object" || parsed === null) return undefined;
    if (!("pid" in parsed) || !("birth" in parsed)) return undefined;
    const { pid, birth } = parsed;
    return typeof pid === "number" && typeof birth === "string" ? { pid, birth } : undefined;
  } catch {
    return undefined;
  }
}
