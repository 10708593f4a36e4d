import { parityReportSchema } from "@ballast/core/backtest/parity-report";
import { PARITY_KIND, type ParityState } from "../contract/parity.ts";
import type { Tx, ModelsTx } from "../database.ts";
import { readCommand } from "./commands.ts";
import { requireBook, type InAccount } from "./book.ts";

/** The newest comparison of an account in a run, whoever of the workspace asked for it; undefined where nobody has. */
export async function readParity(tx: Tx & ModelsTx, of: InAccount): Promise<ParityState | undefined> {
  const { accountId, runId } = await requireBook(tx, of);
  const row = await tx.models.command.findFirst({
    where: {
      tenantId: tx.tenantId,
      kind: PARITY_KIND,
      AND: [{ payload: { path: ["accountId"], equals: accountId } }, { payload: { path: ["runId"], equals: runId } }],
    },
    orderBy: [{ requestedAtMs: "desc" }, { id: "desc" }],
  });
  if (row === null) return undefined;
  const { state, message, requestedAtMs } = await readCommand(tx, row.id);
  const report = state === "done" ? parityReportSchema.parse(row.result) : undefined;
  return { commandId: row.id, state, requestedAtMs, message, report };
}
