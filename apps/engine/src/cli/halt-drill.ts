import { randomUUID } from "node:crypto";
import { inTransaction } from "@ballast/db/clients/pool";
import type { Tenant } from "@ballast/db/repositories/accounts";
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

type Asked = Omit<HaltDrill, "id" | "tenantId" | "askedMs">;
type Exercised = { readonly workspace: string; readonly drill: string; readonly results: readonly DrillResult[] };

const isHeld = ({ results }: Exercised): boolean => results.every(({ outcome, blocksEntries }) => outcome !== "failed" && blocksEntries);

/** One workspace's drill: its row and its audit row, then every book that the halt would reach, decided and left as it was. */
async function exerciseIn(session: EngineSession, tenant: Pick<Tenant, "id" | "key">, asked: Asked): Promise<Exercised> {
  const { pool, cycle, wallMs } = session.ports;
  const { scope, subject, verb, reason, askedBy } = asked;
  const drill = { ...asked, tenantId: tenant.id, id: randomUUID(), askedMs: wallMs() };
  await inTransaction(pool, async (client) => {
    await insertDrill(client, drill);
    const facts = { scope, subject, verb, reason };
    await appendAudit(client, { tenantId: tenant.id, atMs: drill.askedMs, actor: askedBy, act: "halt.drill", subject: drill.id, facts });
  });
  await carryOutDrills(cycle, tenant.id);
  return { workspace: tenant.key, drill: drill.id, results: await readDrillResults(pool, drill) };
}

function reportOf(exercised: readonly Exercised[]): string {
  const [only] = exercised;
  if (exercised.length === 1 && only !== undefined) return textOf(only.results);
  return exercised.map(({ workspace, results }) => `Workspace ${workspace}\n${textOf(results)}`).join("\n\n");
}

function jsonOf(exercised: readonly Exercised[]): string {
  const [only] = exercised;
  if (exercised.length === 1 && only !== undefined) return JSON.stringify({ drill: only.drill, results: only.results });
  return JSON.stringify({ drills: exercised });
}

/**
 * Exercises a halt without meaning it, in each of these workspaces. Carried out here, so that it needs
 * neither web nor Redis nor a running engine.
 */
export async function exerciseHalt(
  session: EngineSession,
  tenants: readonly Pick<Tenant, "id" | "key">[],
  { drill, isJson }: { readonly drill: Asked; readonly isJson: boolean },
): Promise<string> {
  const exercised: Exercised[] = [];
  for (const tenant of tenants) exercised.push(await exerciseIn(session, tenant, drill));
  if (!exercised.every(isHeld))
    throw new CommandRefused({
      code: "DRILL_FAILED",
      fact: `the halt would not have held everywhere:\n${reportOf(exercised)}`,
      mend: "Mend what failed and drill again; npx ballast verify looks at the books.",
    });
  return isJson ? jsonOf(exercised) : reportOf(exercised);
}
