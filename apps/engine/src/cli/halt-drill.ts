import { randomUUID } from "node:crypto";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { insertDrill, readDrillResults, type DrillResult, type HaltDrill } from "@ballast/db/repositories/halt-drills";
import { carryOutDrills } from "../usecases/decide-cycle/carry-out-drills.ts";
import { CommandRefused } from "./command.ts";
import type { EngineSession } from "./engine-session.ts";
import { formatTable } from "./table.ts";

const WORDS: Readonly<Record<DrillResult["outcome"], string>> = {
  acts: "acts",
  nothing_to_do: "nothing to do",
  failed: "FAILED",
};

function textOf(results: readonly DrillResult[]): string {
  if (results.length === 0) return "No continuous account is reached by this halt: nothing was exercised.";
  const table = formatTable<DrillResult>(
    [
      { title: "Account", cell: ({ accountKey }) => accountKey },
      { title: "Outcome", cell: ({ outcome, failure }) => (failure === null ? WORDS[outcome] : `${WORDS[outcome]}: ${failure}`) },
      { title: "Entries", cell: ({ blocksEntries }) => (blocksEntries ? "blocked" : "NOT BLOCKED") },
      { title: "Cancels", cell: ({ cancels }) => String(cancels) },
      { title: "Sales", cell: ({ sales }) => String(sales) },
      { title: "Took", cell: ({ durationMs }) => `${durationMs} ms` },
    ],
    results,
  );
  return `${table}\nA drill: nothing was cancelled, sold or blocked.`;
}

/**
 * Exercises a halt without meaning it: its row and its audit row, then every book that it would reach,
 * decided and left as it was. Carried out here, so that it needs neither web nor Redis nor a running engine.
 */
export async function exerciseHalt(
  session: EngineSession,
  of: Omit<HaltDrill, "id" | "askedMs"> & { readonly isJson: boolean },
): Promise<string> {
  const { pool, cycle, wallMs } = session.ports;
  const { tenantId, scope, subject, verb, askedBy, reason, isJson } = of;
  const drill = { tenantId, id: randomUUID(), scope, subject, verb, askedMs: wallMs(), askedBy, reason };
  await inTransaction(pool, async (client) => {
    await insertDrill(client, drill);
    const facts = { scope, subject, verb, reason };
    await appendAudit(client, { tenantId, atMs: drill.askedMs, actor: askedBy, act: "halt.drill", subject: drill.id, facts });
  });
  await carryOutDrills(cycle, tenantId);
  const results = await readDrillResults(pool, drill);
  if (results.some(({ outcome, blocksEntries }) => outcome === "failed" || !blocksEntries))
    throw new CommandRefused({
      code: "DRILL_FAILED",
      fact: `the halt would not have held everywhere:\n${textOf(results)}`,
      mend: "Mend what failed and drill again; npx ballast verify looks at the books.",
    });
  return isJson ? JSON.stringify({ drill: drill.id, results }) : textOf(results);
}
