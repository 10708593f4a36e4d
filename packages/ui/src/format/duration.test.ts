import { describe, expect, it } from "vitest";
import { formatDuration, formatRelative, formatTimeframe } from "./duration.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe.concurrent("lengths of time on the screen", () => {
  it.each([
    [0, "0 ms"],
    [850, "850 ms"],
    [1_000, "1 s"],
    [65_000, "1 min 5 s"],
    [3_600_000, "1 h"],
    [8_040_000, "2 h 14 min"],
    [273_600_000, "3 d 4 h"],
    [86_399_999, "23 h 59 min"],
  ])("writes %i ms as %s", (durationMs, shown) => {
    expect(plain(formatDuration(durationMs))).toBe(shown);
  });

  it("says ago, ahead and now", () => {
    expect(plain(formatRelative(0, 200_000))).toBe("3 min 20 s ago");
    expect(plain(formatRelative(8_040_000, 0))).toBe("in 2 h 14 min");
    expect(formatRelative(500, 0)).toBe("now");
    expect(formatRelative(undefined, 0)).toBe("–");
  });

  it("names timeframes as traders do", () => {
    expect([60_000, 900_000, 3_600_000, 14_400_000, 86_400_000].map(formatTimeframe)).toEqual(["1m", "15m", "1h", "4h", "1d"]);
  });
});
