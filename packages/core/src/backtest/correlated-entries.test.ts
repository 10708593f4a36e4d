import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { coinInstrument, walkOf } from "../decision/walk-fixture.ts";
import { openBook } from "../decision/open-book.ts";
import type { AlignedBars } from "../features/aligned-bars.ts";
import { madeUpMarket } from "../features/panel-fixture.ts";
import type { Sha256 } from "../numeric/hash.ts";
import { BALANCED_PROFILE, GUARDED_PROFILE } from "../risk/profile-presets.ts";
import type { RiskProfile } from "../risk/profile.ts";
import { defaultEmaAtrSettings } from "../strategy/settings.ts";
import { lineageNeedsOf } from "../strategy/strategy-of.ts";
import { DAY_MS, TIMEFRAMES, type TimeframeName } from "../time/timeframe.ts";
import { walkMarket } from "./governed-walk.ts";

const sha256: Sha256 = (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest());
const ORIGIN_MS = Date.UTC(2024, 0, 1);
const STARTING_UNITS = 10_000_000_000_000n;
/** BTC and ETH are one market under two names, SOL goes its own way. */
const UNIVERSE = ["BTC/USD", "ETH/USD", "SOL/USD"];
const TIMEOUT_MS = 60_000;

function twins(rows: number): readonly AlignedBars[] {
  const [one, , other] = madeUpMarket({ seed: 4, instruments: 3, rows });
  if (one === undefined || other === undefined) throw new Error("a market of three");
  return [one, one, other];
}

type Seen = { readonly refusals: readonly string[]; readonly notApplicable: readonly string[]; readonly heldTogether: number };

/** What a crossover met at the gate over 60 days more than a month of bars, and how often it held both twins. */
function seenBy(profile: RiskProfile, timeframe: TimeframeName): Seen {
  const timeframeMs = TIMEFRAMES[timeframe];
  const settings = { ...defaultEmaAtrSettings(UNIVERSE), fast: 3, slow: 8, timeframeMs };
  const needs = lineageNeedsOf(settings, profile.kind);
  const rows = Math.max((45 * DAY_MS) / timeframeMs, 400);
  const identity = { lineageId: "twins", isSynthetic: true, timeframeMs, originMs: ORIGIN_MS, universe: UNIVERSE };
  const walk = walkOf({
    ...{ sha256, settings, profile, instruments: UNIVERSE.map((symbol) => coinInstrument(symbol.split("/")[0] ?? "")) },
    ...{ startingUnits: STARTING_UNITS, takerFeeBps: 26, slippageBps: 0, rearmAfterMs: DAY_MS },
  });
  const opened = openBook({ context: walk.context, baseCurrency: "USD", startingUnits: STARTING_UNITS, atMs: ORIGIN_MS });
  const market = {
    line: { ...identity, featureNames: needs.featureNames, marketFeatureNames: needs.marketValueNames },
    series: twins(rows),
  };
  const [refusals, notApplicable] = [new Set<string>(), new Set<string>()];
  let heldTogether = 0;
  for (const { decision, state } of walkMarket(walk, market, opened)) {
    for (const { code } of decision.output.refusals) refusals.add(code);
    for (const { code, values } of decision.output.facts)
      if (code === "CHECKS_NOT_APPLICABLE") for (const [check] of values) notApplicable.add(check);
    const held = state.positions.map(({ symbol }) => symbol);
    if (held.includes("BTC/USD") && held.includes("ETH/USD")) heldTogether += 1;
  }
  return { refusals: [...refusals], notApplicable: [...notApplicable], heldTogether };
}

describe.each(["15m", "1h", "4h", "1d"] as const)("correlated pairs on bars of %s", (timeframe) => {
  it("are refused beside each other under balanced", { timeout: TIMEOUT_MS }, () => {
    const { refusals, notApplicable, heldTogether } = seenBy(BALANCED_PROFILE, timeframe);
    expect(refusals).toContain("CORRELATED");
    expect(notApplicable).not.toContain("correlation");
    expect(heldTogether).toBe(0);
  });

  it("share the cap of one cluster under guarded", { timeout: TIMEOUT_MS }, () => {
    const { notApplicable, heldTogether } = seenBy(GUARDED_PROFILE, timeframe);
    expect(notApplicable).not.toContain("cluster");
    expect(heldTogether).toBeGreaterThan(0);
  });
});
