/** Where a campaign stands: one instrument, from the first setup to the last sale (STR3). */
export type CampaignState = "flat" | "armed" | "entering" | "holding" | "harvesting" | "re_entering" | "de_risking" | "exiting";

/** What happens to a campaign. Past-tense facts: decided acts, and what the books say became of them. */
export type CampaignEvent =
  | "setup_seen"
  | "setup_lost"
  | "entry_decided"
  | "entry_filled"
  | "entry_failed"
  | "harvest_decided"
  | "reentry_decided"
  | "derisk_decided"
  | "act_settled"
  | "exit_decided"
  | "exit_failed"
  | "position_found"
  | "position_gone";

export const CAMPAIGN_STATES: readonly CampaignState[] = [
  "flat",
  "armed",
  "entering",
  "holding",
  "harvesting",
  "re_entering",
  "de_risking",
  "exiting",
];

export const CAMPAIGN_EVENTS: readonly CampaignEvent[] = [
  "setup_seen",
  "setup_lost",
  "entry_decided",
  "entry_filled",
  "entry_failed",
  "harvest_decided",
  "reentry_decided",
  "derisk_decided",
  "act_settled",
  "exit_decided",
  "exit_failed",
  "position_found",
  "position_gone",
];

/** Whatever was going on with a position: it may be sold as a whole, and it may be gone (its stop filled). */
const HELD = { exit_decided: "exiting", position_gone: "flat" } as const;

/**
 * The life of a campaign as one table: (state, event) → state; what is not here is refused.
 *
 * A position without a campaign is found, never ignored: whoever opened it, it is run to its end. An
 * act is over when no order of it is on its way, filled or not; what was wanted and did not happen is
 * decided anew from what is held.
 */
const LIFE_CYCLE: Readonly<Record<CampaignState, Readonly<Partial<Record<CampaignEvent, CampaignState>>>>> = {
  flat: { setup_seen: "armed", position_found: "holding" },
  armed: { setup_lost: "flat", entry_decided: "entering", position_found: "holding" },
  entering: { entry_filled: "holding", entry_failed: "flat", ...HELD },
  holding: { harvest_decided: "harvesting", reentry_decided: "re_entering", derisk_decided: "de_risking", ...HELD },
  harvesting: { act_settled: "holding", ...HELD },
  re_entering: { act_settled: "holding", ...HELD },
  de_risking: { act_settled: "holding", ...HELD },
  exiting: { exit_failed: "holding", position_gone: "flat" },
};

/** An event that a campaign's state does not admit. */
export type CampaignRefusal = {
  readonly code: "CAMPAIGN_EVENT_NOT_ADMITTED";
  readonly state: CampaignState;
  readonly event: CampaignEvent;
};

export type CampaignTransition = { readonly state: CampaignState } | { readonly refusal: CampaignRefusal };

/** The state after an event, or why there is none. */
export function nextCampaignState(state: CampaignState, event: CampaignEvent): CampaignTransition {
  const next = LIFE_CYCLE[state][event];
  return next === undefined ? { refusal: { code: "CAMPAIGN_EVENT_NOT_ADMITTED", state, event } } : { state: next };
}
