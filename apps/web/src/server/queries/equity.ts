import type { Tx } from "../database.ts";
import type { AccountEquity } from "../contract/account.ts";

export async function readAccountEquity(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined; readonly fromMs?: number | undefined; readonly toMs?: number | undefined; readonly points: number }): Promise<AccountEquity> {
  throw new Error("not written yet");
}
