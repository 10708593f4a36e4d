import { describe, expect, it } from "vitest";
import { LIVE_TOPICS, type LiveTopic } from "../contract/live.ts";
import { createLiveHub } from "./hub.ts";
import { createTopicBuffer } from "./topic-buffer.ts";

const ADA = "7d4f6f1e-6a58-4f57-9f31-0c1a6d9f6b11";
const BOB = "0b7a3a52-91d2-4c8a-8b6a-2f8a1f8f7c22";

function heard(): { readonly topics: LiveTopic[]; readonly listener: (topics: readonly LiveTopic[]) => void } {
  const topics: LiveTopic[] = [];
  return { topics, listener: (news) => topics.push(...news) };
}

describe("the live hub", () => {
  it("tells a workspace its own news and no other's", () => {
    const hub = createLiveHub();
    const ada = heard();
    const bob = heard();
    hub.listen(ADA, ada.listener);
    hub.listen(BOB, bob.listener);
    hub.receive(JSON.stringify({ tenantId: ADA, topics: ["decisions", "equity"] }));
    expect(ada.topics).toEqual(["decisions", "equity"]);
    expect(bob.topics).toEqual([]);
  });

  it("drops what is not ours", () => {
    const hub = createLiveHub();
    const ada = heard();
    hub.listen(ADA, ada.listener);
    for (const payload of ["", "{", "null", '{"tenantId":"x","topics":[]}', JSON.stringify({ tenantId: ADA, topics: ["nonsense"] })])
      hub.receive(payload);
    expect(ada.topics).toEqual([]);
  });

  it("has everyone ask again after a lost connection", () => {
    const hub = createLiveHub();
    const ada = heard();
    const stop = hub.listen(ADA, ada.listener);
    hub.resume();
    expect(ada.topics).toEqual(LIVE_TOPICS);
    stop?.();
    hub.resume();
    expect(ada.topics).toEqual(LIVE_TOPICS);
  });

  it("refuses listeners beyond its bound and frees places", () => {
    const hub = createLiveHub();
    const stops = Array.from({ length: 2_000 }, () => hub.listen(ADA, () => undefined));
    expect(hub.listen(BOB, () => undefined)).toBeUndefined();
    stops[0]?.();
    stops[0]?.();
    expect(hub.listen(BOB, () => undefined)).toBeDefined();
    expect(hub.listen(BOB, () => undefined)).toBeUndefined();
  });
});

describe("the buffer of one stream", () => {
  it("holds each topic once however slow the reader is", async () => {
    const buffer = createTopicBuffer();
    for (let n = 0; n < 10_000; n += 1) buffer.add(["decisions", "equity"]);
    await expect(buffer.take(0, undefined)).resolves.toEqual(["decisions", "equity"]);
    await expect(buffer.take(0, undefined)).resolves.toEqual([]);
  });

  it("wakes a waiting reader", async () => {
    const buffer = createTopicBuffer();
    const taken = buffer.take(60_000, undefined);
    buffer.add(["halts"]);
    await expect(taken).resolves.toEqual(["halts"]);
  });

  it("lets a reader go that was aborted", async () => {
    const buffer = createTopicBuffer();
    const controller = new AbortController();
    const taken = buffer.take(60_000, controller.signal);
    controller.abort();
    await expect(taken).resolves.toEqual([]);
  });
});
