import { commandOf, isAlive, parentOf } from "@ballast/services";

type Closer = () => void | Promise<void>;

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** What is left running after this is not going to end by waiting. */
const DOWN_TIMEOUT_MS = 14_000;
const NPM_POLL_MS = 1_000;
/** npm, the shell that it runs a script with, the Node that bootstraps us. */
const GENERATIONS_MAX = 3;

/**
 * Takes the house down in the reverse order of bringing it up, once, whatever asked for it: a signal, a part that can't
 * be kept alive, the death of whoever started us, or a failure on the way up. Floors go one after the other, what stands
 * side by side on the top floor goes at the same time.
 */
export class Shutdown {
  readonly #say: (line: string) => void;
  readonly #floors: Closer[] = [];
  readonly #top: Closer[] = [];
  #down: Promise<void> | undefined;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  get isDown(): boolean {
    return this.#down !== undefined;
  }

  /** What is closed after everything that is added later. */
  add(closer: Closer): void {
    if (this.isDown) void closer();
    else this.#floors.push(closer);
  }

  /** What is closed first, together with the others of the top floor. */
  addToTop(closer: Closer): void {
    if (this.isDown) void closer();
    else this.#top.push(closer);
  }

  /** From now on a signal, and the death of the process that started us, take the house down. */
  listen(): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        void this.#end("Stopping what was started.", signal === "SIGINT" ? 0 : (SIGNALS[signal] ?? 1));
      });
    }
    process.once("disconnect", () => {
      void this.#end("The launcher was killed: stopping.", 1);
    });
    process.channel?.unref();
    this.#watchNpm();
  }

  /** Tells what went wrong, takes the house down and ends with exit code 1. */
  async fail(error: unknown): Promise<void> {
    if (!this.isDown) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await this.#end("Stopping what was started.", 1);
  }

  /** npm that dies by kill −9 leaves us, and the shell between us, running without a word. */
  #watchNpm(): void {
    const npm = findNpm();
    if (npm === undefined) return;
    setInterval(() => {
      if (!isAlive(npm)) void this.#end("npm was killed: stopping.", 1);
    }, NPM_POLL_MS).unref();
  }

  async #end(reason: string, exitCode: number): Promise<void> {
    if (!this.#down) {
      this.#say(reason);
      const timeout = setTimeout(() => {
        process.stderr.write("Not everything stopped in time; the next start finds and stops the rest.\n");
        process.exit(1);
      }, DOWN_TIMEOUT_MS);
      this.#down = this.#close().finally(() => {
        clearTimeout(timeout);
      });
    }
    await this.#down;
    process.exit(exitCode);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#top.map(closeQuietly));
    for (const closer of this.#floors.toReversed()) await closeQuietly(closer);
    this.#say("Stopped.");
  }
}

/** One floor that does not close must not keep the others standing. */
async function closeQuietly(closer: Closer): Promise<void> {
  try {
    await closer();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** The npm that started us; undefined where the launcher was started by hand. */
function findNpm(): number | undefined {
  let pid: number | undefined = process.pid;
  for (let generation = 0; generation < GENERATIONS_MAX && pid !== undefined; generation += 1) {
    pid = parentOf(pid);
    if (pid !== undefined && /^npm |\/npm(-cli\.js)? /.test(commandOf(pid))) return pid;
  }
  return undefined;
}
