import type { Tx } from "../database.ts";
import type { AccountRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";

export async function listAccounts(_tx: Tx, _page: { readonly limit: number; readonly cursor: string | undefined }): Promise<Page<AccountRow>> {
  throw new Error("not written yet");
}
