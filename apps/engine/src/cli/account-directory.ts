import { findAccounts, type Account } from "@ballast/db/repositories/accounts";
import type { Pool } from "pg";
import { CommandRefused } from "./command.ts";

type Named = { readonly names: readonly string[]; readonly workspace?: string | undefined };

/** Accounts that a person named by id or key, all of them or a refusal that names those there are not. */
export async function accountsNamed(pool: Pool, { names, workspace }: Named): Promise<Account[]> {
  const accounts = await findAccounts(pool, { names, tenantKey: workspace });
  const missing = names.filter((name) => !accounts.some(({ id, key }) => id === name || key === name));
  if (missing.length === 0) return accounts;
  throw new CommandRefused({
    code: "ACCOUNT_UNKNOWN",
    fact: `there is no account ${missing.join(", ")}`,
    mend: "npx ballast accounts lists them; npx ballast accounts create makes one.",
  });
}

/** The one account of that id or key; a key that several workspaces have wants the workspace too. */
export async function accountNamed(pool: Pool, of: { readonly name: string; readonly workspace?: string | undefined }): Promise<Account> {
  const accounts = await accountsNamed(pool, { names: [of.name], workspace: of.workspace });
  const [account] = accounts;
  if (account !== undefined && accounts.length === 1) return account;
  throw new CommandRefused({
    code: "ACCOUNT_AMBIGUOUS",
    fact: `${accounts.length} workspaces have an account ${of.name}`,
    mend: `Name the workspace (${accounts.map(({ tenantKey }) => tenantKey).join(", ")}), or give the account's id.`,
  });
}
