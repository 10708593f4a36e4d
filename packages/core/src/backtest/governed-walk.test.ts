import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { encodeAccountState } from "../decision/account-state.ts";
import { makeWeigh } from "../decision/make-decide.ts";
import { openBook } from "../decision/open-book.ts";
import { coinInstrument, walkOf } from "../decision/walk-fixture.ts";
import { madeUpMarket } from "../features/panel-fixture.ts";
import { toHex, type Sha256 } from "../numeric/hash.ts";
import { GUARDED_PROFILE } from "../risk/profile-presets.ts";
import { defaultGovernedSettings } from "../strategy/settings.ts";
import { lineageNeedsOf } from "../strategy/strategy-of.ts";
import { DAY_MS, HOUR_MS } from "../time/timeframe.ts";
import { walkMarket, walkMarketBare, type MarketInMemory } from "./governed-walk.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const ROWS = 1_600;
/** Two walks of all features: the machine may be busy. */
const TIMEOUT_MS = 60_000;
const UNIVERSE = ["ADA/USD", "BTC/USD", "ETH/USD", "SOL/USD", "XRP/USD"];
const STARTING_UNITS = 10_000_000_000_000n;

const SETTINGS = defaultGovernedSettings(UNIVERSE);
const TERMS = {
  sha256,
  settings: SETTINGS,
  profile: GUARDED_PROFILE,
  instruments: UNIVERSE.map((symbol) => coinInstrument(symbol.split("/")[0] ?? "")),
  startingUnits: STARTING_UNITS,
  takerFeeBps: 26,
  slippageBps: 5,
  rearmAfterMs: DAY_MS,
};

function marketOf(seed: number): MarketInMemory {
  const needs = lineageNeedsOf(SETTINGS, "governed");
  return {
    line: {
      lineageId: "test",
      isSynthetic: true,
      timeframeMs: HOUR_MS,
      originMs: ORIGIN_MS,
      universe: UNIVERSE,
      featureNames: needs.featureNames,
      marketFeatureNames: needs.marketValueNames,
    },
    series: madeUpMarket({ seed, instruments: UNIVERSE.length, rows: ROWS, missingPercent: 1 }),
  };
}

describe("a governed walk in memory", () => {
  it.each([1, 2])("trades the same without receipts (market %i)", { timeout: TIMEOUT_MS }, (seed) => {
    const walk = { ...walkOf(TERMS), weigh: makeWeigh({ sha256 }) };
    const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: ORIGIN_MS });
    const bare = walkMarketBare(walk, marketOf(seed), opened);
    let [slots, fills, before] = [0, 0, opened.state];
    for (const walked of walkMarket(walk, marketOf(seed), opened)) {
      const passed = bare.next().value;
      if (passed === undefined) throw new Error(`the walk without receipts ends after ${slots} slots`);
      const filled = walked.bookings.flatMap((bookings) => bookings.fills ?? []);
      if (filled.length > 0) expect(passed.bookings.flatMap((bookings) => bookings.fills ?? [])).toEqual(filled);
      if (walked.state !== before)
        expect(toHex(sha256(encodeAccountState(passed.state)))).toBe(toHex(sha256(encodeAccountState(walked.state))));
      before = walked.state;
      expect(passed.ownKills).toEqual(walked.ownKills);
      expect(passed.verdict.intents.length).toBe(walked.decision.output.intents.length);
      if (slots % 50 === 0) expect(walked.decision.output).toMatchObject(passed.verdict);
      slots += 1;
      fills += filled.length;
    }
    expect(slots).toBe(ROWS);
    expect(fills).toBeGreaterThan(20);
    expect(bare.next().done).toBe(true);
  });

  it("chains its receipts without a gap", { timeout: TIMEOUT_MS }, () => {
    const walk = walkOf(TERMS);
    const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: ORIGIN_MS });
    let previous = opened.heads;
    for (const { receipt, heads } of walkMarket(walk, marketOf(3), opened)) {
      expect(receipt.receiptSeq).toBe(previous.receiptSeq + 1);
      expect(receipt.previousHash).toEqual(previous.receiptHash);
      previous = heads;
    }
    expect(previous.receiptSeq).toBe(ROWS);
  });
});
