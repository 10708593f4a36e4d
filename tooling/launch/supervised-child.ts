import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { RotatingLog } from "./rotating-log.ts";

export type ChildPlan = {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Answers 200 when the child can be used. */
  readonly healthUrl: string;
};

export type ChildWatch = {
  readonly say: (line: string) => void;
  readonly onRestart: (pid: number) => void;
  /** The child died more often than it may; the product can't go on. */
  readonly onLost: (reason: string) => void;
};

const READY_TIMEOUT_MS = 90_000;
const HEALTH_POLL_MS = 150;
const HEALTH_TIMEOUT_MS = 3_000;
const STOP_GRACE_MS = 5_000;
const KILL_GRACE_MS = 1_000;
const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 600_000;
const RESTART_PAUSE_MS = 1_000;

/** A child did not come up; its last words are in the message. */
export class ChildDidNotStart extends Error {
  override name = "ChildDidNotStart";
}

/**
 * One process of the product, kept alive: when it dies on its own it is started again, a bounded number of times.
 * It leads a process group of its own, so that Ctrl-C in the terminal reaches the launcher alone, which stops in order.
 */
export class SupervisedChild {
  readonly plan: ChildPlan;
  readonly #watch: ChildWatch;
  readonly #log: RotatingLog;
  #process: ChildProcess | undefined;
  #isStopping = false;
  #restartsMs: number[] = [];

  constructor(plan: ChildPlan, watch: ChildWatch) {
    this.plan = plan;
    this.#watch = watch;
    this.#log = new RotatingLog(plan.logFile);
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process and answers its id when its health endpoint answers; what does not come up is killed. */
  async start(): Promise<number> {
    const child = this.#spawn();
    try {
      await this.#waitUntilHealthy(child);
    } catch (error) {
      killGroup(child);
      throw error;
    }
    child.once("exit", (code, signal) => {
      void this.#revive(signal ?? `exit code ${String(code)}`);
    });
    if (hasEnded(child) || child.pid === undefined) throw this.#didNotStart("it ended");
    return child.pid;
  }

  /** Asks the process to finish and kills it, with what it started, where it does not. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#process;
    if (!child || hasEnded(child)) return;
    const exit = new Promise<void>((resolve) =>
      child.once("exit", () => {
        resolve();
      }),
    );
    child.kill("SIGTERM");
    const isDown = await Promise.race([exit.then(() => true), sleep(STOP_GRACE_MS, false)]);
    if (isDown) return;
    killGroup(child);
    await Promise.race([exit, sleep(KILL_GRACE_MS)]);
  }

  #spawn(): ChildProcess {
    const { program, args, cwd, env } = this.plan;
    const child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    if (child.stdout) this.#log.follow(child.stdout);
    if (child.stderr) this.#log.follow(child.stderr);
    // What a child says over the channel is not for us; it is there so that the child sees us die.
    child.on("message", () => undefined);
    child.on("error", () => undefined);
    this.#process = child;
    return child;
  }

  async #waitUntilHealthy(child: ChildProcess): Promise<void> {
    const deadlineMs = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadlineMs) {
      if (hasEnded(child) || child.pid === undefined) throw this.#didNotStart("it ended");
      if (await isHealthy(this.plan.healthUrl)) return;
      await sleep(HEALTH_POLL_MS);
    }
    throw this.#didNotStart(`${this.plan.healthUrl} did not answer 200 within ${READY_TIMEOUT_MS / 1_000} s`);
  }

  async #revive(reason: string): Promise<void> {
    if (this.#isStopping) return;
    const nowMs = Date.now();
    this.#restartsMs = [...this.#restartsMs.filter((atMs) => nowMs - atMs < RESTART_WINDOW_MS), nowMs];
    const { name } = this.plan;
    if (this.#restartsMs.length > RESTARTS_MAX) {
      this.#watch.onLost(`The ${name} died ${this.#restartsMs.length} times in ten minutes. ${this.#lastWords()}`);
      return;
    }
    this.#watch.say(`The ${name} ended (${reason}); starting it again. Its log: ${this.plan.logFile}`);
    await sleep(RESTART_PAUSE_MS * this.#restartsMs.length);
    if (this.#isAskedToStop()) return;
    try {
      this.#watch.onRestart(await this.start());
    } catch (error) {
      await this.#revive(error instanceof Error ? error.message : String(error));
    }
  }

  /** Asked anew after every wait: the answer changes while we sleep. */
  #isAskedToStop(): boolean {
    return this.#isStopping;
  }

  #didNotStart(reason: string): ChildDidNotStart {
    return new ChildDidNotStart(`The ${this.plan.name} did not come up: ${reason}. ${this.#lastWords()}`);
  }

  #lastWords(): string {
    return `Its log is ${this.plan.logFile} and ends:\n${this.#log.tail}`;
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS), redirect: "manual" });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
}
