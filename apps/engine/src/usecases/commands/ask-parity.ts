import type { ParityReport } from "@ballast/core/backtest/parity-report";
import { findNewestBook } from "@ballast/db/repositories/book-receipts";
import { AppError } from "@ballast/jobs/app-error";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { compareParity, type ParityLimits } from "../parity/compare-parity.ts";

/** A page waits for the answer, and other commands behind it: three months of hours. More are for the command line. */
const LIMITS: ParityLimits = { closesMax: 2_300, rowsMax: 1_000, pointsMax: 400, disturbancesMax: 200 };
const DAYS_MAX = 95;

const payloadSchema = z.looseObject({
  accountId: z.uuid(),
  runId: z.uuid().optional(),
  /** Back from the account's newest decision; where a time is given, that holds. */
  days: z.coerce.number().int().min(1).max(DAYS_MAX).optional(),
  fromMs: z.coerce.number().int().optional(),
  toMs: z.coerce.number().int().optional(),
});

/** Puts an account of a workspace beside its backtest for a page. Nothing is written. */
export async function askParity(ports: EnginePorts, of: { readonly tenantId: string; readonly payload: unknown }): Promise<ParityReport> {
  const { accountId, runId, days, fromMs, toMs } = payloadSchema.parse(of.payload);
  const { pool, sha256, cycle } = ports;
  const book = await findNewestBook(pool, { tenantId: of.tenantId, accountId, run: runId });
  if (book === undefined) throw new AppError("NOTHING_DECIDED", "this account has entered no such run yet", { retry: "never" });
  return compareParity({ pool, sha256, coreHash: cycle.coreHash }, { book, days, fromMs, toMs }, LIMITS);
}
