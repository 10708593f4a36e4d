import type { LiveTopic } from "../contract/live.ts";

/** What a slow reader has not been told yet. A set of topics, so it can't grow however slow they are. */
export type TopicBuffer = {
  readonly add: (topics: readonly LiveTopic[]) => void;
  /** Empties the buffer; waits up to `waitMs` where it is empty. An empty answer means that nothing came. */
  readonly take: (waitMs: number, signal: AbortSignal | undefined) => Promise<readonly LiveTopic[]>;
};

export function createTopicBuffer(): TopicBuffer {
  const waiting = new Set<LiveTopic>();
  let wake: (() => void) | undefined;
  const drain = (): readonly LiveTopic[] => {
    const topics = [...waiting];
    waiting.clear();
    return topics;
  };
  return {
    add: (topics) => {
      for (const topic of topics) waiting.add(topic);
      if (waiting.size > 0) wake?.();
    },
    take: async (waitMs, signal) => {
      if (waiting.size === 0 && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const done = (): void => {
            clearTimeout(timer);
            signal?.removeEventListener("abort", done);
            wake = undefined;
            resolve();
          };
          const timer = setTimeout(done, waitMs);
          signal?.addEventListener("abort", done, { once: true });
          wake = done;
        });
      }
      return drain();
    },
  };
}
