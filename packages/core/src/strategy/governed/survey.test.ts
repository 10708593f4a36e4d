import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOfRow, madeUpMarket } from "../../features/panel-fixture.ts";
import { GOVERNED_MARKET_FEATURE_NAMES } from "../../features/governed-features.ts";
import { LineageLine } from "../../regime/lineage-line.ts";
import { HOUR_MS } from "../../time/timeframe.ts";
import { defaultGovernedSettings } from "../settings.ts";
import { lineageNeedsOf } from "../strategy-of.ts";
import { GOVERNED_STRATEGY_NAMES } from "./kinds.ts";
import { resolvedParameters } from "./parameters.ts";
import { QUIET_MARKET, QUIET_READING } from "./reading-fixture.ts";
import type { Reading } from "./reading.ts";
import { GOVERNED_RULES } from "./rules.ts";
import { SIGNS, signsOf } from "./signs.ts";
import { latestSurvey, type SurveyedClose } from "./survey.ts";

const ORIGIN_MS = Date.UTC(2024, 0, 1);
const ROWS = 1_400;
const UNIVERSE = ["ADA/USD", "BTC/USD", "ETH/USD", "SOL/USD"];
/** One that is not listed, and not all that are. */
const TRADED = ["ADA/USD", "BTC/USD", "DOGE/USD", "SOL/USD"];
const PARAMETERS = resolvedParameters({});

/** Those of columns are fetched when they are asked for, so that nothing compares them unasked. */
function numbersOf(reading: Reading | undefined): unknown {
  if (reading === undefined) return undefined;
  const { symbol, close, atr, fast, fastBefore, slow, slowBefore, return1, return24, slope, surge } = reading;
  const { volatility, volatilityFlag, fromHigh, fromRecentHigh, deviation } = reading;
  const ofAverages = { symbol, close, atr, fast, fastBefore, slow, slowBefore, slope };
  return { ...ofAverages, return1, return24, surge, volatility, volatilityFlag, fromHigh, fromRecentHigh, deviation };
}

function lineOf(): LineageLine {
  const needs = lineageNeedsOf(defaultGovernedSettings(UNIVERSE), "governed");
  return new LineageLine({
    ...{ lineageId: "test", isSynthetic: true, timeframeMs: HOUR_MS, originMs: ORIGIN_MS, universe: UNIVERSE },
    featureNames: needs.featureNames,
    marketFeatureNames: GOVERNED_MARKET_FEATURE_NAMES,
  });
}

describe("what strategies see of a close", () => {
  it("is the same of rows of columns as of closes that stand alone", () => {
    const series = madeUpMarket({ seed: 11, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 2 });
    const [line, oneByOne, surveyOf, aloneOf] = [lineOf(), lineOf(), latestSurvey(), latestSurvey()];
    const by = { instruments: TRADED, parameters: PARAMETERS };
    let [row, signsSeen] = [0, 0];
    for (const close of line.closes(ORIGIN_MS, series, { from: 0, to: ROWS })) {
      const openMs = ORIGIN_MS + row * HOUR_MS;
      const ofRows = surveyOf(close, by);
      const alone = aloneOf({ ...oneByOne.close(openMs, barsOfRow(series, row, openMs)), previousHash: new Uint8Array(32) }, by);
      TRADED.forEach((_, place) => {
        const signs = ofRows.survey.signsAt(place, ofRows.row);
        expect(signs).toBe(alone.survey.signsAt(place, alone.row));
        signsSeen |= signs;
        if (row % 37 === 0)
          expect(numbersOf(ofRows.survey.readingAt(place, ofRows.row))).toEqual(numbersOf(alone.survey.readingAt(place, alone.row)));
      });
      for (const strategy of GOVERNED_STRATEGY_NAMES)
        expect(ofRows.survey.shareOf(strategy, ofRows.row)).toBe(alone.survey.shareOf(strategy, alone.row));
      row += 1;
    }
    for (const { fit, setup } of Object.values(SIGNS)) expect(signsSeen & (fit | setup)).toBe(fit | setup);
  });

  it("is told of rows whose columns were given back", () => {
    const series = madeUpMarket({ seed: 11, instruments: UNIVERSE.length, rows: ROWS });
    const [surveyOf, closes] = [latestSurvey(), lineOf().closes(ORIGIN_MS, series, { from: 0, to: ROWS })];
    const seen: SurveyedClose[] = [];
    for (const close of closes) seen.push(surveyOf(close, { instruments: TRADED, parameters: PARAMETERS }));
    expect(() => seen[1_000]?.survey.readingAt(0, seen[1_000].row)?.fast).toThrow("given back");
  });

  it("holds a setup wherever a strategy enters, and nowhere else but where the clock decides", () => {
    const reading = fc.record({
      deviation: fc.double({ min: -4, max: 4, noNaN: true }),
      fast: fc.double({ min: 90, max: 110, noNaN: true }),
      fastBefore: fc.double({ min: 90, max: 110, noNaN: true }),
      slope: fc.double({ min: -1, max: 1, noNaN: true }),
      return1: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      return24: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
      volatilityFlag: fc.constantFrom(-1, 0, 1),
      fromHigh: fc.double({ min: -0.9, max: 0, noNaN: true }),
    });
    fc.assert(
      fc.property(reading, (of) => {
        const view = { reading: { ...QUIET_READING, ...of }, market: QUIET_MARKET, parameters: PARAMETERS };
        const signs = signsOf(view.reading, PARAMETERS);
        for (const strategy of GOVERNED_STRATEGY_NAMES) {
          const { propose, idle } = GOVERNED_RULES[strategy];
          const isSetup = (signs & SIGNS[strategy].setup) !== 0;
          if (strategy !== "stable-allocator") expect(propose(view).action === "enter").toBe(isSetup);
          if (!isSetup) expect(propose(view)).toBe(idle);
        }
      }),
    );
  });
});
