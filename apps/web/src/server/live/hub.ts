import type { LiveTopic } from "../contract/live.ts";

export type LiveListener = (topics: readonly LiveTopic[]) => void;

/** Fans one LISTEN connection out to the streams of this process, by workspace. */
export type LiveHub = {
  /** Returns how to stop listening. Throws where the process has too many listeners already. */
  readonly listen: (tenantId: string, listener: LiveListener) => () => void;
};
