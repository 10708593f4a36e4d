import { userInfo } from "node:os";
import { findAccounts, listTenants } from "@ballast/db/repositories/accounts";
import { rearmBooks } from "@ballast/db/repositories/broken-books";
import { findReleaseAgreement, insertKill, listKills, releaseKill, type ListedKill } from "@ballast/db/repositories/kills";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CommandRefused, EXIT, UsageError, type CommandModule, type Terminal } from "../command.ts";
import { withEngineSession, type EngineSession } from "../engine-session.ts";
import { entriesNamed } from "../instrument-directory.ts";
import { actionOf, flagOption, instrumentOption, nameOption, parseOptions } from "../parse-options.ts";
import { exerciseHalt } from "../halt-drill.ts";
import { releaseAdvice } from "../release-advice.ts";
import { formatTable, utcText } from "../table.ts";
import { workspaceOf } from "../workspace.ts";

const REASON_MAX = 500;
const SUBJECT_MAX = 100;
/** SQLSTATE of what takes two. */
const FOUR_EYES = "BL014";

const schema = z.object({
  workspace: nameOption.optional(),
  account: nameOption.optional(),
  instrument: instrumentOption.optional(),
  scope: z.enum(["all", "workspace", "account", "instrument", "model"], "choose all, workspace, account, instrument or model").optional(),
  subject: z.string().trim().min(1).max(SUBJECT_MAX).optional(),
  verb: z
    .enum(["block_entries", "reduce_only", "cancel", "flatten"], "choose block_entries, reduce_only, cancel or flatten")
    .default("block_entries"),
  drill: flagOption,
  yes: flagOption,
  reason: z.string().trim().min(1).max(REASON_MAX).optional(),
  by: nameOption.optional(),
  id: z.uuid().optional(),
  json: flagOption,
});
export type HaltOptions = z.infer<typeof schema>;
type Options = HaltOptions;

function reasonOf(options: Options): string {
  if (options.reason === undefined) throw new UsageError("--reason is missing: say why, for whoever reads the audit log.");
  return options.reason;
}

type Target = { readonly scope: "all" | "workspace" | "account" | "instrument" | "model"; readonly subject: string };
type Verb = Options["verb"];

const EFFECTS: Readonly<Record<Verb, string>> = {
  block_entries: "no position is opened from now on; exits and stops act",
  reduce_only: "orders that wait to buy are cancelled and what is held may only be reduced from now on",
  cancel: "orders that wait to buy are cancelled and no position is opened from now on",
  flatten: "everything held there is sold at once and no position is opened from now on",
};

/** A model decides entries and nothing else, so under each verb its halt refuses those alone. */
const EFFECT_OF_MODEL = "what it decides is refused from now on; rules go on, and nothing is cancelled or sold";

function effectOf({ scope, verb }: { readonly scope?: Options["scope"]; readonly verb: Verb }): string {
  return scope === "model" ? EFFECT_OF_MODEL : EFFECTS[verb];
}

/** Verbs that undo something, as the web app asks for them too. */
const ASKED: ReadonlySet<Verb> = new Set(["cancel", "flatten"]);

/** `--scope` with `--subject` says what `--workspace`, `--account` and `--instrument` say, and what only it can. */
function spelledOut(options: Options): Options {
  const { scope, subject } = options;
  if (scope === undefined && subject !== undefined) throw new UsageError("--subject needs --scope.");
  if (scope === undefined) return options;
  if (scope === "all" && subject !== undefined)
    throw new UsageError("--scope all has no subject: it is every workspace of the installation.");
  if (options.account !== undefined || options.instrument !== undefined)
    throw new UsageError("--scope with --subject stands for --account and --instrument: give one of them.");
  if (scope === "all") return options;
  if (scope === "workspace") return { ...options, workspace: subject ?? options.workspace };
  if (subject === undefined) throw new UsageError(`--scope ${scope} needs --subject: which ${scope}.`);
  if (scope === "account") return { ...options, account: subject };
  return scope === "instrument" ? { ...options, instrument: subject } : options;
}

async function targetOf(session: EngineSession, options: Options, tenantKey: string): Promise<Target> {
  if (options.scope === "all") return { scope: "all", subject: "" };
  if (options.scope === "model") return { scope: "model", subject: options.subject ?? "" };
  if (options.instrument !== undefined && options.account !== undefined)
    throw new UsageError("--account and --instrument are two halts: set one after the other.");
  if (options.instrument !== undefined) {
    const [named] = await entriesNamed(session.ports.pool, [options.instrument]);
    return { scope: "instrument", subject: named?.instrument.symbol ?? options.instrument };
  }
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

/** Halts by the rows alone, with their audit rows in one transaction: they hold with Redis, engine and web down. Of the whole installation one row a workspace. */
export async function setHalt(session: EngineSession, given: Options): Promise<string> {
  const options = spelledOut(given);
  const reason = reasonOf(options);
  const tenants = options.scope === "all" ? await listTenants(session.ports.pool) : [await workspaceOf(session, options.workspace)];
  const [tenant] = tenants;
  if (tenant === undefined)
    throw new CommandRefused({ code: "WORKSPACE_UNKNOWN", fact: "there is no workspace yet", mend: "Nothing trades." });
  const target = await targetOf(session, options, tenant.key);
  const actor = options.by ?? userInfo().username;
  const { scope, subject } = target;
  if (options.drill) {
    const drill = { scope, subject, verb: options.verb, askedBy: actor, reason };
    return exerciseHalt(session, tenants, { drill, isJson: options.json });
  }
  const sinceMs = session.ports.wallMs();
  const halts = tenants.map(({ id }) => ({ tenantId: id, id: randomUUID(), ...target, verb: options.verb, sinceMs, setBy: actor, reason }));
  const persons = await inTransaction(session.ports.pool, async (client) => {
    const taken: (1 | 2)[] = [];
    for (const halt of halts) {
      taken.push(await insertKill(client, halt));
      const facts = { ...target, verb: options.verb, reason };
      await appendAudit(client, { tenantId: halt.tenantId, atMs: sinceMs, actor, act: "halt.set", subject: halt.id, facts });
    }
    return taken;
  });
  if (options.json) return JSON.stringify({ halt: halts[0]?.id, halts: halts.map(({ id }) => id), ...target, verb: options.verb });
  const isOneOfMany = tenants.length > 1;
  const releases = halts.map(({ id }, at) =>
    releaseAdvice({ id, workspaceKey: tenants[at]?.key ?? "", scope, persons: persons[at] ?? 1, isOneOfMany }),
  );
  const what = scope === "account" ? `account ${options.account ?? subject}` : [scope, subject].filter((word) => word !== "").join(" ");
  const of = scope === "all" ? `all ${tenants.length} workspaces` : `${what} of workspace ${tenant.key}`;
  return [`Halted ${of}: ${effectOf({ scope, verb: options.verb })}.`, ...releases].join("\n");
}

/** SQL wants an approval of exactly this release; a terminal has one person in front of it, and knows no member. */
function refuseAlone(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === FOUR_EYES)
    throw new CommandRefused({
      code: "RELEASE_TAKES_TWO",
      fact: "a profile that this halt reaches wants two people for its release",
      mend: "In the web app (Kill switch) one asks and a second owner, admin or risk officer agrees. That releases it, but for a halt of the whole installation: then give this command again.",
    });
  throw error;
}

/** Releases a halt. Where it takes two members and they have agreed, it is theirs, and the audit log says who carried it out. */
export async function releaseHalt(session: EngineSession, options: Options): Promise<string> {
  const reason = reasonOf(options);
  const { id } = options;
  if (id === undefined) throw new UsageError("--id is missing: npx ballast halt list names the halts in force.");
  const tenant = await workspaceOf(session, options.workspace);
  const actor = options.by ?? userInfo().username;
  const releasedMs = session.ports.wallMs();
  const isReleased = await inTransaction(session.ports.pool, async (client) => {
    const agreedBy = await findReleaseAgreement(client, { tenantId: tenant.id, haltId: id, wallMs: releasedMs });
    if (!(await releaseKill(client, { tenantId: tenant.id, id, releasedMs, releasedBy: agreedBy ?? actor, reason }))) return false;
    await rearmBooks(client, { tenantId: tenant.id, haltId: id });
    const facts = { reason, ...(agreedBy === undefined ? {} : { agreedBy }) };
    await appendAudit(client, { tenantId: tenant.id, atMs: releasedMs, actor, act: "halt.release", subject: id, facts });
    return true;
  }).catch(refuseAlone);
  if (!isReleased)
    throw new CommandRefused({
      code: "HALT_UNKNOWN",
      fact: `no halt ${id} is in force`,
      mend: "npx ballast halt list names those that are.",
    });
  return options.json ? JSON.stringify({ released: id }) : `Released halt ${id} of workspace ${tenant.key}.`;
}

async function list(session: EngineSession, options: Options): Promise<string> {
  const tenant = await workspaceOf(session, options.workspace);
  const halts = await listKills(session.ports.pool, tenant.id);
  if (options.json) return JSON.stringify({ halts });
  if (halts.length === 0) return "Nothing is halted.";
  return formatTable<ListedKill>(
    [
      { title: "Id", cell: ({ id }) => id },
      { title: "Scope", cell: ({ scope, subject }) => `${scope} ${subject}` },
      { title: "Verb", cell: ({ verb }) => verb },
      { title: "Since", cell: ({ sinceMs }) => utcText(sinceMs) },
      { title: "By", cell: ({ setBy }) => setBy },
      { title: "Release takes", cell: ({ releasePersons }) => (releasePersons === 2 ? "two people" : "one") },
      { title: "Reason", cell: ({ reason }) => reason },
    ],
    halts,
  );
}

/**
 * What is cancelled or sold can't be taken back, so a person at a terminal is asked once. Where nobody can answer the
 * halt acts at once: a question there would hold up the very thing that has to be easy.
 */
async function isConfirmed(options: Options, terminal: Terminal): Promise<boolean> {
  if (!ASKED.has(options.verb) || options.scope === "model" || options.yes || options.drill) return true;
  const named = options.scope === "all" ? "every workspace of this installation" : options.subject;
  const where = named ?? options.account ?? options.instrument ?? options.workspace ?? "the whole workspace";
  if (terminal.ask === undefined) {
    terminal.err(`Halting ${where} with ${options.verb}: ${EFFECTS[options.verb]}.\n`);
    return true;
  }
  const answer = await terminal.ask(`Halt ${where} with ${options.verb}: ${EFFECTS[options.verb]}. Go on? [y/N] `);
  return /^(y|yes)$/i.test(answer.trim());
}

export const run: CommandModule["run"] = async (input, terminal) => {
  const options = parseOptions(schema, input);
  const act = actionOf(input, { set: setHalt, release: releaseHalt, list }, "set");
  if (act !== list) reasonOf(options);
  if (act === setHalt && !(await isConfirmed(options, terminal)))
    throw new CommandRefused({
      code: "NOT_CONFIRMED",
      fact: "nothing was halted: the question was not answered with yes",
      mend: "Answer y, give --yes, or halt without selling: --verb block_entries.",
    });
  await terminal.out(`${await withEngineSession(terminal, (session) => act(session, options))}\n`);
  return EXIT.done;
};
