import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replayClock, replayNowOf, runTimeAt, wallTimeOf } from "./clock.ts";
import { HOUR_MS, SECOND_MS } from "./timeframe.ts";

describe("a run's clock", () => {
  it("shows wall time on the wall", () => {
    expect([runTimeAt({ kind: "wall" }, 5), wallTimeOf({ kind: "wall" }, 5)]).toEqual([5, 5]);
  });

  it("replays one market hour a second at rate 3600", () => {
    const clock = replayClock({ rate: 3600, originMs: 1_600_000_000_000, anchorMs: 1_700_000_000_000 });
    expect(runTimeAt(clock, 1_700_000_000_000 + SECOND_MS)).toBe(1_600_000_000_000 + HOUR_MS);
    expect(wallTimeOf(clock, 1_600_000_000_000 + 2 * HOUR_MS)).toBe(1_700_000_000_000 + 2 * SECOND_MS);
    expect(runTimeAt(clock, 0)).toBe(1_600_000_000_000);
  });

  it("reaches a run time at the wall time it names, and not a millisecond before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10 ** 10 }), (rate, aheadMs) => {
        const clock = replayClock({ rate, originMs: 1_000_000, anchorMs: 2_000_000 });
        const wallMs = wallTimeOf(clock, 1_000_000 + aheadMs);
        expect(runTimeAt(clock, wallMs) >= 1_000_000 + aheadMs && runTimeAt(clock, wallMs - 1) < 1_000_000 + aheadMs).toBe(true);
      }),
    );
  });

  it("refuses a rate that is none and seals two seconds after the close", () => {
    for (const rate of [0, -1, NaN, 1e9]) expect(() => replayClock({ rate, originMs: 0, anchorMs: 0 })).toThrow(RangeError);
    expect(replayNowOf(HOUR_MS)).toBe(HOUR_MS + 2000);
  });
});
