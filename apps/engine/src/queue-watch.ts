/** How long an answer may take: a connection of the queue waits for ever by design. */
const ANSWER_MS_MAX = 1_000;

export type QueueWatch = {
  /** Asks the queue's server, and answers since when it has not been there; undefined while it is. */
  readonly awaySinceMs: () => Promise<number | undefined>;
};

async function isThere(ping: () => Promise<string>): Promise<boolean> {
  const timeout = new Promise<string>((done) => {
    setTimeout(done, ANSWER_MS_MAX, "timeout").unref();
  });
  return (await Promise.race([ping().catch(() => "failed"), timeout])) === "PONG";
}

/** Knows whether the queue is there, for the heartbeat that pages read and for the readiness that the launcher asks. */
export function watchQueue(ping: () => Promise<string>, wallMs: () => number): QueueWatch {
  let sinceMs: number | undefined;
  return {
    awaySinceMs: async () => {
      const askedMs = wallMs();
      sinceMs = (await isThere(ping)) ? undefined : (sinceMs ?? askedMs);
      return sinceMs;
    },
  };
}
