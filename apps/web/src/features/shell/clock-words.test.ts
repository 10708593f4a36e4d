import { describe, expect, it } from "vitest";
import type { MarketClock } from "./answers.ts";
import { marketNowMs, nextWindowText, rateText } from "./clock-words.ts";

const REPLAY: MarketClock = {
  key: "synthetic",
  name: "Synthetic",
  isSynthetic: true,
  clock: "replay",
  rate: 3_600,
  nowMs: 1_000,
  timeframeMs: 3_600_000,
  lastCloseMs: 0,
};
const plain = (text: string | undefined): string | undefined => text?.replaceAll("\u00a0", " ");

describe.concurrent("the market's clock in words", () => {
  it("says what comes next and when", () => {
    expect(plain(nextWindowText({ phase: "TRADING", nextPhase: "DOWNTIME", nextChangeMs: 8_041_000 }, 1_000))).toBe(
      "training in 2 h 14 min",
    );
  });

  it("names what a transition leads to, from either side", () => {
    expect(plain(nextWindowText({ phase: "TRADING", nextPhase: "TRANSITION", nextChangeMs: 60_000 }, 0))).toBe("training in 1 min");
    expect(plain(nextWindowText({ phase: "DOWNTIME", nextPhase: "TRANSITION", nextChangeMs: 60_000 }, 0))).toBe("trading in 1 min");
  });

  it("says nothing where there are no windows", () => {
    expect(nextWindowText({ phase: "TRADING", nextPhase: "TRADING" }, 0)).toBeUndefined();
  });

  it("goes on by the wall, but never ahead of a replay's commits", () => {
    expect(marketNowMs(REPLAY, 9_999)).toBe(1_000);
    expect(marketNowMs({ ...REPLAY, clock: "wall", rate: 1 }, 9_999)).toBe(9_999);
    expect(marketNowMs({ ...REPLAY, clock: "wall", rate: 1 }, undefined)).toBe(1_000);
  });

  it("tells how fast a replay runs", () => {
    expect(plain(rateText(REPLAY))).toBe("1 h a second");
    expect(rateText({ ...REPLAY, clock: "wall" })).toBeUndefined();
  });
});
