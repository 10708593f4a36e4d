import { assetOf } from "@ballast/core/money/asset";
import { formatUnits } from "@ballast/core/numeric/fixed";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { decodeStrategySettings } from "@ballast/core/strategy/settings";
import { readSetUp } from "@ballast/db/repositories/account-set-ups";
import type { Account } from "@ballast/db/repositories/accounts";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { accountFileSchema, type AccountFile } from "./account-file.ts";
import { decodeSetUp, defaultSetUp } from "./set-up.ts";

const currency = accountFileSchema.shape.balance.shape.currency;

/** The set-up of an account as it stands: what its file holds. The reference profile is code and has no file. */
export async function loadAccountFile(db: ClientBase | Pool, account: Account): Promise<AccountFile> {
  const profile = decodeRiskProfile(account.profileBody);
  if (profile.kind === "reference")
    throw new AppError("ACCOUNT_HAS_NO_FILE", `account ${account.key} follows the reference profile, which no file can state`, {
      retry: "never",
    });
  const stored = await readSetUp(db, { tenantId: account.tenantId, accountId: account.id });
  return {
    key: account.key,
    name: account.name,
    mode: account.mode,
    marketKey: account.marketKey,
    baseCurrency: currency.parse(account.baseCurrency),
    startingBalance: formatUnits(account.startingUnits, assetOf(account.baseCurrency).scale),
    fees: { makerBps: account.makerFeeBps, takerBps: account.takerFeeBps, slippageBps: account.slippageBps },
    profileKey: account.profileKey,
    profile,
    settingsKey: account.settingsKey,
    settings: decodeStrategySettings(account.settingsBody),
    setUp: stored === undefined ? defaultSetUp(account.mode) : decodeSetUp(stored.body),
  };
}
