import type { Tx } from "../database.ts";
import type { OrderRow } from "../contract/account.ts";
import type { Page } from "../contract/money.ts";

export async function listOrders(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined; readonly state: "open" | "final" | "all"; readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<OrderRow>> {
  throw new Error("not written yet");
}
