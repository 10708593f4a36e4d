import type { Tx } from "../database.ts";
import type { FillRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";

export async function listFills(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<FillRow>> {
  throw new Error("not written yet");
}
