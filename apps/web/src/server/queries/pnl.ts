import type { Tx } from "../database.ts";
import type { AccountPnl } from "../contract/account.ts";

export async function readPnl(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined }): Promise<AccountPnl> {
  throw new Error("not written yet");
}
