import type { Tx } from "../database.ts";
import type { AccountDetail } from "../contract/account.ts";

export async function readAccount(_tx: Tx, _of: { readonly accountId: string; readonly runId: string | undefined; readonly nowMs: number }): Promise<AccountDetail> {
  throw new Error("not written yet");
}
