import type { CampaignState } from "@ballast/core/campaign/life-cycle";
import type { BadgeTone } from "@ballast/ui/primitives/badge";

type CampaignWords = {
  readonly word: string;
  readonly tone: BadgeTone;
  /** What goes on in this state, in a sentence. */
  readonly does: string;
};

/** The states of a campaign's life, as pages name them. */
const STATES: Readonly<Record<CampaignState, CampaignWords>> = {
  flat: { word: "Flat", tone: "neutral", does: "Nothing is held and nothing is wanted." },
  armed: { word: "Armed", tone: "neutral", does: "A setup is seen; it waits for its entry." },
  entering: { word: "Entering", tone: "accent", does: "The first order is on its way." },
  holding: { word: "Holding", tone: "good", does: "A position is held, with its stop." },
  harvesting: { word: "Harvesting", tone: "accent", does: "A part is sold at a gain." },
  re_entering: { word: "Re-entering", tone: "accent", does: "A part is bought back lower." },
  de_risking: { word: "De-risking", tone: "warn", does: "A part is sold because risk rose." },
  exiting: { word: "Exiting", tone: "warn", does: "All of it is being sold." },
};

const isState = (state: string): state is CampaignState => Object.hasOwn(STATES, state);

/** A state's word and colour; one that this release does not know stands as it is. */
export function campaignState(state: string): CampaignWords {
  return isState(state) ? STATES[state] : { word: state, tone: "neutral", does: "" };
}
