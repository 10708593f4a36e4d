import type { AccountState } from "@ballast/core/decision/account-state";
import type { CampaignView } from "../contract/receipt.ts";
import { money, price } from "../mappers/money.ts";
import { pairOf, type Pair } from "./instruments.ts";

/** The campaigns of a state, in symbol order, with what is held of each. */
export function campaignViews(
  state: Pick<AccountState, "campaigns" | "positions">,
  pairs: ReadonlyMap<string, Pair>,
): readonly CampaignView[] {
  return state.campaigns.map((campaign) => {
    const { base, quote } = pairOf(pairs, campaign.symbol);
    const held = state.positions.find(({ symbol }) => symbol === campaign.symbol)?.quantity ?? 0n;
    return {
      symbol: campaign.symbol,
      state: campaign.state,
      strategy: campaign.strategy,
      sinceMs: campaign.sinceMs,
      actedMs: campaign.actedMs,
      full: money(campaign.fullQuantity, base),
      held: money(held, base),
      mark: price(campaign.markUnits, quote),
    };
  });
}
