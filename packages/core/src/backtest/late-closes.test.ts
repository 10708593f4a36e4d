import { describe, expect, it } from "vitest";
import { madeUpMarket } from "../features/panel-fixture.ts";
import { CORRELATION_UNDEFINED, type Snapshot } from "../market/snapshot.ts";
import { LineageLine, type LineSpec } from "../regime/lineage-line.ts";
import { defaultGovernedSettings } from "../strategy/settings.ts";
import { lineageNeedsOf } from "../strategy/strategy-of.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { lateCloses } from "./late-closes.ts";

const UNIVERSE = ["ADA/USD", "BTC/USD", "ETH/USD"];
const ROWS = 900;
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const needs = lineageNeedsOf(defaultGovernedSettings(UNIVERSE), "governed");
const spec: LineSpec = {
  ...{ lineageId: "test", isSynthetic: true, timeframeMs: HOUR_MS, originMs: ORIGIN_MS, universe: UNIVERSE },
  ...{ featureNames: needs.featureNames, marketFeatureNames: needs.marketValueNames },
};
const series = madeUpMarket({ seed: 7, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 2 });
const closes = () => new LineageLine(spec).closes(ORIGIN_MS, series, { from: 0, to: ROWS });

/** What was looked at in time of each close. */
const seenOf = (of: Iterable<Snapshot>) =>
  Array.from(of, ({ closeMs, instruments, market, correlationsBps }) => ({
    closeMs,
    bars: instruments.map(({ bar }) => bar),
    features: instruments.map(({ features }) => [...features]),
    market: [...(market?.values ?? [])],
    correlations: [...(correlationsBps ?? [])],
  }));

describe.each([1, 3])("closes seen %i bars late", (barsLate) => {
  const now = seenOf(closes());
  const late = seenOf(lateCloses(closes(), barsLate));

  it("keep their time and their bars", () => {
    expect(late.map(({ closeMs, bars }) => ({ closeMs, bars }))).toEqual(now.map(({ closeMs, bars }) => ({ closeMs, bars })));
  });

  it("have the features, the regime and the correlations of the earlier close, and none before there is one", () => {
    const none = needs.featureNames.map(() => undefined);
    late.forEach(({ bars, features, market, correlations }, row) => {
      const earlier = now[row - barsLate];
      expect(market).toEqual(earlier?.market ?? needs.marketValueNames.map(() => undefined).slice(0, market.length));
      expect(correlations).toEqual(earlier?.correlations ?? correlations.map(() => CORRELATION_UNDEFINED));
      features.forEach((values, place) => {
        const then = earlier?.features[place] ?? [];
        expect(values).toEqual(bars[place] === undefined ? [] : then.length === 0 ? none : then);
      });
    });
    expect(late.at(-1)?.market.every((value) => value !== undefined)).toBe(true);
  });
});
