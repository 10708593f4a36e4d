import { describe, expect, it } from "vitest";
import { barsOfRow, madeUpMarket } from "../features/panel-fixture.ts";
import { LineageLine } from "../regime/lineage-line.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import { latestStrain, strainedInstruments } from "./strained-instruments.ts";

const ORIGIN_MS = Date.UTC(2024, 0, 1);
const ROWS = 1_000;
const UNIVERSE = ["BTC/USD", "ETH/USD"];
/** What trips now and then in a made-up market. */
const SETTINGS = { ...GUARDED_PROFILE.killTriggers, volatilityMultipleBps: 25_000, spreadMultipleBps: 16_000 };

function lineOf(featureNames: readonly string[]): LineageLine {
  return new LineageLine({
    ...{ lineageId: "test", isSynthetic: true, timeframeMs: HOUR_MS, originMs: ORIGIN_MS, universe: UNIVERSE },
    featureNames,
    marketFeatureNames: [],
  });
}

describe("strained instruments", () => {
  it.each([[["return:1", "spread:24:720", "stdev:720"]], [["return:1", "stdev:720"]], [["spread:24:720"]], [["return:1"]]])(
    "are the same in rows of columns as in closes that stand alone: %s",
    (featureNames) => {
      const series = madeUpMarket({ seed: 3, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 2 });
      const [line, oneByOne, strainedIn] = [lineOf(featureNames), lineOf(featureNames), latestStrain()];
      let [row, strained] = [0, 0];
      for (const close of line.closes(ORIGIN_MS, series, { from: 0, to: ROWS })) {
        const openMs = ORIGIN_MS + row * HOUR_MS;
        const alone = { ...oneByOne.close(openMs, barsOfRow(series, row, openMs)), previousHash: new Uint8Array(32) };
        const found = strainedIn(close, SETTINGS);
        expect(found).toEqual(strainedInstruments(alone, SETTINGS));
        strained += found.length;
        row += 1;
      }
      expect(strained > 0).toBe(featureNames.length > 1 || featureNames[0] === "spread:24:720");
    },
  );
});
