import { userInfo } from "node:os";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { closeIncident, listIncidents, type ListedIncident } from "@ballast/db/repositories/incidents";
import type { Pool } from "pg";
import { z } from "zod";
import { CommandRefused, EXIT, UsageError, type CommandModule } from "../command.ts";
import { actionOf, flagOption, nameOption, parseOptions } from "../parse-options.ts";
import { commonOptions, withReplayPool } from "../replay-options.ts";
import { utcText } from "../table.ts";

const REASON_MAX = 500;

const schema = z.object({
  ...commonOptions,
  all: flagOption,
  id: z.uuid().optional(),
  reason: z.string().trim().min(1).max(REASON_MAX).optional(),
  by: nameOption.optional(),
});
type Options = z.infer<typeof schema>;

/** What was found: two values that differ, or why a book could not go on. */
function findingLines({ kind, facts }: ListedIncident): string[] {
  const foundBy = `found by ${facts["foundBy"] ?? "?"}`;
  if (kind === "BOOK_BROKEN")
    return [`  broke while ${facts["at"] ?? "?"}: ${facts["error"] ?? "?"}`, `  ${foundBy}; its account is halted under this id`];
  return [
    `  stored   ${facts["stored"] ?? ""}`,
    `  replayed ${facts["replayed"] ?? ""}`,
    `  decided by ${facts["decidedBy"] ?? "?"}, ${foundBy}`,
  ];
}

function incidentText(incident: ListedIncident): string {
  const { id, kind, openedAtMs, tenantKey, subject, closedAtMs, closedBy, closeReason } = incident;
  return [
    `${utcText(openedAtMs)}  ${kind}  ${id}`,
    `  workspace ${tenantKey}: ${subject}`,
    ...findingLines(incident),
    ...(closedAtMs === null ? [] : [`  closed ${utcText(closedAtMs)} by ${closedBy ?? ""}: ${closeReason ?? ""}`]),
  ].join("\n");
}

async function list(pool: Pool, options: Options): Promise<string> {
  const incidents = await listIncidents(pool, { workspace: options.workspace, isWithClosed: options.all });
  if (options.json) return JSON.stringify({ incidents });
  if (incidents.length === 0) return options.all ? "There was never an incident." : "No incident is open.";
  return incidents.map(incidentText).join("\n");
}

async function close(pool: Pool, options: Options): Promise<string> {
  const { id, reason } = options;
  if (id === undefined) throw new UsageError("--id is missing: npx ballast incidents names those that are open.");
  if (reason === undefined) throw new UsageError("--reason is missing: say what it was, for whoever reads the audit log.");
  const closedBy = options.by ?? userInfo().username;
  const closedAtMs = Date.now();
  const tenantId = await inTransaction(pool, async (client) => {
    const closed = await closeIncident(client, { id, closedAtMs, closedBy, reason });
    if (closed !== undefined)
      await appendAudit(client, {
        tenantId: closed,
        atMs: closedAtMs,
        actor: closedBy,
        act: "incident.close",
        subject: id,
        facts: { reason },
      });
    return closed;
  });
  if (tenantId === undefined)
    throw new CommandRefused({
      code: "INCIDENT_UNKNOWN",
      fact: `no incident ${id} is open`,
      mend: "npx ballast incidents names those that are.",
    });
  return options.json ? JSON.stringify({ closed: id }) : `Closed incident ${id}.`;
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const act = actionOf(input, { list, close }, "list");
  await terminal.out(`${await withReplayPool(terminal, options.dsn, (pool) => act(pool, options))}\n`);
  return EXIT.done;
};
