import type { DecisionRow } from "../shell/answers.ts";

/** Names a decision in lists and in the address of an open panel. */
export function decisionKey(row: Pick<DecisionRow, "accountId" | "runId" | "receiptSeq">): string {
  return `${row.accountId}.${row.runId}.${row.receiptSeq}`;
}
