import type { CampaignState } from "@ballast/core/campaign/life-cycle";
import type { BadgeTone } from "@ballast/ui/primitives/badge";

/** The states of a campaign's life, as pages name them. */
const STATES: Readonly<Record<CampaignState, { readonly word: string; readonly tone: BadgeTone }>> = {
  flat: { word: "Flat", tone: "neutral" },
  armed: { word: "Armed", tone: "neutral" },
  entering: { word: "Entering", tone: "accent" },
  holding: { word: "Holding", tone: "good" },
  harvesting: { word: "Harvesting", tone: "accent" },
  re_entering: { word: "Re-entering", tone: "accent" },
  de_risking: { word: "De-risking", tone: "warn" },
  exiting: { word: "Exiting", tone: "warn" },
};

const isState = (state: string): state is CampaignState => Object.hasOwn(STATES, state);

/** A state's word and colour; one that this release does not know stands as it is. */
export function campaignState(state: string): { readonly word: string; readonly tone: BadgeTone } {
  return isState(state) ? STATES[state] : { word: state, tone: "neutral" };
}
