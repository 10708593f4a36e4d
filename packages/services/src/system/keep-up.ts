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
  const ending = new AbortController();
  const isEnding = (): boolean => ending.signal.aborted;
  let mishapsMs: number[] = [];

  const pauseMs = (): number => {
    const nowMs = Date.now();
    mishapsMs = [...mishapsMs.filter((atMs) => nowMs - atMs < MISHAP_WINDOW_MS), nowMs];
    return mishapsMs.length === 1 ? 0 : Math.min(PAUSE_MS_MIN * 2 ** (mishapsMs.length - 2), PAUSE_MS_MAX);
  };

  /** Whether it runs again. */
  const revive = async (how: string): Promise<boolean> => {
    const diedMs = Date.now();
    let what = `${title} ended (${how})`;
    while (!isEnding()) {
      const waitMs = pauseMs();
      if (mishapsMs.length > MISHAPS_MAX) {
        watch.onLost(`${what}. ${title} failed ${mishapsMs.length} times in ten minutes.`);
        return false;
      }
      watch.onProgress(`${what}; starting it again on the same data${waitMs === 0 ? "" : ` in ${waitMs / 1_000} s`}.`);
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (isEnding()) break;
      try {
        await server.revive();
        watch.onProgress(`${title} is up again after ${((Date.now() - diedMs) / 1_000).toFixed(1)} s.`);
        return true;
      } catch (error) {
        what = `${title} did not come up (${error instanceof Error ? error.message : String(error)})`;
      }
    }
    return false;
  };

  const ended = new Promise<undefined>((resolve) => {
    ending.signal.addEventListener("abort", () => {
      resolve(undefined);
    });
  });
  const watching = (async (): Promise<void> => {
    while (!isEnding()) {
      const how = await Promise.race([server.untilEnded(), ended]);
      if (how === undefined || !(await revive(how))) return;
      if (!isEnding()) watch.onRevived();
    }
  })();
  return {
    end: async () => {
      ending.abort();
      await watching;
    },
  };
}
