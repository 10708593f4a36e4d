import { setTimeout as sleep } from "node:timers/promises";
import type { OnProgress } from "./progress.ts";

type Closer = () => Promise<void>;

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
type Interrupt = keyof typeof EXIT_CODES;

/** What does not close in this time is left to the expiry of its claims, or to the next start. */
const CLOSE_MS_MAX = 10_000;
/** Ctrl-C reaches a whole group of processes, and whoever started us may pass it on: one press arrives more than once. */
const SAME_PRESS_MS = 1_000;
/** A failure that the interrupt itself caused is thrown before the interrupt is told. */
const TOLD_MS = 50;

/**
 * Ctrl-C or SIGTERM while a command uses services: what was registered is closed in reverse order, the work before the
 * servers that it stands on, then the process ends with the code of the signal. A second press ends it at once.
 */
export class Interruption {
  readonly #onProgress: OnProgress;
  readonly #closers: Closer[] = [];
  readonly #handlers: readonly (readonly [Interrupt, () => void])[];
  #sinceMs: number | undefined;

  constructor(onProgress: OnProgress) {
    this.#onProgress = onProgress;
    this.#handlers = (["SIGINT", "SIGTERM"] as const).map((signal) => {
      const handle = (): void => {
        this.#begin(signal);
      };
      process.on(signal, handle);
      return [signal, handle] as const;
    });
  }

  /** What is closed before everything that was registered earlier. */
  readonly beforeStop = (close: Closer): void => {
    this.#closers.push(close);
  };

  /**
   * Answers as `work` does, unless the process is being interrupted: then never, for what fails now fails because its
   * servers go, and what succeeds would race the end of the process.
   */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await sleep(TOLD_MS);
      throw error;
    } finally {
      if (this.#sinceMs !== undefined) await new Promise(() => undefined);
      this.#dispose();
    }
  }

  #dispose(): void {
    for (const [signal, handle] of this.#handlers) process.off(signal, handle);
  }

  #begin(signal: Interrupt): void {
    const code = EXIT_CODES[signal];
    if (this.#sinceMs !== undefined) {
      if (Date.now() - this.#sinceMs > SAME_PRESS_MS) process.exit(code);
      return;
    }
    this.#sinceMs = Date.now();
    this.#onProgress("Interrupted: ending what was begun. What was committed stays.");
    void this.#close().finally(() => process.exit(code));
  }

  async #close(): Promise<void> {
    for (const close of this.#closers.toReversed()) await Promise.race([close().catch(() => undefined), sleep(CLOSE_MS_MAX)]);
  }
}
