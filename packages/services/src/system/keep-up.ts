import { setTimeout as sleep } from "node:timers/promises";
import type { OnProgress } from "../progress.ts";

/** A server of ours that can be had again after it died, on the same data and where clients look for it. */
export type Revivable = {
  /** Settles when the server that runs now has ended, with how it did. */
  readonly untilEnded: () => Promise<string>;
  /** Starts it again; throws where it does not come up. */
  readonly revive: () => Promise<void>;
};

export type ServerWatch = {
  readonly onProgress: OnProgress;
  /** It runs again, as another process. */
  readonly onRevived: () => void;
  /** It could not be kept up; it is not tried any more. */
  readonly onLost: (reason: string) => void;
};

/** `end` starts nothing any more, and comes when a start that was under way has ended. */
export type Watch = { readonly end: () => Promise<void> };

const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 30_000;
const MISHAPS_MAX = 20;
const MISHAP_WINDOW_MS = 600_000;

/**
 * Keeps a server up: one that dies is started again at once, and after each further mishap of the last ten minutes,
 * a death or a start that failed, twice as much later, up to half a minute. Its clients wait and reconnect meanwhile.
 */
export function keepUp(title: string, server: Revivable, watch: ServerWatch): Watch {
  const keeper = new Keeper(title, server, watch);
  const watching = keeper.run();
  return {
    end: async () => {
      keeper.end();
      await watching;
    },
  };
}

class Keeper {
  readonly #title: string;
  readonly #server: Revivable;
  readonly #watch: ServerWatch;
  readonly #ending = new AbortController();
  #mishapsMs: number[] = [];

  constructor(title: string, server: Revivable, watch: ServerWatch) {
    this.#title = title;
    this.#server = server;
    this.#watch = watch;
  }

  end(): void {
    this.#ending.abort();
  }

  async run(): Promise<void> {
    const ended = new Promise<undefined>((resolve) => {
      this.#ending.signal.addEventListener("abort", () => {
        resolve(undefined);
      });
    });
    while (!this.#isEnding()) {
      const how = await Promise.race([this.#server.untilEnded(), ended]);
      if (how === undefined || !(await this.#revive(how))) return;
      if (!this.#isEnding()) this.#watch.onRevived();
    }
  }

  /** Answers whether it runs again. */
  async #revive(how: string): Promise<boolean> {
    const diedMs = Date.now();
    let what = `${this.#title} ended (${how})`;
    while (!this.#isEnding()) {
      const waitMs = this.#pauseMs();
      if (this.#mishapsMs.length > MISHAPS_MAX) {
        this.#watch.onLost(`${what}. ${this.#title} failed ${this.#mishapsMs.length} times in ten minutes.`);
        return false;
      }
      this.#watch.onProgress(`${what}; starting it again on the same data${waitMs === 0 ? "" : ` in ${waitMs / 1_000} s`}.`);
      await sleep(waitMs, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      if (this.#isEnding()) break;
      try {
        await this.#server.revive();
        this.#watch.onProgress(`${this.#title} is up again after ${((Date.now() - diedMs) / 1_000).toFixed(1)} s.`);
        return true;
      } catch (error) {
        what = `${this.#title} did not come up (${error instanceof Error ? error.message : String(error)})`;
      }
    }
    return false;
  }

  #pauseMs(): number {
    const nowMs = Date.now();
    this.#mishapsMs = [...this.#mishapsMs.filter((atMs) => nowMs - atMs < MISHAP_WINDOW_MS), nowMs];
    const { length } = this.#mishapsMs;
    return length === 1 ? 0 : Math.min(PAUSE_MS_MIN * 2 ** (length - 2), PAUSE_MS_MAX);
  }

  /** Asked anew after every wait: the answer changes while we sleep. */
  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }
}
