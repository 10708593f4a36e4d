type Closer = () => void | Promise<void>;

const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, number>>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
/** What is left running after this is not going to end by waiting. */
const DOWN_TIMEOUT_MS = 14_000;
const PARENT_POLL_MS = 1_000;

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
    if (process.env["npm_lifecycle_event"] !== undefined) this.#watchParent();
  }

  /** Tells what went wrong, takes the house down and ends with exit code 1. */
  async fail(error: unknown): Promise<void> {
    if (!this.isDown) process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await this.#end("Stopping what was started.", 1);
  }

  /** npm dies by kill −9 without a word to us; we are then handed to another parent. */
  #watchParent(): void {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) void this.#end("npm was killed: stopping.", 1);
    }, PARENT_POLL_MS).unref();
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
