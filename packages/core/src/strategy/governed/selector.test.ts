import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REGIMES } from "../../regime/regime.ts";
import { GOVERNED_STRATEGY_NAMES, REGIME_BUDGET_BPS, servesRegime } from "./kinds.ts";
import { NEUTRAL_REGIME, QUIET_MARKET, QUIET_READING } from "./reading-fixture.ts";
import type { Reading } from "./reading.ts";
import { resolvedParameters } from "./parameters.ts";
import { selectStrategies, type Selection } from "./selector.ts";
import { surveyReadings, type SurveyedClose } from "./survey.ts";

const seen = (...of: readonly Reading[]): SurveyedClose => surveyReadings(of, resolvedParameters({}));

const readings = fc.array(
  fc.record({
    deviation: fc.double({ min: -4, max: 4, noNaN: true }),
    fast: fc.double({ min: 90, max: 110, noNaN: true }),
    fastBefore: fc.double({ min: 90, max: 110, noNaN: true }),
    volatilityFlag: fc.constantFrom(-1, 0, 1),
    fromHigh: fc.double({ min: -0.9, max: 0, noNaN: true }),
  }),
  { maxLength: 30 },
);

const selection = fc
  .record({
    readings,
    regime: fc.constantFrom(...REGIMES),
    breadth: fc.double({ min: 0, max: 1, noNaN: true }),
    confidence: fc.double({ min: 0.2, max: 1, noNaN: true }),
    enabled: fc.subarray([...GOVERNED_STRATEGY_NAMES]),
  })
  .map((of) => ({
    ...of,
    selected: selectStrategies({
      enabled: of.enabled,
      market: { ...QUIET_MARKET, breadth: of.breadth, regime: { ...NEUTRAL_REGIME, regime: of.regime, confidence: of.confidence } },
      seen: seen(...of.readings.map((reading) => ({ ...QUIET_READING, ...reading }))),
    }),
  }));

const sharesOf = ({ choices }: Selection): readonly number[] => choices.map(({ shareBps }) => shareBps);

describe("the selector", () => {
  it("chooses at most two that are enabled and serve the regime, and splits the whole between them exactly", () => {
    fc.assert(
      fc.property(selection, ({ selected, regime, enabled }) => {
        const { choices } = selected;
        expect(choices.length).toBeLessThanOrEqual(2);
        expect(new Set(choices.map(({ strategy }) => strategy)).size).toBe(choices.length);
        for (const { strategy, confidenceBps } of choices) {
          expect(enabled).toContain(strategy);
          expect(servesRegime(strategy, regime)).toBe(true);
          expect(confidenceBps).toBeGreaterThan(0);
        }
        const shares = sharesOf(selected);
        if (shares.length > 0) expect(shares.reduce((sum, share) => sum + share, 0)).toBe(10_000);
        if (shares.length === 2) for (const share of shares) expect(share >= 3_000 && share <= 7_000).toBe(true);
        expect(selected.budgetBps).toBe(REGIME_BUDGET_BPS[regime]);
      }),
    );
  });

  it("gives one that stands alone everything, and prefers the one that fits the market better", () => {
    const alone = selectStrategies({ enabled: ["volatility-swing"], market: QUIET_MARKET, seen: seen(QUIET_READING) });
    expect(alone.choices).toEqual([{ strategy: "volatility-swing", confidenceBps: 7_500, shareBps: 10_000 }]);
    const stretched = { ...QUIET_READING, deviation: -2, volatilityFlag: -1 };
    const both = selectStrategies({
      enabled: ["volatility-swing", "mean-reversion"],
      market: QUIET_MARKET,
      seen: seen(stretched, stretched, stretched, QUIET_READING),
    });
    expect(both.choices.map(({ strategy, shareBps }) => [strategy, shareBps])).toEqual([
      ["mean-reversion", 7_000],
      ["volatility-swing", 3_000],
    ]);
  });

  it("lets only hedge and allocator act in a panic, within a tenth of the exposure cap", () => {
    const market = { ...QUIET_MARKET, breadth: 0.1, regime: { ...NEUTRAL_REGIME, regime: "PANIC" as const } };
    const { choices, budgetBps } = selectStrategies({ enabled: GOVERNED_STRATEGY_NAMES, market, seen: seen(QUIET_READING) });
    expect(choices.map(({ strategy }) => strategy)).toEqual(["defensive-hedge", "stable-allocator"]);
    expect(budgetBps).toBe(1_000);
  });

  it("chooses none where nothing in the market fits", () => {
    const market = { ...QUIET_MARKET, regime: { ...NEUTRAL_REGIME, regime: "RISK_ON" as const } };
    const falling = { ...QUIET_READING, fast: 99, fastBefore: 100 };
    expect(selectStrategies({ enabled: GOVERNED_STRATEGY_NAMES, market, seen: seen(falling) }).choices).toEqual([]);
  });
});
