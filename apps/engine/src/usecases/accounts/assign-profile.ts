import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { isLoosening, profileDiff } from "@ballast/core/risk/profile-diff";
import { inTransaction } from "@ballast/db/clients/pool";
import { setAccountContent } from "@ballast/db/repositories/account-set-ups";
import { findAccounts, lockAccounts, type Account } from "@ballast/db/repositories/accounts";
import { readProfileVersion } from "@ballast/db/repositories/profile-versions";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase } from "pg";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";

const payloadSchema = z.looseObject({
  accountId: z.uuid(),
  profileKey: z.string().min(1),
  profileVersion: z.coerce.number().int().min(1),
});

/** What SQL says where a live account would move to a profile that nobody has approved. */
const NO_APPROVAL = "BL014";

export type AssignedProfile = {
  readonly accountKey: string;
  readonly profileKey: string;
  readonly version: number;
  readonly isLooser: boolean;
};

const never = (code: string, message: string): AppError => new AppError(code, message, { retry: "never" });

async function lockedAccount(client: ClientBase, of: { readonly tenantId: string; readonly accountId: string }): Promise<Account> {
  await lockAccounts(client, of.tenantId);
  const account = (await findAccounts(client, { names: [of.accountId] })).find(({ tenantId }) => tenantId === of.tenantId);
  if (account === undefined) throw never("ACCOUNT_UNKNOWN", "this account is closed, or was never here");
  return account;
}

/** Refused by SQL for want of an approval is an answer, not a failure to be tried again. */
function asRefusal(error: unknown): unknown {
  const isUnapproved = error instanceof Error && "code" in error && error.code === NO_APPROVAL;
  return isUnapproved ? never("APPROVAL_NEEDED", "this account is live: a second person has to agree to that profile first") : error;
}

/**
 * Moves an account to a version of a risk profile: its next decision reads it. Paper is free; a live
 * account needs an approval of exactly this, unless it tightens alone, which SQL holds too.
 */
export async function assignProfile(
  ports: Pick<EnginePorts, "pool" | "sha256">,
  of: {
    readonly tenantId: string;
    readonly payload: unknown;
    readonly withAct: (client: ClientBase, assigned: AssignedProfile) => Promise<void>;
  },
): Promise<AssignedProfile> {
  const { accountId, profileKey, profileVersion } = payloadSchema.parse(of.payload);
  const { pool, sha256 } = ports;
  try {
    return await inTransaction(pool, async (client) => {
      const account = await lockedAccount(client, { tenantId: of.tenantId, accountId });
      const stored = await readProfileVersion(client, { tenantId: of.tenantId, key: profileKey, version: profileVersion });
      if (stored === undefined) throw never("PROFILE_UNKNOWN", `there is no version ${profileVersion} of ${profileKey}`);
      const changes = profileDiff(decodeRiskProfile(account.profileBody), decodeRiskProfile(stored.body));
      await setAccountContent(client, {
        tenantId: of.tenantId,
        accountId,
        name: account.name,
        profile: { key: profileKey, version: profileVersion, hash: sha256(stored.body), body: stored.body },
        settings: {
          key: account.settingsKey,
          version: account.settingsVersion,
          hash: sha256(account.settingsBody),
          body: account.settingsBody,
        },
      });
      const assigned = { accountKey: account.key, profileKey, version: profileVersion, isLooser: isLoosening(changes) };
      await of.withAct(client, assigned);
      return assigned;
    });
  } catch (error) {
    throw asRefusal(error);
  }
}
