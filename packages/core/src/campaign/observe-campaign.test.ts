import { describe, expect, it } from "vitest";
import { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { readCampaign, stepCampaign, withBought, writeCampaign, type Campaign } from "./campaign.ts";
import { observeCampaign, type Standing } from "./observe-campaign.ts";

const STANDING: Standing = {
  symbol: "BTC/USD",
  heldUnits: 0n,
  closeUnits: 7n,
  isBuying: false,
  isReducing: false,
  isExiting: false,
  nowMs: 1_000,
};
const CAMPAIGN: Campaign = {
  symbol: "BTC/USD",
  state: "entering",
  strategy: "recovery",
  sinceMs: 1,
  actedMs: 2,
  fullQuantity: 0n,
  markUnits: 5n,
};

const seen = (state: Campaign["state"] | "flat", standing: Partial<Standing>): string => {
  const campaign = state === "flat" ? undefined : { ...CAMPAIGN, state };
  const { step, campaign: after } = observeCampaign(campaign, { ...STANDING, ...standing });
  return `${step?.event ?? "nothing"} → ${after?.state ?? "flat"}`;
};

describe("what the books say of a campaign", () => {
  it.each<readonly [Campaign["state"] | "flat", Partial<Standing>, string]>([
    ["flat", {}, "nothing → flat"],
    ["flat", { heldUnits: 1n }, "position_found → holding"],
    ["armed", {}, "nothing → armed"],
    ["armed", { heldUnits: 1n }, "position_found → holding"],
    ["entering", { isBuying: true }, "nothing → entering"],
    ["entering", { isBuying: true, heldUnits: 1n }, "nothing → entering"],
    ["entering", { heldUnits: 1n }, "entry_filled → holding"],
    ["entering", {}, "entry_failed → flat"],
    ["holding", { heldUnits: 1n }, "nothing → holding"],
    ["holding", {}, "position_gone → flat"],
    ["harvesting", { heldUnits: 1n, isReducing: true }, "nothing → harvesting"],
    ["harvesting", { heldUnits: 1n }, "act_settled → holding"],
    ["harvesting", {}, "position_gone → flat"],
    ["de_risking", { heldUnits: 1n, isReducing: true }, "nothing → de_risking"],
    ["de_risking", { heldUnits: 1n }, "act_settled → holding"],
    ["re_entering", { heldUnits: 1n, isBuying: true }, "nothing → re_entering"],
    ["re_entering", { heldUnits: 1n }, "act_settled → holding"],
    ["re_entering", {}, "position_gone → flat"],
    ["exiting", { heldUnits: 1n, isExiting: true }, "nothing → exiting"],
    ["exiting", { heldUnits: 1n }, "exit_failed → holding"],
    ["exiting", {}, "position_gone → flat"],
  ])("in %s with %o: %s", (state, standing, expected) => {
    expect(seen(state, standing)).toBe(expected);
  });

  it("is over where its entry was filled and its stop sold all of it in one bar, and was not filled where nothing was bought", () => {
    const bought = withBought(withBought(CAMPAIGN, 4n), 5n);
    expect(bought.fullQuantity).toBe(9n);
    expect(observeCampaign(bought, STANDING)).toMatchObject({ campaign: undefined, step: { to: "flat", reason: "POSITION_CLOSED" } });
    expect(observeCampaign(CAMPAIGN, STANDING)).toMatchObject({ campaign: undefined, step: { to: "flat", reason: "ENTRY_NOT_FILLED" } });
    const again: Campaign = { ...CAMPAIGN, state: "re_entering", fullQuantity: 9n };
    expect(withBought(again, 3n)).toBe(again);
  });

  it("is remembered: what the entry bought and where, and more where a re-entry bought more", () => {
    const filled = observeCampaign(CAMPAIGN, { ...STANDING, heldUnits: 9n }).campaign;
    expect(filled).toMatchObject({ fullQuantity: 9n, markUnits: 7n });
    const more = observeCampaign({ ...CAMPAIGN, state: "re_entering", fullQuantity: 9n }, { ...STANDING, heldUnits: 11n }).campaign;
    expect(more).toMatchObject({ state: "holding", fullQuantity: 11n, markUnits: 5n });
  });
});

describe("a campaign", () => {
  it("survives its canonical form, and a flat one has none", () => {
    const writer = new CanonicalWriter();
    writeCampaign(writer, CAMPAIGN);
    const bytes = writer.finish();
    const reader = new CanonicalReader(bytes);
    expect(readCampaign(reader)).toEqual(CAMPAIGN);
    reader.end();
    const flat = new Uint8Array(bytes);
    flat[4 + "BTC/USD".length] = 0;
    expect(() => readCampaign(new CanonicalReader(flat))).toThrow(RangeError);
  });

  it("breaks the engine where it is asked for a forbidden step", () => {
    expect(() => stepCampaign("flat", "exit_decided", { symbol: "BTC/USD", reason: "X" })).toThrow("not admitted");
  });
});
