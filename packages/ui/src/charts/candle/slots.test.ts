import { describe, expect, it } from "vitest";
import type { CandleBar } from "./candle-model.ts";
import { countMissing, slotIndexAt, slotRange, toSlots } from "./slots.ts";

const HOUR_MS = 3_600_000;
const bar = (hour: number): CandleBar => ({ openMs: hour * HOUR_MS, open: 1, high: 2, low: 0.5, close: 1.5, volume: 3 });
const hours = (numbers: readonly number[]): readonly CandleBar[] => numbers.map(bar);

describe.concurrent("slots of the time axis", () => {
  it("are the bars themselves where none is missing", () => {
    const slots = toSlots(hours([0, 1, 2]), HOUR_MS);
    expect(slots.map((slot) => slot.openMs / HOUR_MS)).toEqual([0, 1, 2]);
    expect(slots.every((slot) => slot.bar !== undefined)).toBe(true);
  });

  it("leave a blank for each missing interval", () => {
    const slots = toSlots(hours([0, 3]), HOUR_MS);
    expect(slots.map((slot) => [slot.openMs / HOUR_MS, slot.bar === undefined])).toEqual([
      [0, false],
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(countMissing(hours([0, 3]), HOUR_MS)).toBe(2);
  });

  it("draw a very wide gap narrower, but in order and as a gap", () => {
    const slots = toSlots(hours([0, 10_000]), HOUR_MS);
    expect(slots).toHaveLength(50);
    expect(slots.every((slot, index) => index === 0 || slot.openMs > (slots[index - 1]?.openMs ?? 0))).toBe(true);
    expect(countMissing(hours([0, 10_000]), HOUR_MS)).toBe(9_999);
  });

  it("find the slot of an instant", () => {
    const slots = toSlots(hours([0, 1, 2]), HOUR_MS);
    expect([-1, 0, HOUR_MS - 1, HOUR_MS, 99 * HOUR_MS].map((atMs) => slotIndexAt(slots, atMs))).toEqual([-1, 0, 0, 1, 2]);
  });

  it("cover half-open stretches, clipped to what is drawn", () => {
    const slots = toSlots(hours([1, 2, 3, 4]), HOUR_MS);
    expect(slotRange(slots, 2 * HOUR_MS, 4 * HOUR_MS)).toEqual({ from: 1, to: 2 });
    expect(slotRange(slots, 0, 2 * HOUR_MS)).toEqual({ from: 0, to: 0 });
    expect(slotRange(slots, 3 * HOUR_MS, undefined)).toEqual({ from: 2, to: 3 });
    expect(slotRange(slots, 0, HOUR_MS)).toBeUndefined();
    expect(slotRange([], 0, undefined)).toBeUndefined();
  });
});
