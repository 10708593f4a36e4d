import { PRICE_SCALE } from "../money/asset.ts";
import { isAtLeast } from "../numeric/fixed.ts";
import type { ResolvedParameters } from "../strategy/governed/parameters.ts";
import type { MarketReading, Reading } from "../strategy/governed/reading.ts";
import type { Proposal, ProposalValues } from "../strategy/strategy.ts";
import type { Campaign } from "./campaign.ts";
import type { Outlook } from "./outlook.ts";

/** What a campaign wants of its position. Sales are parts of what is held; a re-entry buys back up to what the entry bought. */
export type CampaignAct =
  | { readonly act: "exit"; readonly reason: string; readonly values: ProposalValues }
  | { readonly act: "harvest" | "derisk"; readonly reason: string; readonly values: ProposalValues; readonly saleBps: number }
  | { readonly act: "reenter"; readonly reason: string; readonly values: ProposalValues; readonly quantity: bigint; readonly edge: number }
  | { readonly act: "hold"; readonly reason: string; readonly values: ProposalValues };

export type CampaignView = {
  readonly campaign: Campaign;
  readonly reading: Reading;
  readonly market: MarketReading;
  readonly outlook: Outlook;
  readonly parameters: ResolvedParameters;
  readonly heldUnits: bigint;
  readonly closeUnits: bigint;
  readonly nowMs: number;
  /** What the strategy that opened it says of it now. */
  readonly review: Proposal;
  /** What the hedge says of it, where the hedge is chosen; a hold otherwise. */
  readonly hedge: Proposal;
  /** Whether the strategy that opened it is chosen now: its thesis holds, and it has a budget. */
  readonly isThesisAlive: boolean;
  /** Fees and slippage of buying and selling again, basis points. */
  readonly roundTripBps: number;
};

const WHOLE_BPS = 10_000n;
/** A fall of this much in a day is a severe drop, and by itself no reason to sell. */
const SEVERE_DROP = -0.1;

function outlookValues({ reboundBps, continuationBps }: Outlook): ProposalValues {
  return [
    ["reboundBps", String(reboundBps)],
    ["continuationBps", String(continuationBps)],
  ];
}

/** Whether a price difference is at least a multiple of the ATR. */
function isAtrApart(view: CampaignView, differenceUnits: bigint, multiple: number): boolean {
  return isAtLeast(differenceUnits, multiple * view.reading.atr, PRICE_SCALE);
}

/** Everything is sold where the fall is likely to go on and a recovery is not, or where the strategy is done. */
function exitOf({ outlook, parameters, review }: CampaignView): CampaignAct | undefined {
  const isHopeless = outlook.continuationBps >= parameters.exitContinuationBps && outlook.reboundBps <= parameters.exitReboundBpsMax;
  if (isHopeless) return { act: "exit", reason: "OUTLOOK_NEGATIVE", values: outlookValues(outlook) };
  return review.action === "exit" ? { act: "exit", reason: review.reason, values: review.values } : undefined;
}

function deriskOf({ outlook, parameters, hedge }: CampaignView): CampaignAct | undefined {
  const isDownsideLarger = outlook.continuationBps >= parameters.deriskContinuationBps && outlook.continuationBps > outlook.reboundBps;
  if (isDownsideLarger) {
    return {
      act: "derisk",
      reason: "DOWNSIDE_DOMINATES",
      values: outlookValues(outlook),
      saleBps: parameters.deriskSaleBps,
    };
  }
  return hedge.action === "reduce" ? { act: "derisk", reason: hedge.reason, values: hedge.values, saleBps: hedge.saleBps } : undefined;
}

/** A part is sold into strength: the gain since the last act is large, and larger than a round trip costs. */
function harvestOf(view: CampaignView): CampaignAct | undefined {
  const { closeUnits, campaign, parameters, roundTripBps } = view;
  const gainUnits = closeUnits - campaign.markUnits;
  if (!isAtrApart(view, gainUnits, parameters.harvestGainAtr)) return undefined;
  if (gainUnits * WHOLE_BPS <= closeUnits * BigInt(roundTripBps)) return undefined;
  return {
    act: "harvest",
    reason: "HARVEST_GAIN",
    values: [["gainBps", String((gainUnits * WHOLE_BPS) / campaign.markUnits)]],
    saleBps: parameters.harvestSaleBps,
  };
}

/** What was sold is bought back lower while the thesis holds and a recovery is more likely than not. */
function reentryOf(view: CampaignView): CampaignAct | undefined {
  const { campaign, closeUnits, heldUnits, outlook, parameters, reading } = view;
  if (!view.isThesisAlive || heldUnits >= campaign.fullQuantity) return undefined;
  const dipAtr = parameters.reentryDipAtr;
  if (!isAtrApart(view, campaign.markUnits - closeUnits, dipAtr)) return undefined;
  if (outlook.reboundBps < parameters.reentryReboundBps || outlook.reboundBps <= outlook.continuationBps) return undefined;
  return {
    act: "reenter",
    reason: "REENTRY_DIP",
    values: outlookValues(outlook),
    quantity: campaign.fullQuantity - heldUnits,
    edge: (dipAtr * reading.atr) / reading.close,
  };
}

/**
 * What is done with an open position at this close (STR3): exit, de-risk, harvest, re-enter or hold,
 * the first that applies. There is no hold time, and a severe drop alone sells nothing: the outlook
 * chooses. Between two acts of its own a campaign rests, but never before an exit.
 */
export function decideCampaign(view: CampaignView): CampaignAct {
  const exit = exitOf(view);
  if (exit !== undefined) return exit;
  const { campaign, parameters, market, outlook, reading, nowMs } = view;
  const restMs = parameters.restBars * market.timeframeMs;
  if (nowMs - campaign.actedMs < restMs) return { act: "hold", reason: "CAMPAIGN_RESTS", values: [] };
  const act = deriskOf(view) ?? harvestOf(view) ?? reentryOf(view);
  if (act !== undefined) return act;
  const reason = reading.return24 <= SEVERE_DROP ? "DROP_HELD" : "CAMPAIGN_HOLDS";
  return { act: "hold", reason, values: reason === "DROP_HELD" ? outlookValues(outlook) : [] };
}
