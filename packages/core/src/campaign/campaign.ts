import type { CanonicalReader, CanonicalWriter } from "../numeric/canonical.ts";
import { CAMPAIGN_STATES, nextCampaignState, type CampaignEvent, type CampaignState } from "./life-cycle.ts";

/** One instrument's campaign in an account. Flat ones are not kept: no campaign is a flat one. */
export type Campaign = {
  readonly symbol: string;
  readonly state: Exclude<CampaignState, "flat">;
  /** Kind of the strategy that opened it; "" where a position was found that nobody opened. */
  readonly strategy: string;
  /** Run's clock of its first setup, and of its own last act. */
  readonly sinceMs: number;
  readonly actedMs: number;
  /** Base units that the entry bought: re-entries never hold more. */
  readonly fullQuantity: bigint;
  /** Price units of the entry, then of the last act: gains and dips are measured from it. */
  readonly markUnits: bigint;
};

/** What a transition left behind, for the receipt. */
export type CampaignStep = {
  readonly symbol: string;
  readonly from: CampaignState;
  readonly event: CampaignEvent;
  readonly to: CampaignState;
  /** The stable code of why. */
  readonly reason: string;
};

/** The state after an event; one that the table does not admit is a broken invariant of the engine. */
export function stepCampaign(
  from: CampaignState,
  event: CampaignEvent,
  of: { readonly symbol: string; readonly reason: string },
): CampaignStep {
  const transition = nextCampaignState(from, event);
  if ("refusal" in transition) throw new Error(`campaign of ${of.symbol}: ${event} is not admitted in ${from}`);
  return { ...of, from, event, to: transition.state };
}

/** A campaign in a state; undefined where it is flat, for flat ones are not kept. */
export function inState(campaign: Campaign, state: CampaignState): Campaign | undefined {
  return state === "flat" ? undefined : { ...campaign, state };
}

/** A campaign whose entry has bought a part; of a re-entry nothing is counted, it holds no more than the entry did. */
export function withBought(campaign: Campaign, quantity: bigint): Campaign {
  return campaign.state === "entering" ? { ...campaign, fullQuantity: campaign.fullQuantity + quantity } : campaign;
}

export function writeCampaign(writer: CanonicalWriter, campaign: Campaign): void {
  writer.text(campaign.symbol).u8(CAMPAIGN_STATES.indexOf(campaign.state)).text(campaign.strategy);
  writer.i64(campaign.sinceMs).i64(campaign.actedMs);
  writer.units(campaign.fullQuantity).units(campaign.markUnits);
}

function readState(reader: CanonicalReader): Exclude<CampaignState, "flat"> {
  const code = reader.u8();
  const state = CAMPAIGN_STATES[code];
  if (state === undefined || state === "flat") throw new RangeError(`not a state of a kept campaign: ${code}`);
  return state;
}

export function readCampaign(reader: CanonicalReader): Campaign {
  return {
    symbol: reader.text(),
    state: readState(reader),
    strategy: reader.text(),
    sinceMs: reader.i64(),
    actedMs: reader.i64(),
    fullQuantity: reader.units(),
    markUnits: reader.units(),
  };
}
