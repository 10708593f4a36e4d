import { describe, expect, it } from "vitest";
import { resolvedParameters } from "../strategy/governed/parameters.ts";
import { hold } from "../strategy/governed/proposals.ts";
import { QUIET_MARKET, QUIET_READING } from "../strategy/governed/reading-fixture.ts";
import { HOUR_MS } from "../time/timeframe.ts";
import type { Campaign } from "./campaign.ts";
import { decideCampaign, type CampaignView } from "./decide-campaign.ts";

const PRICE = 1_000_000_000_000n;
const NOW_MS = QUIET_MARKET.closeMs;

const CAMPAIGN: Campaign = {
  symbol: "BTC/USD",
  state: "holding",
  strategy: "volatility-swing",
  sinceMs: NOW_MS - 48 * HOUR_MS,
  actedMs: NOW_MS - 24 * HOUR_MS,
  fullQuantity: 1_000n,
  markUnits: 100n * PRICE,
};

const VIEW: CampaignView = {
  campaign: CAMPAIGN,
  reading: QUIET_READING,
  market: QUIET_MARKET,
  outlook: { reboundBps: 4_000, continuationBps: 2_000 },
  parameters: resolvedParameters({}),
  heldUnits: 1_000n,
  closeUnits: 100n * PRICE,
  nowMs: NOW_MS,
  review: hold("SWING_STANDS"),
  hedge: hold("NO_HEDGE"),
  isThesisAlive: true,
  roundTripBps: 90,
};

const actOf = (changes: Partial<CampaignView>) => decideCampaign({ ...VIEW, ...changes });
const sold = { ...CAMPAIGN, fullQuantity: 2_000n };
const REBOUND = { reboundBps: 6_000, continuationBps: 2_000 };
const HOPELESS = { reboundBps: 2_000, continuationBps: 8_000 };
const HEDGE = { action: "reduce", reason: "HEDGE_SALE", values: [], saleBps: 5_000 } as const;
const DONE = { action: "exit", reason: "SWING_DONE", values: [] } as const;

describe("a campaign", () => {
  it.each<readonly [string, Partial<CampaignView>, string]>([
    ["holds where nothing has happened", {}, "hold CAMPAIGN_HOLDS"],
    ["holds a severe drop while a recovery is not less likely", { reading: { ...QUIET_READING, return24: -0.1 } }, "hold DROP_HELD"],
    ["sells all where the fall goes on and no recovery is near", { outlook: HOPELESS }, "exit OUTLOOK_NEGATIVE"],
    [
      "does not, where a recovery is a little less improbable",
      { outlook: { ...HOPELESS, reboundBps: 2_001 } },
      "derisk DOWNSIDE_DOMINATES",
    ],
    ["sells all where its strategy is done", { review: DONE }, "exit SWING_DONE"],
    ["sells a part where the downside is larger", { outlook: { reboundBps: 4_000, continuationBps: 6_000 } }, "derisk DOWNSIDE_DOMINATES"],
    ["keeps it where the upside is as large", { outlook: { reboundBps: 6_000, continuationBps: 6_000 } }, "hold CAMPAIGN_HOLDS"],
    ["sells a part where the hedge asks", { hedge: HEDGE }, "derisk HEDGE_SALE"],
    ["harvests a gain of three ATR", { closeUnits: 103n * PRICE }, "harvest HARVEST_GAIN"],
    ["and nothing less", { closeUnits: 103n * PRICE - 1n }, "hold CAMPAIGN_HOLDS"],
    ["harvests nothing that a round trip costs", { closeUnits: 103n * PRICE, roundTripBps: 300 }, "hold CAMPAIGN_HOLDS"],
    ["buys a dip back", { campaign: sold, closeUnits: 98n * PRICE, outlook: REBOUND }, "reenter REENTRY_DIP"],
    ["not while it still holds everything", { closeUnits: 98n * PRICE, outlook: REBOUND }, "hold CAMPAIGN_HOLDS"],
    ["not a shallower dip", { campaign: sold, closeUnits: 98_500_000_000_001n, outlook: REBOUND }, "hold CAMPAIGN_HOLDS"],
    [
      "not where a rebound is less likely than asked",
      { campaign: sold, closeUnits: 98n * PRICE, outlook: { reboundBps: 5_999, continuationBps: 0 } },
      "hold CAMPAIGN_HOLDS",
    ],
    [
      "not in a regime that its strategy does not serve",
      { campaign: sold, closeUnits: 98n * PRICE, outlook: REBOUND, isThesisAlive: false },
      "hold CAMPAIGN_HOLDS",
    ],
  ])("%s", (_, changes, expected) => {
    const act = actOf(changes);
    expect(`${act.act} ${act.reason}`).toBe(expected);
  });

  it("rests between acts of its own, but never before an exit", () => {
    const rested = { ...CAMPAIGN, actedMs: NOW_MS - 6 * HOUR_MS };
    const resting = { ...CAMPAIGN, actedMs: NOW_MS - 6 * HOUR_MS + 1 };
    expect(actOf({ campaign: rested, closeUnits: 103n * PRICE }).reason).toBe("HARVEST_GAIN");
    expect(actOf({ campaign: resting, closeUnits: 103n * PRICE }).reason).toBe("CAMPAIGN_RESTS");
    expect(actOf({ campaign: resting, outlook: HOPELESS }).reason).toBe("OUTLOOK_NEGATIVE");
    expect(actOf({ campaign: resting, review: DONE }).reason).toBe("SWING_DONE");
  });

  it("buys back no more than it sold, and says what it expects of it", () => {
    expect(actOf({ campaign: sold, closeUnits: 98n * PRICE, outlook: REBOUND })).toMatchObject({ quantity: 1_000n, edge: 0.015 });
  });
});
