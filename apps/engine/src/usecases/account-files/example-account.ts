import { GUARDED_PROFILE } from "@ballast/core/risk/profile-presets";
import { defaultGovernedSettings } from "@ballast/core/strategy/settings";
import type { AccountFile } from "./account-file.ts";
import { defaultSetUp } from "./set-up.ts";

function exampleAccount(mode: "paper" | "live"): AccountFile {
  return {
    key: `${mode}-kraken-crypto-global`,
    name: `Kraken crypto, ${mode}`,
    mode,
    marketKey: mode === "paper" ? "archive" : "kraken",
    baseCurrency: "USD",
    startingBalance: "10000",
    fees: { makerBps: 16, takerBps: 26, slippageBps: 5 },
    profileKey: `${mode}-guarded`,
    profile: { ...GUARDED_PROFILE, name: `${mode}-guarded`, releasePersons: mode === "live" ? 2 : 1 },
    settingsKey: `${mode}-governed`,
    settings: defaultGovernedSettings(["BTC/USD", "ETH/USD", "SOL/USD"]),
    setUp: defaultSetUp(mode),
  };
}

/** The accounts that ship as files; what a fault's example is taken from, too. */
export const PAPER_EXAMPLE: AccountFile = exampleAccount("paper");
export const LIVE_EXAMPLE: AccountFile = exampleAccount("live");
