import { describe, expect, test } from "vitest";
import type { Readiness } from "../../server/contract/readiness.ts";
import { troubleOf, type MoneyAtStake } from "./trouble-words.ts";

const SERVER_MS = Date.UTC(2026, 10, 20, 14, 0, 0);
/** The page's clock is a minute ahead of the server's. */
const RECEIVED_MS = SERVER_MS + 60_000;

const READY: Readiness = {
  status: "ready",
  waitingFor: [],
  serverNowMs: SERVER_MS,
  postgres: { state: "up" },
  engine: { state: "up", workers: 1, lastSeenAtMs: SERVER_MS - 2_000, ageMs: 2_000 },
  redis: { state: "up" },
};
const DOWN: Record<string, Partial<Readiness>> = {
  postgres: {
    waitingFor: ["postgres"],
    postgres: { state: "down", sinceMs: SERVER_MS - 9_000 },
    engine: { state: "unknown", workers: 0 },
    redis: { state: "unknown" },
  },
  redis: { waitingFor: ["redis"], redis: { state: "down", sinceMs: SERVER_MS - 12_000 } },
  silent: { waitingFor: ["engine"], engine: { state: "stale", workers: 1, lastSeenAtMs: SERVER_MS - 40_000 } },
  gone: { waitingFor: ["engine"], engine: { state: "down", workers: 0, lastSeenAtMs: SERVER_MS - 400_000 } },
  never: { waitingFor: ["engine"], engine: { state: "down", workers: 0 } },
};

function trouble(of: Partial<Readiness> | undefined, stake: MoneyAtStake = { mode: "paper", clock: "replay" }) {
  const readiness = of === undefined ? READY : { ...READY, status: "not ready" as const, ...of };
  return troubleOf({ readiness, receivedMs: RECEIVED_MS, isUnreachable: false, stake });
}

describe("a trouble", () => {
  test("is none where all answers, and none before the first answer", () => {
    expect(trouble(undefined)).toBeUndefined();
    expect(troubleOf({ readiness: undefined, receivedMs: 0, isUnreachable: false, stake: undefined })).toBeUndefined();
  });

  test.each([
    ["postgres", "Degraded: the database does not answer", 9_000, "down"],
    ["redis", "Degraded: the queue (Redis) does not answer", 12_000, "degraded"],
    ["silent", "Degraded: the engine is silent", 40_000, "degraded"],
    ["gone", "Degraded: the engine is silent", 400_000, "down"],
    ["never", "Degraded: no engine runs", undefined, "down"],
  ] as const)("%s is named, with since when on the page's own clock", (what, title, ageMs, venue) => {
    const sinceMs = ageMs === undefined ? undefined : RECEIVED_MS - ageMs;
    expect(trouble(DOWN[what])).toMatchObject({ title, sinceMs, venue });
  });

  test("says of money only what is true where it is", () => {
    const silent = DOWN["silent"];
    expect(trouble(silent, { mode: "paper", clock: "replay" })?.meaning).toContain("The replayed market stands still meanwhile");
    expect(trouble(silent, { mode: "paper", clock: "wall" })?.meaning).toContain("Paper stops are not watched meanwhile");
    expect(trouble(silent, { mode: "live", clock: "wall" })?.meaning).toContain("Orders that rest at the venue stay there.");
    expect(trouble(silent, undefined)?.meaning).not.toMatch(/rest at the venue|stops/);
  });

  test("is that nobody answers where the last question got no answer", () => {
    const seen = troubleOf({ readiness: READY, receivedMs: RECEIVED_MS, isUnreachable: true, stake: undefined });
    expect(seen).toMatchObject({ title: "Degraded: the web app does not answer", sinceMs: RECEIVED_MS, venue: "unknown" });
    expect(seen?.meaning).toContain("Figures are from 2026-11-20 14:01:00 UTC.");
    expect(troubleOf({ readiness: undefined, receivedMs: 0, isUnreachable: true, stake: undefined })?.meaning).toContain(
      "Nothing could be read yet.",
    );
  });
});
