import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { z } from "zod";
import { replayReceipts } from "../replay/replay-receipts.ts";

const payloadSchema = z.looseObject({ accountId: z.uuid(), runId: z.uuid(), receiptSeq: z.coerce.number().int().min(1) });

/** What a page is told of a replay: counts, and the first difference with both values. */
export type ReplayVerdict = {
  readonly receipts: number;
  readonly identical: number;
  readonly bookings: number;
  readonly decidedOnly: number;
  readonly difference: { readonly field: string; readonly stored: string; readonly replayed: string } | undefined;
};

/** Decides one receipt again, from what is stored, with the core that decided it; whoever asked sees the verdict. */
export async function replayReceipt(pool: Pool, of: { readonly tenantId: string; readonly payload: unknown }): Promise<ReplayVerdict> {
  const { accountId, runId, receiptSeq } = payloadSchema.parse(of.payload);
  const replayed = await replayReceipts(pool, [{ tenantId: of.tenantId, accountId, runId, receiptSeq }]);
  const { receipts, identical, bookings, decidedOnly, differences } = replayed;
  const [first] = differences;
  if (receipts === 0 && first === undefined)
    throw new AppError("RECEIPT_UNKNOWN", `there is no receipt ${receiptSeq} of this account in that run`, { retry: "never" });
  const difference = first && { field: first.field, stored: first.stored, replayed: first.replayed };
  return { receipts, identical, bookings, decidedOnly, difference };
}
