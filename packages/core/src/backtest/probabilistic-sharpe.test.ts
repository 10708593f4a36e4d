import { describe, expect, it } from "vitest";
import { deflatedSharpe, expectedMaximumSharpe, ratiosOfTrials, trialSpread } from "./deflated-sharpe.ts";
import { minimumTrackRecord, probabilisticSharpe } from "./probabilistic-sharpe.ts";

// Expected values to 20 digits are of an independent computation in 40-digit arithmetic (mpmath: erfc and
// erfinv); the rounded figure that each paper prints stands beside it.
const away = (value: number | null, expected: number): number => Math.abs((value ?? NaN) / expected - 1);
const NORMAL = { skew: 0, kurtosis: 3 };

describe("the probabilistic Sharpe ratio (Bailey and López de Prado 2012)", () => {
  // 24 months with an annual ratio of 1.59, skewness −2.448 and kurtosis 10.164.
  const monthly = { sharpe: 0.458, observations: 24 };

  it("is 0.982 for the paper's fund if its returns were normal, and 0.913 as they are", () => {
    const assumed = probabilisticSharpe({ ...monthly, ...NORMAL }, 0);
    const real = probabilisticSharpe({ ...monthly, skew: -2.448, kurtosis: 10.164 }, 0);
    expect(away(assumed, 0.98167491909107710113)).toBeLessThan(1e-12);
    expect(away(real, 0.91336108386093291404)).toBeLessThan(1e-12);
    expect([assumed?.toFixed(3), real?.toFixed(3)]).toEqual(["0.982", "0.913"]);
  });

  it("is one half at the benchmark and grows with the record", () => {
    const at = (observations: number): number => probabilisticSharpe({ ...NORMAL, sharpe: 0.1, observations }, 0.05) ?? NaN;
    expect(probabilisticSharpe({ ...NORMAL, sharpe: 0.1, observations: 500 }, 0.1)).toBe(0.5);
    expect(at(100)).toBeLessThan(at(200));
  });

  it("is null where it is not defined", () => {
    expect(probabilisticSharpe({ ...NORMAL, sharpe: 0.1, observations: 1 }, 0)).toBeNull();
    // No distribution has a skewness of 30 and a kurtosis of 3.
    expect(probabilisticSharpe({ sharpe: 0.5, observations: 100, skew: 30, kurtosis: 3 }, 0)).toBeNull();
  });
});

describe("the minimum track record (2012)", () => {
  // An annual ratio of 2 against 1, at 95 %, by the frequency of the returns.
  const years = (aYear: number, moments: typeof NORMAL): number => {
    const [sharpe, benchmark] = [2 / Math.sqrt(aYear), 1 / Math.sqrt(aYear)];
    return (minimumTrackRecord({ ...moments, sharpe }, { benchmark, confidence: 0.95 }) ?? NaN) / aYear;
  };

  it("is 2.73 years of days, 2.83 of weeks and 3.24 of months for normal returns", () => {
    expect(away(years(250, NORMAL) * 250, 682.7969504320444709)).toBeLessThan(1e-12);
    expect(away(years(52, NORMAL) * 52, 147.09934652115238662)).toBeLessThan(1e-12);
    expect(away(years(12, NORMAL) * 12, 38.877608357335803939)).toBeLessThan(1e-12);
    expect([250, 52, 12].map((aYear) => years(aYear, NORMAL).toFixed(2))).toEqual(["2.73", "2.83", "3.24"]);
  });

  it("is 4.99 years of months for a hedge fund's skewness of −0.72 and kurtosis of 5.78", () => {
    const months = years(12, { skew: -0.72, kurtosis: 5.78 }) * 12;
    expect(away(months, 59.895098686507575617)).toBeLessThan(1e-12);
    expect((months / 12).toFixed(2)).toBe("4.99");
  });

  it("is the record at which the probability is the confidence", () => {
    const estimate = { sharpe: 0.12, skew: -0.8, kurtosis: 7 };
    const observations = minimumTrackRecord(estimate, { benchmark: 0.02, confidence: 0.99 }) ?? NaN;
    expect(away(probabilisticSharpe({ ...estimate, observations }, 0.02), 0.99)).toBeLessThan(1e-12);
  });

  it("is null where the ratio is not above the benchmark, and needs a confidence above one half", () => {
    expect(minimumTrackRecord({ ...NORMAL, sharpe: 0.1 }, { benchmark: 0.1, confidence: 0.95 })).toBeNull();
    expect(() => minimumTrackRecord({ ...NORMAL, sharpe: 0.1 }, { benchmark: 0, confidence: 1 })).toThrow("confidence 1");
  });
});

describe("the deflated Sharpe ratio (Bailey and López de Prado 2014)", () => {
  // The paper's example: five years of days, an annual ratio of 2.5, trials whose annual ratios vary by ½.
  const found = { sharpe: 2.5 / Math.sqrt(250), observations: 1_250, skew: -3, kurtosis: 10 };
  const variance = 1 / 2 / 250;

  it("expects 0.1132 of the best of 100 trials without skill", () => {
    const expected = expectedMaximumSharpe({ trials: 100, variance });
    expect(away(expected, 0.11317200186513202887)).toBeLessThan(1e-12);
    expect(expected.toFixed(4)).toBe("0.1132");
  });

  it("is 0.9004 after 100 trials, 0.9505 after 46, and 0.9505 after 88 had the returns been normal", () => {
    const after100 = deflatedSharpe(found, { trials: 100, variance });
    const after46 = deflatedSharpe(found, { trials: 46, variance });
    const normal88 = deflatedSharpe({ ...found, ...NORMAL }, { trials: 88, variance });
    expect(away(after100, 0.90039683444939096156)).toBeLessThan(1e-12);
    expect(away(after46, 0.95050170687557859145)).toBeLessThan(1e-12);
    expect(away(normal88, 0.9504908166760141889)).toBeLessThan(1e-12);
    expect([after100, after46, normal88].map((value) => value?.toFixed(4))).toEqual(["0.9004", "0.9505", "0.9505"]);
  });

  it("deflates nothing for one trial alone", () => {
    expect(expectedMaximumSharpe({ trials: 1, variance: 0.3 })).toBe(0);
    expect(deflatedSharpe(found, { trials: 1, variance: 0 })).toBe(probabilisticSharpe(found, 0));
  });

  it("falls with every trial more", () => {
    let before = 1;
    for (const trials of [2, 3, 10, 1_000, 1_000_000]) {
      const value = deflatedSharpe(found, { trials, variance }) ?? NaN;
      expect(value).toBeLessThan(before);
      before = value;
    }
  });

  it("counts luck as no smaller than that of one ratio that was estimated, however alike the trials are", () => {
    const { observations } = found;
    const deflatedBy = (trials: number, variance: number) => deflatedSharpe(found, { trials, variance });
    expect(deflatedBy(6, 0)).toBe(deflatedBy(6, 1 / (observations - 1)));
    expect(deflatedBy(6, 0)).toBeLessThan(deflatedBy(5, 0) ?? NaN);
    expect(deflatedBy(6, 0)).toBeLessThan(probabilisticSharpe(found, 0) ?? NaN);
    expect(deflatedBy(1_000, 1e-9)).toBe(deflatedBy(1_000, 0));
  });

  it("takes count and sample variance from a ledger, and refuses what is none", () => {
    expect(trialSpread([])).toBeNull();
    expect(trialSpread([0.3])).toEqual({ trials: 1, variance: 0 });
    expect(trialSpread([0.25, 0.75, 0.5])).toEqual({ trials: 3, variance: 0.0625 });
    expect(trialSpread([0.25, null, 0.75, 0.5, null])).toEqual({ trials: 5, variance: 0.0625 });
    expect(trialSpread([null, 0.5])).toEqual({ trials: 2, variance: 0 });
    expect(ratiosOfTrials([0.1], 3)).toEqual([0.1, null, null]);
    expect(ratiosOfTrials([0.1, 0.2], 1)).toEqual([0.1, 0.2]);
    expect(() => expectedMaximumSharpe({ trials: 0, variance: 1 })).toThrow("0 trials");
    expect(() => expectedMaximumSharpe({ trials: 3, variance: -1 })).toThrow("variance -1");
  });
});
