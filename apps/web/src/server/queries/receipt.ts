import type { Tx } from "../database.ts";
import type { ReceiptView } from "../contract/decision.ts";

export async function readReceipt(_tx: Tx, _of: { readonly accountId: string; readonly runId?: string | undefined; readonly receiptSeq: number }): Promise<ReceiptView> {
  throw new Error("not written yet");
}
