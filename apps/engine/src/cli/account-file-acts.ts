import { randomUUID } from "node:crypto";
import type { ClientBase } from "pg";
import { userInfo } from "node:os";
import { appendAudit } from "@ballast/db/repositories/audit";
import { inTransaction } from "@ballast/db/clients/pool";
import { findMemberByEmail, findOpenApproval, insertApproval, useApproval } from "@ballast/db/repositories/approvals";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import type { SymbolDirectory } from "@ballast/core/market/symbols";
import { strayCaps, strayCapWords } from "@ballast/core/risk/stray-caps";
import { loadDirectory } from "../marketdata/instrument-table.ts";
import { ACCOUNT_FILE_BYTES_MAX, readAccountYaml, writeAccountYaml } from "../usecases/account-files/account-yaml.ts";
import {
  applyPlan,
  neededApprovals,
  planApply,
  type ApplyPlan,
  type NeededApproval,
} from "../usecases/account-files/apply-account-file.ts";
import type { AccountChange } from "../usecases/account-files/diff-account-files.ts";
import type { AccountFile } from "../usecases/account-files/account-file.ts";
import { ownProfileWords } from "../usecases/account-files/own-profile.ts";
import { loadAccountFile } from "../usecases/account-files/load-account-file.ts";
import { syntheticSymbols } from "../marketdata/synthetic/coins.ts";
import { paymentWarnings } from "../usecases/accounts/payment-warning.ts";
import { shipMarkets, SYNTHETIC_MARKET } from "../usecases/market/markets.ts";
import { accountNamed } from "./account-directory.ts";
import { CommandRefused, UsageError, type Terminal } from "./command.ts";
import type { EngineSession } from "./engine-session.ts";
import { entryNamed } from "./instrument-directory.ts";
import { readInputFile } from "./read-input-file.ts";
import { countedText, formatTable } from "./table.ts";
import { workspaceOf } from "./workspace.ts";

export type FileOptions = {
  readonly workspace?: string | undefined;
  readonly account?: string | undefined;
  readonly file?: string | undefined;
  readonly "dry-run": boolean;
  readonly yes: boolean;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  readonly json: boolean;
};

/** The file of an account as it stands, in its one normal form. */
export async function exportAccount(session: EngineSession, options: FileOptions): Promise<string> {
  const { account: name, workspace } = options;
  if (name === undefined) throw new UsageError("which account? Write: accounts export <id or key>.");
  const account = await accountNamed(session.ports.pool, { name, workspace });
  const text = writeAccountYaml(await loadAccountFile(session.ports.pool, account));
  return options.json ? JSON.stringify({ account: account.key, file: text }) : text.trimEnd();
}

/** Reads the file before anything is brought up; every fault of it is told at once. */
export async function readAccountFile(path: string | undefined): Promise<AccountFile> {
  if (path === undefined) throw new UsageError("--file is missing: the account file to apply.");
  const text = await readInputFile(path, { option: "file", bytesMax: ACCOUNT_FILE_BYTES_MAX, mend: "Name an account file." });
  const read = readAccountYaml(text);
  if (read.isAdmitted) return read.file;
  throw new CommandRefused({
    code: "ACCOUNT_FILE_REFUSED",
    fact: [`${path} has ${read.faults.length} faults:`, ...read.faults.map(({ at, what, mend }) => `  ${at}: ${what}. ${mend}`)].join("\n"),
    mend: "Nothing was applied.",
  });
}

function effectOf({ isTightening }: AccountChange): string {
  if (isTightening === undefined) return "";
  return isTightening ? "tightens" : "loosens";
}

/** A plan as it is told: what the account could never pay for is said before it is applied. */
type ToldPlan = ApplyPlan & { readonly warnings: readonly string[] };

function planText({ warnings, ...plan }: ToldPlan): string {
  return [changesText(plan), ...warnings].join("\n");
}

function changesText({ account, changes, file }: ApplyPlan): string {
  if (account === undefined) return `${file.key} is a new ${file.mode} account on market ${file.marketKey}.`;
  if (changes.length === 0) return `${file.key} is as the file says: nothing to change.`;
  const looser = changes.filter(({ isTightening }) => isTightening === false).length;
  const table = formatTable<AccountChange>(
    [
      { title: "Member", cell: ({ path }) => path },
      { title: "Is", cell: ({ before }) => before ?? "–" },
      { title: "Becomes", cell: ({ after }) => after ?? "–" },
      { title: "Risk", cell: effectOf },
    ],
    changes,
  );
  return `${table}\n${countedText(changes.length, "change")} of ${file.key}, ${looser === 0 ? "none lets" : countedText(looser, "of them lets", "of them let")} it risk more.`;
}

function planJson(plan: ToldPlan, outcome: string): string {
  return JSON.stringify({
    account: plan.file.key,
    is_new: plan.account === undefined,
    changes: plan.changes.map((change) => ({
      path: change.path,
      before: change.before ?? null,
      after: change.after ?? null,
      is_tightening: change.isTightening ?? null,
    })),
    needs_approval: plan.loosens,
    warnings: plan.warnings,
    would_be_refused: plan.gap?.code ?? null,
    outcome,
  });
}

async function isConfirmed(plan: ToldPlan, options: FileOptions, terminal: Terminal): Promise<boolean> {
  if (options.yes) return true;
  if (terminal.ask === undefined) return false;
  return /^(y|yes)$/i.test((await terminal.ask(`${planText(plan)}\nApply? [y/N] `)).trim());
}

/** Who asks for an approval: a member of the workspace, by e-mail, with a reason. */
async function requesterOf(
  session: EngineSession,
  plan: ApplyPlan,
  { by: email, reason }: FileOptions,
): Promise<{ readonly id: string; readonly reason: string }> {
  const id = email === undefined ? undefined : await findMemberByEmail(session.ownerPool(), { tenantId: plan.tenant.id, email });
  if (id !== undefined && reason !== undefined) return { id, reason };
  throw new CommandRefused({
    code: "APPROVAL_NEEDED",
    fact: `account ${plan.file.key} takes two persons and would risk more, which a second person has to approve`,
    mend: 'File the request: --by <e-mail of the member who asks> --reason "…".',
  });
}

/** Files the request of exactly this change. */
async function requestApproval(
  session: EngineSession,
  plan: ApplyPlan,
  of: { readonly needed: NeededApproval; readonly options: FileOptions },
): Promise<string> {
  const { needed, options } = of;
  const { id: tenantId } = plan.tenant;
  const { id: requestedBy, reason } = await requesterOf(session, plan, options);
  const atMs = session.ports.wallMs();
  const request = { tenantId, id: randomUUID(), ...needed, subject: plan.account?.id ?? plan.file.key, requestedBy, reason };
  await inTransaction(session.ownerPool(), async (client) => {
    await insertApproval(client, { ...request, requestedAtMs: atMs, expiresAtMs: atMs + plan.file.setUp.approval.expiresHours * HOUR_MS });
    const entry = { tenantId, atMs, actor: requestedBy, act: "approval.request", subject: request.id };
    await appendAudit(client, { ...entry, facts: { kind: needed.kind, account: request.subject, reason } });
  });
  return `Filed approval ${request.id} (${needed.kind.replace("_", " ")}); nothing is applied before a second person has approved it. Then apply the file again.`;
}

/** What still has to be approved, each filed where nobody has asked for it; empty where all of it is. */
async function awaitedApprovals(
  session: EngineSession,
  plan: ApplyPlan,
  of: { readonly needed: readonly NeededApproval[]; readonly options: FileOptions },
): Promise<readonly string[]> {
  const awaited: string[] = [];
  for (const needed of of.needed) {
    const { ports } = session;
    const open = await findOpenApproval(ports.pool, { tenantId: plan.tenant.id, ...needed, wallMs: ports.wallMs() });
    if (open === undefined) awaited.push(await requestApproval(session, plan, { needed, options: of.options }));
    else if (!open.isApproved) awaited.push(`Waits for approval ${open.id}; apply the file again once a second person has approved it.`);
  }
  return awaited;
}

async function carryOut(session: EngineSession, plan: ApplyPlan, options: FileOptions): Promise<string> {
  const { ports } = session;
  const by = { plan, actor: options.by ?? userInfo().username, reason: options.reason ?? `account file ${options.file ?? ""}` };
  if (plan.loosens.length === 0) {
    await applyPlan(ports, by);
    return `Applied to ${plan.file.key}.`;
  }
  const needed = await neededApprovals(ports, by);
  const awaited = await awaitedApprovals(session, plan, { needed, options });
  if (awaited.length > 0) return awaited.join("\n");
  // SQL uses up the approval of a raised limit as the account moves; that of a set-up is used up here.
  const ofSetUp = needed.filter(({ kind }) => kind === "account_change");
  const pool = ofSetUp.length > 0 ? session.ownerPool() : ports.pool;
  const withApproval = async (client: ClientBase): Promise<void> => {
    for (const change of ofSetUp) await useApproval(client, { tenantId: plan.tenant.id, ...change });
  };
  await applyPlan(ports, { ...by, pool, withApproval });
  return `Applied to ${plan.file.key}, as approved.`;
}

/** What the account of a file could never pay for. */
function warningsOf({ key, baseCurrency, marketKey, settings }: AccountFile, directory: SymbolDirectory): readonly string[] {
  const universe = marketKey === SYNTHETIC_MARKET.key ? syntheticSymbols() : [];
  const instruments = [...settings.instruments, ...universe].map((symbol) => directory.instrumentOf(symbol));
  return paymentWarnings({ accountKey: key, baseCurrency, symbols: settings.instruments, universe, instruments }).warnings;
}

/** A cap of a symbol or quote that nothing has would bind nothing: it is refused before anything is shown as tightened. */
function refuseStrayCaps({ profile }: AccountFile, directory: SymbolDirectory): void {
  const known = directory.symbols().map((symbol) => ({ symbol, quote: directory.instrumentOf(symbol).quote.code }));
  const [stray] = strayCaps(profile, known);
  if (stray === undefined) return;
  throw new CommandRefused({
    code: "CAP_BINDS_NOTHING",
    fact: `risk.${stray.list}: ${strayCapWords(stray)}`,
    mend: "npx ballast instruments lists what there is.",
  });
}

/** Shows what a file changes, and changes it where that is confirmed. */
export async function applyAccount(
  session: EngineSession,
  options: FileOptions,
  of: { readonly file: AccountFile; readonly terminal: Terminal },
): Promise<string> {
  const { file, terminal } = of;
  const { ports } = session;
  const tenant = await workspaceOf(session, options.workspace);
  await shipMarkets(ports.pool);
  const directory = await loadDirectory(ports.pool);
  for (const symbol of file.settings.instruments) entryNamed(directory, symbol);
  refuseStrayCaps(file, directory);
  const planned = await planApply(ports, { tenant, file, directory });
  const plan = { ...planned, warnings: [...ownProfileWords(file, planned.file), ...warningsOf(file, directory)] };
  const isNothing = plan.account !== undefined && plan.changes.length === 0;
  const tell = (outcome: string): string => (options.json ? planJson(plan, outcome) : `${planText(plan)}\n${outcome}`);
  const { gap } = plan;
  if (options["dry-run"])
    return tell(`Nothing was applied: --dry-run.${gap === undefined ? "" : ` Applying it would be refused: ${gap.message}`}`);
  if (isNothing) return options.json ? planJson(plan, "unchanged") : planText(plan);
  if (gap !== undefined) throw gap;
  if (!(await isConfirmed(plan, options, terminal)))
    throw new CommandRefused({ code: "NOT_CONFIRMED", fact: `${planText(plan)}\nNothing was applied.`, mend: "Apply it with --yes." });
  return tell(await carryOut(session, plan, options));
}
