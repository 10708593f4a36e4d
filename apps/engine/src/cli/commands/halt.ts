import { userInfo } from "node:os";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { insertKill, listKills, releaseKill, type KillRow } from "@ballast/db/repositories/kills";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CommandRefused, EXIT, UsageError, type CommandModule } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { directory, flagOption, parseOptions } from "../parse-options.ts";
import { formatTable, utcText } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const schema = z.object({
  workspace: z.string().optional(),
  account: z.string().optional(),
  instrument: z.string().optional(),
  verb: z
    .enum(["block_entries", "reduce_only", "cancel", "flatten"], "choose block_entries, reduce_only, cancel or flatten")
    .default("block_entries"),
  reason: z.string().trim().min(1).optional(),
  by: z.string().trim().min(1).optional(),
  id: z.uuid().optional(),
  json: flagOption,
});
type Options = z.infer<typeof schema>;

function reasonOf(options: Options): string {
  if (options.reason === undefined) throw new UsageError("--reason is missing: say why, for whoever reads the audit log.");
  return options.reason;
}

async function targetOf(
  session: EngineSession,
  options: Options,
  tenantKey: string,
): Promise<{ readonly scope: "workspace" | "account" | "instrument"; readonly subject: string }> {
  if (options.instrument !== undefined) return { scope: "instrument", subject: directory().entryOf(options.instrument).instrument.symbol };
  if (options.account === undefined) return { scope: "workspace", subject: tenantKey };
  const [account] = await findAccounts(session.ports.pool, { tenantKey, names: [options.account] });
  if (account === undefined)
    throw new CommandRefused({
      code: "ACCOUNT_UNKNOWN",
      fact: `workspace ${tenantKey} has no account ${options.account}`,
      mend: "npx ballast accounts lists them.",
    });
  return { scope: "account", subject: account.id };
}

/** Halts by the row alone, with its audit row in the same transaction: it holds with Redis, engine and web down. */
async function set(session: EngineSession, options: Options): Promise<unknown> {
  const reason = reasonOf(options);
  const tenant = await workspaceOf(session, options.workspace);
  const target = await targetOf(session, options, tenant.key);
  const actor = options.by ?? userInfo().username;
  const sinceMs = session.ports.wallMs();
  const halt = { tenantId: tenant.id, id: randomUUID(), ...target, verb: options.verb, sinceMs, setBy: actor, reason };
  await inTransaction(session.ports.pool, async (client) => {
    await insertKill(client, halt);
    await appendAudit(client, {
      tenantId: tenant.id,
      atMs: sinceMs,
      actor,
      act: "halt.set",
      subject: halt.id,
      facts: { ...target, verb: options.verb, reason },
    });
  });
  return { halt: halt.id, ...target, verb: options.verb };
}

async function release(session: EngineSession, options: Options): Promise<unknown> {
  const reason = reasonOf(options);
  const { id } = options;
  if (id === undefined) throw new UsageError("--id is missing: npx ballast halt list names the halts in force.");
  const tenant = await workspaceOf(session, options.workspace);
  const actor = options.by ?? userInfo().username;
  const releasedMs = session.ports.wallMs();
  const isReleased = await inTransaction(session.ports.pool, async (client) => {
    if (!(await releaseKill(client, { tenantId: tenant.id, id, releasedMs, releasedBy: actor, reason }))) return false;
    await appendAudit(client, { tenantId: tenant.id, atMs: releasedMs, actor, act: "halt.release", subject: id, facts: { reason } });
    return true;
  });
  if (!isReleased)
    throw new CommandRefused({
      code: "HALT_UNKNOWN",
      fact: `no halt ${id} is in force`,
      mend: "npx ballast halt list names those that are.",
    });
  return { released: id };
}

async function list(session: EngineSession, options: Options): Promise<unknown> {
  const tenant = await workspaceOf(session, options.workspace);
  const halts = await listKills(session.ports.pool, tenant.id);
  if (options.json) return { halts };
  if (halts.length === 0) return "Nothing is halted.";
  return formatTable<KillRow>(
    [
      { title: "Id", cell: ({ id }) => id },
      { title: "Scope", cell: ({ scope, subject }) => `${scope} ${subject}` },
      { title: "Verb", cell: ({ verb }) => verb },
      { title: "Since", cell: ({ sinceMs }) => utcText(sinceMs) },
      { title: "By", cell: ({ setBy }) => setBy },
      { title: "Reason", cell: ({ reason }) => reason },
    ],
    halts,
  );
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const [action = "set"] = input.positionals;
  const act = { set, release, list }[action];
  if (act === undefined) throw new UsageError(`${action} is no action; write set, release or list.`);
  const answer = await withEngineSession(terminal, (session) => act(session, options));
  await terminal.out(`${typeof answer === "string" ? answer : JSON.stringify(answer)}\n`);
  return EXIT.done;
};
