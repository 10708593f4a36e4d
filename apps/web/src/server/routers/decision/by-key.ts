import type { ReceiptView } from "../../contract/decision.ts";
import { permitted } from "../../permitted.ts";
import { readReceipt } from "../../queries/receipt.ts";
import { inAccount, sequence } from "../input.ts";

/** One receipt, decoded, with its hashes and whether the chain around it holds. */
export const byKey = permitted("decision.read")
  .input(inAccount.extend({ receiptSeq: sequence }))
  .query(({ ctx, input }): Promise<ReceiptView> => readReceipt(ctx.tx, input));
