"use client";

import type { QuoteCurrency } from "@ballast/core/market/universe";
import { useState } from "react";
import type { AccountOptions } from "../shell/answers.ts";
import { settingsFor } from "./account-outlook.ts";

const START = "10000";
/** The preset of many small positions; whoever wants fewer and larger ones chooses them. */
const USUAL_PROFILE = "guarded";

/** What was typed and chosen. A key that nobody chose is undefined and follows from the others. */
export type AccountDraft = {
  readonly name: string;
  readonly balance: string;
  readonly currency: QuoteCurrency;
  readonly marketKey?: string;
  readonly profileKey?: string;
  readonly settingsKey?: string;
};

export type AccountChoice = {
  readonly market: AccountOptions["markets"][number] | undefined;
  readonly profile: AccountOptions["profiles"][number] | undefined;
  readonly settings: AccountOptions["settings"][number] | undefined;
};

/** What stands where nobody chose: the liveliest market, the usual profile, the strategy that trades the most there. */
export function choiceOf(draft: AccountDraft, options: AccountOptions): AccountChoice {
  const { markets, profiles, settings } = options;
  const market = markets.find(({ key }) => key === draft.marketKey) ?? markets[0];
  const usual = profiles.find(({ key }) => key === USUAL_PROFILE) ?? profiles[0];
  return {
    market,
    profile: profiles.find(({ key }) => key === draft.profileKey) ?? usual,
    settings:
      settings.find(({ key }) => key === draft.settingsKey) ?? (market && settingsFor(settings, { market, currency: draft.currency })),
  };
}

export function useAccountDraft() {
  const [draft, setDraft] = useState<AccountDraft>({ name: "", balance: START, currency: "USD" });
  return { draft, change: (part: Partial<AccountDraft>): void => setDraft({ ...draft, ...part }) };
}
