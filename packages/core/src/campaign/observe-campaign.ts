import { inState, stepCampaign, type Campaign, type CampaignStep } from "./campaign.ts";
import type { CampaignEvent, CampaignState } from "./life-cycle.ts";

/** What the books say of an instrument, dust left out. */
export type Standing = {
  readonly symbol: string;
  /** Base units that could be sold. */
  readonly heldUnits: bigint;
  /** Price units of the close; the mark of a position that is found or was just bought. */
  readonly closeUnits: bigint;
  readonly isBuying: boolean;
  /** A part is being sold, or all of it. */
  readonly isReducing: boolean;
  readonly isExiting: boolean;
  readonly nowMs: number;
};

type Observation = { readonly event: CampaignEvent; readonly reason: string };

/** What the books make of a campaign as it stands; undefined: nothing has happened. */
function observe(campaign: Campaign | undefined, { heldUnits, isBuying, isReducing, isExiting }: Standing): Observation | undefined {
  const isHeld = heldUnits > 0n;
  const state: CampaignState = campaign?.state ?? "flat";
  switch (state) {
    case "flat":
    case "armed":
      return isHeld ? { event: "position_found", reason: "POSITION_FOUND" } : undefined;
    case "entering":
      if (isBuying) return undefined;
      if (isHeld) return { event: "entry_filled", reason: "ENTRY_FILLED" };
      // Bought and sold by its stop in one bar.
      if (campaign !== undefined && campaign.fullQuantity > 0n) return { event: "position_gone", reason: "POSITION_CLOSED" };
      return { event: "entry_failed", reason: "ENTRY_NOT_FILLED" };
    case "exiting":
      if (!isHeld) return { event: "position_gone", reason: "POSITION_CLOSED" };
      return isExiting ? undefined : { event: "exit_failed", reason: "EXIT_NOT_FILLED" };
    case "holding":
      return isHeld ? undefined : { event: "position_gone", reason: "POSITION_CLOSED" };
    case "harvesting":
    case "de_risking":
    case "re_entering":
      if (!isHeld) return { event: "position_gone", reason: "POSITION_CLOSED" };
      return isBuying || isReducing ? undefined : { event: "act_settled", reason: "ACT_SETTLED" };
  }
}

function found(standing: Standing): Campaign {
  return {
    symbol: standing.symbol,
    state: "holding",
    strategy: "",
    sinceMs: standing.nowMs,
    actedMs: standing.nowMs,
    fullQuantity: standing.heldUnits,
    markUnits: standing.closeUnits,
  };
}

/** What an event of the books does to what a campaign remembers. A buy may have filled more or less than was wanted. */
function remembered(campaign: Campaign, event: CampaignEvent, standing: Standing): Campaign {
  if (event === "entry_filled") return { ...campaign, fullQuantity: standing.heldUnits, markUnits: standing.closeUnits };
  return standing.heldUnits > campaign.fullQuantity ? { ...campaign, fullQuantity: standing.heldUnits } : campaign;
}

/**
 * A campaign as the books leave it before anything is decided: orders have filled or failed, a stop
 * may have sold everything, a position may stand that nobody opened. At most one step, because each
 * slot is observed.
 */
export function observeCampaign(
  campaign: Campaign | undefined,
  standing: Standing,
): { readonly campaign: Campaign | undefined; readonly step: CampaignStep | undefined } {
  const observation = observe(campaign, standing);
  if (observation === undefined) return { campaign, step: undefined };
  const step = stepCampaign(campaign?.state ?? "flat", observation.event, { symbol: standing.symbol, reason: observation.reason });
  if (observation.event === "position_found") return { campaign: found(standing), step };
  if (campaign === undefined) throw new Error(`campaign of ${standing.symbol}: ${observation.event} of none`);
  return { campaign: inState(remembered(campaign, observation.event, standing), step.to), step };
}
