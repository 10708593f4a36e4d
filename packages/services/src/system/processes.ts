import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { capture } from "./capture.ts";

const POLL_MS = 50;

/** Whether a process with this id lives; one that belongs to someone else lives too. */
export function isAlive(pid: number): boolean {
  if (isZombie(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}

/** A dead child whose parent has not asked for its exit code answers to signal 0, yet holds nothing any more. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

export type Signal = { readonly name: NodeJS.Signals; readonly graceMs: number };

/** Sends each signal in turn until the process is gone; answers whether it is. Takes the sum of the graces at most. */
export async function stopProcess(pid: number, signals: readonly Signal[]): Promise<boolean> {
  for (const { name, graceMs } of signals) {
    if (!send(pid, name)) return !isAlive(pid);
    if (await waitForExit(pid, graceMs)) return true;
  }
  return !isAlive(pid);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw error;
  }
}

async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs;
  while (Date.now() < deadlineMs) {
    if (!isAlive(pid)) return true;
    await sleep(POLL_MS);
  }
  return !isAlive(pid);
}

/**
 * The processes of a program that work in this folder.
 * A database server changes into its data folder and stays there, so this finds it, and what it forked, whoever started it
 * and whatever became of its pid file; a process id alone could have been given to a stranger since.
 */
export function findProcessesIn(folder: string, program: RegExp): number[] {
  const candidates = process.platform === "linux" ? processesByProc(folder) : processesByLsof(folder);
  return candidates.filter((pid) => pid !== process.pid && program.test(commandOf(pid)) && isAlive(pid));
}

function processesByProc(folder: string): number[] {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false; // Gone meanwhile, or another person's process: then it is not ours either.
    }
  });
}

function processesByLsof(folder: string): number[] {
  const { stdout } = capture("lsof", ["-a", "-d", "cwd", "-Fpn"], { timeoutMs: 10_000 });
  const found: number[] = [];
  let pid = 0;
  for (const line of stdout.split("\n")) {
    if (line.startsWith("p")) pid = Number(line.slice(1));
    if (line === `n${folder}`) found.push(pid);
  }
  return found;
}

/** The command line of a process, as far as it can be read; empty where it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return capture("ps", ["-o", "command=", "-p", String(pid)], { timeoutMs: 5_000 }).stdout;
  }
}

/** Who started a process, or who adopted it since; undefined where it is gone. */
export function parentOf(pid: number): number | undefined {
  const parent = Number(readStat(pid)?.[1] ?? capture("ps", ["-o", "ppid=", "-p", String(pid)], { timeoutMs: 5_000 }).stdout);
  return parent > 0 ? parent : undefined;
}

/** What the kernel tells of a process after its name, which stands in brackets and may hold anything: state, parent, … */
function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** When a process began, in the kernel's own words; with its id it names a process for good. Empty where unknown. */
export function birthOf(pid: number): string {
  const START_TIME = 19;
  return readStat(pid)?.[START_TIME] ?? capture("ps", ["-o", "lstart=", "-p", String(pid)], { timeoutMs: 5_000 }).stdout.trim();
}

export function errorCode(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}
