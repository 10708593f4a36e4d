import { z } from "zod";
import { LIVE_TOPICS, type LiveTopic } from "../contract/live.ts";

export type LiveListener = (topics: readonly LiveTopic[]) => void;

/** Fans one LISTEN connection out to the streams of this process, by workspace. */
export type LiveHub = {
  /** Returns how to stop listening; undefined where the process has too many listeners already. */
  readonly listen: (tenantId: string, listener: LiveListener) => (() => void) | undefined;
  /** One notification as Postgres delivers it; what is not ours is dropped. */
  readonly receive: (payload: string) => void;
  /** After a lost connection nobody knows what was missed: everyone asks for everything again. */
  readonly resume: () => void;
};

const LISTENERS_MAX = 2_000;
const PAYLOAD_LENGTH_MAX = 8_000;

const notification = z.object({ tenantId: z.uuid(), topics: z.array(z.string()).max(LIVE_TOPICS.length * 2) });

function isTopic(text: string): text is LiveTopic {
  return LIVE_TOPICS.some((topic) => topic === text);
}

function readNotification(payload: string): { readonly tenantId: string; readonly topics: readonly LiveTopic[] } | undefined {
  if (payload.length > PAYLOAD_LENGTH_MAX) return undefined;
  const parsed = notification.safeParse(parseJson(payload));
  return parsed.success ? { tenantId: parsed.data.tenantId, topics: parsed.data.topics.filter(isTopic) } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function createLiveHub(): LiveHub {
  const listenersByTenant = new Map<string, Set<LiveListener>>();
  let listenerCount = 0;
  return {
    listen: (tenantId, listener) => {
      if (listenerCount >= LISTENERS_MAX) return undefined;
      const listeners = listenersByTenant.get(tenantId) ?? new Set<LiveListener>();
      listenersByTenant.set(tenantId, listeners.add(listener));
      listenerCount += 1;
      return () => {
        if (!listeners.delete(listener)) return;
        listenerCount -= 1;
        if (listeners.size === 0) listenersByTenant.delete(tenantId);
      };
    },
    receive: (payload) => {
      const news = readNotification(payload);
      if (news === undefined) return;
      for (const listener of listenersByTenant.get(news.tenantId) ?? []) listener(news.topics);
    },
    resume: () => {
      for (const listeners of listenersByTenant.values()) for (const listener of listeners) listener(LIVE_TOPICS);
    },
  };
}
