import { describe, expect, it } from "vitest";
import { slotEndOf } from "./skip-slot.ts";

const DUE_MS = 1_700_006_400_000;
const after = (lateMs: number) => ({ atMs: DUE_MS, nowMs: DUE_MS + lateMs });

describe("a slot with a receipt ends", () => {
  it("skipped for the receipt's first reason, however late it came", () => {
    const skipped = { outcome: "SKIPPED", reasonCodes: ["WINDOW_DOWNTIME"] };
    for (const lateMs of [2_000, 3_600_000])
      expect(slotEndOf(skipped, after(lateMs))).toEqual({ outcome: "SKIPPED", reason: "WINDOW_DOWNTIME" });
  });

  it("run with its outcome, or late from five minutes on", () => {
    const decided = { outcome: "NO_TRADE", reasonCodes: ["NO_CROSS"] };
    expect([2_000, 300_000, 300_001].map((lateMs) => slotEndOf(decided, after(lateMs)))).toEqual([
      { outcome: "RUN", reason: "NO_TRADE" },
      { outcome: "RUN", reason: "NO_TRADE" },
      { outcome: "LATE", reason: "NO_TRADE" },
    ]);
  });
});
