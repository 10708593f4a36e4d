import { setTimeout as sleep } from "node:timers/promises";
import type { OnProgress } from "./progress.ts";
import type { Watch } from "./system/keep-up.ts";

const ASK_MS = 5_000;

export type GivenServer = {
  /** How it is called when it is back: "The Redis of REDIS_URL". */
  readonly title: string;
  /** Throws, with what to do, while the server can't be used. */
  readonly ask: () => Promise<unknown>;
  readonly onProgress: OnProgress;
};

/**
 * Asks a server that somebody else runs whether it is there, and says it once when it goes and once when it is back.
 * It is not ours to start; engine and web app wait for it and reconnect by themselves.
 */
export function reportGiven({ title, ask, onProgress }: GivenServer): Watch {
  const ending = new AbortController();
  let awaySinceMs: number | undefined;
  const askOnce = async (): Promise<void> => {
    try {
      await ask();
      if (awaySinceMs !== undefined) onProgress(`${title} answers again after ${Math.round((Date.now() - awaySinceMs) / 1_000)} s.`);
      awaySinceMs = undefined;
    } catch (error) {
      if (awaySinceMs === undefined && !ending.signal.aborted) onProgress(error instanceof Error ? error.message : String(error));
      awaySinceMs ??= Date.now();
    }
  };
  const isEnding = (): boolean => ending.signal.aborted;
  const watching = (async (): Promise<void> => {
    while (!isEnding()) {
      await sleep(ASK_MS, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (!isEnding()) await askOnce();
    }
  })();
  return {
    end: () => {
      ending.abort();
      // A question under way holds nothing that has to be closed in order, and may take its whole time.
      watching.catch(() => undefined);
      return Promise.resolve();
    },
  };
}
