import { describe, expect, it } from "vitest";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { regimeReadingOf, regimeValues } from "./regime.ts";
import { RegimeTracker, type RegimeSigns } from "./regime-tracker.ts";

const CALM: RegimeSigns = { volatility: 40, ema: 101, emaDayAgo: 100, return24h: 0.01 };
const tracker = (): RegimeTracker => new RegimeTracker(HOUR_MS);
const regimesOf = (signs: readonly Partial<RegimeSigns>[]): readonly (string | undefined)[] => {
  const along = tracker();
  return signs.map((sign) => along.push({ ...CALM, ...sign })?.regime);
};

describe("the votes of one close", () => {
  it.each([
    ["calm and rising", {}, "RISK_ON"],
    ["calm and flat", { ema: 100 }, "NEUTRAL"],
    ["calm and falling", { ema: 99 }, "RISK_OFF"],
    ["middling and rising", { volatility: 60 }, "NEUTRAL"],
    ["middling and falling", { volatility: 60, ema: 99 }, "RISK_OFF"],
    ["high and rising", { volatility: 90 }, "RISK_OFF"],
    ["extreme and rising", { volatility: 120 }, "PANIC"],
    ["calm, and down 10 % in a day", { return24h: -0.1 }, "PANIC"],
    ["calm, and down a little less", { return24h: -0.0999 }, "RISK_ON"],
  ])("%s", (_, signs, regime) => {
    expect(regimesOf([signs])).toEqual([regime]);
  });

  it("are none while a sign warms up or the benchmark has no bar", () => {
    for (const missing of ["volatility", "ema", "emaDayAgo", "return24h"] as const)
      expect(tracker().push({ ...CALM, [missing]: undefined })).toBeUndefined();
  });
});

describe("hysteresis", () => {
  it("leaves a band after 3 closes beyond it by a point, and not before", () => {
    // 55 % is 20 points, 60 % is 22.
    expect(regimesOf([{}, { volatility: 60 }, { volatility: 60 }, { volatility: 60 }])).toEqual([
      "RISK_ON",
      "RISK_ON",
      "RISK_ON",
      "NEUTRAL",
    ]);
  });

  it("stays where the index is beyond by less than a point", () => {
    // 57.4 % is 20.96 points.
    expect(regimesOf([{}, ...Array.from({ length: 10 }, () => ({ volatility: 57.4 }))])).toEqual(
      Array.from({ length: 11 }, () => "RISK_ON"),
    );
  });

  it("counts anew after a close inside", () => {
    const far = { volatility: 60 };
    expect(regimesOf([{}, far, far, {}, far, far])).toEqual(Array.from({ length: 6 }, () => "RISK_ON"));
  });

  it("does not hold a sharp fall back, nor keep it", () => {
    expect(regimesOf([{}, { return24h: -0.2 }, {}])).toEqual(["RISK_ON", "PANIC", "RISK_ON"]);
  });

  it("jumps over bands in one go", () => {
    const extreme = { volatility: 150 };
    expect(regimesOf([{}, extreme, extreme, extreme])).toEqual(["RISK_ON", "RISK_ON", "RISK_ON", "PANIC"]);
  });

  it("is not moved by a close without a bar", () => {
    const far = { volatility: 60 };
    const none = { volatility: undefined };
    expect(regimesOf([{}, far, none, far, none, far])).toEqual(["RISK_ON", "RISK_ON", undefined, "RISK_ON", undefined, "NEUTRAL"]);
  });
});

describe("a reading", () => {
  it("grows more certain as the regime ages, by the measured table", () => {
    const along = tracker();
    const confidences = Array.from({ length: 80 }, () => along.push({ ...CALM, return24h: -0.2 })?.confidence);
    expect([confidences[0], confidences[5], confidences[6], confidences[24], confidences[72]]).toEqual([0.26, 0.26, 0.54, 0.95, 0.98]);
  });

  it("scores between 0 and 100, higher as volatility, trend and falls worsen", () => {
    const score = (signs: Partial<RegimeSigns>): number => tracker().push({ ...CALM, ...signs })?.riskScore ?? Number.NaN;
    expect(score({ volatility: 0 })).toBe(0);
    expect(score({ volatility: 1_000, ema: 1, return24h: -0.9 })).toBe(100);
    expect(score({ volatility: 55 })).toBeCloseTo(30, 9);
    expect(score({ volatility: 55, ema: 99 })).toBeCloseTo(45, 9);
    expect(score({ volatility: 55, ema: 99, return24h: -0.04 })).toBeCloseTo(55, 9);
  });

  it("is the one that its snapshot values give back", () => {
    const reading = tracker().push({ ...CALM, volatility: 90, return24h: -0.03 });
    expect(regimeReadingOf(regimeValues(reading))).toEqual(reading);
    expect(regimeReadingOf(regimeValues(undefined))).toBeUndefined();
    expect(() => regimeReadingOf([4, 1, 0, 1, 1])).toThrow(RangeError);
    expect(() => regimeReadingOf([0, 1, 0.5, 1, 1])).toThrow(RangeError);
  });
});

describe("a tracker resumed from its bytes", () => {
  it("goes on to the same readings, wherever it was cut", () => {
    const signs = Array.from({ length: 60 }, (_, index): RegimeSigns => {
      const wave = Math.abs(((index * 37) % 41) - 20);
      return { volatility: 40 + wave * 4, ema: 100 + ((index * 13) % 7) - 3, emaDayAgo: 100, return24h: (((index * 29) % 23) - 14) / 100 };
    });
    for (const cut of [0, 1, 7, 30, 59]) {
      const whole = tracker();
      const before = tracker();
      for (const sign of signs.slice(0, cut)) {
        whole.push(sign);
        before.push(sign);
      }
      const writer = new CanonicalWriter();
      before.save(writer);
      const resumed = tracker();
      const reader = new CanonicalReader(writer.finish());
      resumed.restore(reader);
      reader.end();
      for (const sign of signs.slice(cut)) expect(resumed.push(sign)).toEqual(whole.push(sign));
    }
  });
});
