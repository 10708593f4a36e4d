import type { Tx } from "../database.ts";
import type { AccountOptions } from "../contract/account.ts";

export async function listAccountOptions(_tx: Tx): Promise<AccountOptions> {
  throw new Error("not written yet");
}
