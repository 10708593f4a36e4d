import type { Tx } from "../database.ts";
import type { DecisionRow } from "../contract/decision.ts";
import type { Page } from "../contract/money.ts";

export type DecisionFilter = {
  readonly accountId?: string | undefined;
  readonly runId?: string | undefined;
  readonly symbol?: string | undefined;
  readonly outcome?: string | undefined;
  readonly reasonCode?: string | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

export async function listDecisions(_tx: Tx, _filter: DecisionFilter): Promise<Page<DecisionRow>> {
  throw new Error("not written yet");
}
