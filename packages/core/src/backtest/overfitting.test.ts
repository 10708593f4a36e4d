import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { randomStream } from "../numeric/random.ts";
import { halvesOf } from "./cscv-blocks.ts";
import { backtestOverfitting } from "./overfitting.ts";

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());

/** Normal returns with a drift per trial; the same name gives the same trials. */
function madeUpTrials(name: string, of: { readonly trials: number; readonly bars: number; readonly drift: (trial: number) => number }) {
  const stream = randomStream(sha256, [name]);
  return Array.from({ length: of.trials }, (_, trial) =>
    Float64Array.from({ length: of.bars }, () => of.drift(trial) + 0.01 * stream.gaussian()),
  );
}

function sharpeOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return variance === 0 ? 0 : mean / Math.sqrt(variance);
}

/** CSCV as the paper writes it down, by joined rows and sorted ratios: slow, and nothing of it is shared with the code. */
function plainCases(returns: readonly Float64Array[], blocks: number) {
  const length = Math.floor((returns[0]?.length ?? 0) / blocks);
  const skipped = (returns[0]?.length ?? 0) - length * blocks;
  const rowsOf = (chosen: readonly number[], trial: Float64Array): number[] =>
    chosen.flatMap((block) => [...trial.slice(skipped + block * length, skipped + (block + 1) * length)]);
  const all = Array.from({ length: blocks }, (_, block) => block);
  const choose = (from: readonly number[], count: number): number[][] => {
    const [first, ...rest] = from;
    if (count === 0) return [[]];
    if (first === undefined) return [];
    return [...choose(rest, count - 1).map((tail) => [first, ...tail]), ...choose(rest, count)];
  };
  return choose(all, blocks / 2).map((inside) => {
    const outside = all.filter((block) => !inside.includes(block));
    const left = returns.map((trial) => sharpeOf(rowsOf(inside, trial)));
    const right = returns.map((trial) => sharpeOf(rowsOf(outside, trial)));
    const best = left.indexOf(Math.max(...left));
    const rank = [...right].sort((a, b) => a - b).indexOf(right[best] ?? NaN) + 1;
    const omega = rank / (returns.length + 1);
    return { best, inSample: left[best] ?? NaN, outOfSample: right[best] ?? NaN, logit: Math.log(omega / (1 - omega)) };
  });
}

const byRatios = (left: { inSample: number; outOfSample: number }, right: { inSample: number; outOfSample: number }): number =>
  left.inSample - right.inSample || left.outOfSample - right.outOfSample;

describe("the probability of backtest overfitting", () => {
  it("is what a plain reading of the paper computes", () => {
    for (const blocks of [2, 4, 6, 8]) {
      const returns = madeUpTrials(`plain ${blocks}`, { trials: 7, bars: 163, drift: (trial) => trial * 0.0003 });
      const plain = plainCases(returns, blocks).sort(byRatios);
      const found = backtestOverfitting({ returns, blocks });
      const cases = [...found.cases].sort(byRatios);
      expect(cases.length).toBe(plain.length);
      cases.forEach((one, index) => {
        const other = plain[index];
        expect(one.best).toBe(other?.best);
        expect(Math.abs(one.inSample - (other?.inSample ?? NaN))).toBeLessThan(1e-12);
        expect(Math.abs(one.outOfSample - (other?.outOfSample ?? NaN))).toBeLessThan(1e-12);
        expect(Math.abs(one.logit - (other?.logit ?? NaN))).toBeLessThan(1e-12);
      });
      expect(found.probability).toBe(plain.filter(({ logit }) => logit <= 0).length / plain.length);
      expect(found.lossProbability).toBe(plain.filter(({ outOfSample }) => outOfSample < 0).length / plain.length);
    }
  });

  it("agrees with a case worked by hand: two trials that swap their luck", () => {
    // Halves {1, 3 %} and {−1, −3 %}: whoever is best in one is worst in the other, so ω = 1/3 and λ = −ln 2.
    const returns = [Float64Array.of(0.01, 0.03, -0.01, -0.03), Float64Array.of(-0.01, -0.03, 0.01, 0.03)];
    const { cases, probability, lossProbability, degradation } = backtestOverfitting({ returns, blocks: 2 });
    const ratio = 0.02 / Math.sqrt(0.0002);
    expect(cases.map(({ best }) => best)).toEqual([0, 1]);
    for (const one of cases) {
      expect(one.inSample).toBeCloseTo(ratio, 12);
      expect(one.outOfSample).toBeCloseTo(-ratio, 12);
      expect(one.relativeRank).toBeCloseTo(1 / 3, 15);
      expect(one.logit).toBeCloseTo(-Math.log(2), 12);
    }
    expect([probability, lossProbability]).toEqual([1, 1]);
    // Both cases lie at one point: no line goes through it.
    expect(degradation).toBeNull();
  });

  it("takes every half once as in sample, 12,870 of sixteen blocks", () => {
    const halves = [...halvesOf(16)].flatMap(([left, right]) => [left.join(), right.join()]);
    expect(halves.length).toBe(12_870);
    expect(new Set(halves).size).toBe(12_870);
    for (const [left, right] of halvesOf(6)) expect([...left, ...right].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("is near 0 where one trial has skill", () => {
    const returns = madeUpTrials("skill", { trials: 20, bars: 1_000, drift: (trial) => (trial === 3 ? 0.004 : 0) });
    const { probability, cases } = backtestOverfitting({ returns, blocks: 10 });
    expect(probability).toBe(0);
    expect(cases.every(({ best }) => best === 3)).toBe(true);
  });

  it("is near 1 where trials differ by luck that they give back, as in the paper's full overfit", () => {
    // Every trial earns exactly nothing over all bars: what it won in one half it loses in the other.
    const returns = madeUpTrials("luck", { trials: 50, bars: 1_000, drift: () => 0 }).map((trial) => {
      const mean = trial.reduce((sum, value) => sum + value, 0) / trial.length;
      return trial.map((value) => value - mean);
    });
    const { probability, degradation, lossProbability } = backtestOverfitting({ returns, blocks: 10 });
    expect(probability).toBeGreaterThan(0.95);
    expect(lossProbability).toBe(1);
    expect(degradation?.slope).toBeLessThan(-0.9);
    expect(degradation?.rSquared).toBeGreaterThan(0.9);
  });

  it("lies about one half where nobody has skill", () => {
    const shares = Array.from({ length: 12 }, (_, draw) => {
      const returns = madeUpTrials(`none ${draw}`, { trials: 30, bars: 600, drift: () => 0 });
      return backtestOverfitting({ returns, blocks: 8 }).probability;
    });
    const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(0.7);
  });

  it("gives trials that are alike the middle of their ranks, and takes the earliest as the best", () => {
    const [trial] = madeUpTrials("alike", { trials: 1, bars: 40, drift: () => 0.001 });
    const returns = [trial ?? new Float64Array(0), trial ?? new Float64Array(0), trial ?? new Float64Array(0)];
    const { cases, probability } = backtestOverfitting({ returns, blocks: 4 });
    expect(cases.map(({ best, relativeRank, logit }) => [best, relativeRank, logit])).toEqual(cases.map(() => [0, 0.5, 0]));
    expect(probability).toBe(1);
  });

  it("counts a trial that never traded as one that neither won nor lost", () => {
    const returns = [new Float64Array(40), ...madeUpTrials("losers", { trials: 2, bars: 40, drift: () => -0.05 })];
    const { cases } = backtestOverfitting({ returns, blocks: 4 });
    expect(cases.every(({ best, inSample }) => best === 0 && inSample === 0)).toBe(true);
  });

  it("leaves out the oldest bars that fill no block", () => {
    const returns = madeUpTrials("rest", { trials: 4, bars: 42, drift: () => 0 });
    const found = backtestOverfitting({ returns, blocks: 4 });
    expect(found.barsPerBlock).toBe(10);
    expect(found).toEqual(backtestOverfitting({ returns: returns.map((trial) => trial.slice(2)), blocks: 4 }));
  });

  it("refuses what can't be parted", () => {
    const returns = madeUpTrials("few", { trials: 2, bars: 20, drift: () => 0 });
    const [first = new Float64Array(0)] = returns;
    expect(() => backtestOverfitting({ returns: [first], blocks: 4 })).toThrow("at least 2 trials");
    for (const blocks of [0, 3, 5, 18, 2.5]) expect(() => backtestOverfitting({ returns, blocks })).toThrow("even number");
    expect(() => backtestOverfitting({ returns, blocks: 16 })).toThrow("too few");
    expect(() => backtestOverfitting({ returns: [first, first.slice(1)], blocks: 4 })).toThrow("share their bars");
  });
});
