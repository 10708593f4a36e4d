import { describe, expect, it } from "vitest";
import { CAMPAIGN_EVENTS, CAMPAIGN_STATES, nextCampaignState, type CampaignEvent, type CampaignState } from "./life-cycle.ts";

/** Every transition that is admitted, written out a second time on purpose: a slip in the table fails here. */
const ADMITTED: readonly (readonly [CampaignState, CampaignEvent, CampaignState])[] = [
  ["flat", "setup_seen", "armed"],
  ["flat", "position_found", "holding"],
  ["armed", "setup_lost", "flat"],
  ["armed", "entry_decided", "entering"],
  ["armed", "position_found", "holding"],
  ["entering", "entry_filled", "holding"],
  ["entering", "entry_failed", "flat"],
  ["entering", "exit_decided", "exiting"],
  ["entering", "position_gone", "flat"],
  ["holding", "harvest_decided", "harvesting"],
  ["holding", "reentry_decided", "re_entering"],
  ["holding", "derisk_decided", "de_risking"],
  ["holding", "exit_decided", "exiting"],
  ["holding", "position_gone", "flat"],
  ["harvesting", "act_settled", "holding"],
  ["harvesting", "exit_decided", "exiting"],
  ["harvesting", "position_gone", "flat"],
  ["re_entering", "act_settled", "holding"],
  ["re_entering", "exit_decided", "exiting"],
  ["re_entering", "position_gone", "flat"],
  ["de_risking", "act_settled", "holding"],
  ["de_risking", "exit_decided", "exiting"],
  ["de_risking", "position_gone", "flat"],
  ["exiting", "exit_failed", "holding"],
  ["exiting", "position_gone", "flat"],
];

const PAIRS = CAMPAIGN_STATES.flatMap((state) => CAMPAIGN_EVENTS.map((event) => [state, event] as const));

describe("the life of a campaign", () => {
  it.each(PAIRS)("in %s, after %s", (state, event) => {
    const admitted = ADMITTED.find(([from, on]) => from === state && on === event);
    const expected = admitted === undefined ? { refusal: { code: "CAMPAIGN_EVENT_NOT_ADMITTED", state, event } } : { state: admitted[2] };
    expect(nextCampaignState(state, event)).toEqual(expected);
  });

  it("leads from every state back to flat", () => {
    for (const start of CAMPAIGN_STATES) {
      const reached = new Set<CampaignState>([start]);
      for (let round = 0; round < CAMPAIGN_STATES.length; round += 1)
        for (const [from, , to] of ADMITTED) if (reached.has(from)) reached.add(to);
      expect(reached.has("flat"), start).toBe(true);
    }
  });

  it("reaches every state from flat", () => {
    expect(new Set(ADMITTED.map(([, , to]) => to))).toEqual(new Set(CAMPAIGN_STATES));
  });
});
