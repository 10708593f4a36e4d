import type { SymbolDirectory } from "@ballast/core/market/symbols";
import { toHex } from "@ballast/core/numeric/hash";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { encodeStrategySettings } from "@ballast/core/strategy/settings";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { putSetUp, readLiveAssets, setAccountContent } from "@ballast/db/repositories/account-set-ups";
import { findAccounts, lockAccounts, putVersion, type Account, type Tenant } from "@ballast/db/repositories/accounts";
import { findMarket } from "@ballast/db/repositories/markets";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { createAccount, profileVersionOf } from "../accounts/create-account.ts";
import { extendLineage } from "../market/market-lineage.ts";
import { upcomingOpensOf } from "../market/upcoming-opens.ts";
import type { AccountFile } from "./account-file.ts";
import { diffAccountFiles, type AccountChange } from "./diff-account-files.ts";
import { loadAccountFile } from "./load-account-file.ts";
import { withOwnProfile } from "./own-profile.ts";
import { encodeSetUp } from "./set-up.ts";

type Ports = Pick<EnginePorts, "pool" | "sha256" | "wallMs" | "shards" | "instruments" | "syntheticMarket">;

/** What applying a file would do: open an account, or change one that is there. */
export type ApplyPlan = {
  /** As it is applied: limits of its own under a key of its own. */
  readonly file: AccountFile;
  readonly tenant: Tenant;
  /** Undefined where the file opens a new account. */
  readonly account: Account | undefined;
  readonly changes: readonly AccountChange[];
  /** What of it lets an account that takes two risk more, so that a second person has to agree first (law 9). */
  readonly loosens: readonly ("limits" | "set-up")[];
  /** What this release lacks to carry out a file that is valid; undefined where it lacks nothing. */
  readonly gap: AppError | undefined;
};

function never(code: string, message: string): AppError {
  return new AppError(code, message, { retry: "never" });
}

/** Names what an account can't change, or what there is not; nothing has been written yet. */
function refuseFixed(account: Account, changes: readonly AccountChange[]): void {
  const fixed = changes
    .filter(({ isFixed }) => isFixed)
    .map(({ path, before, after }) => `${path} (${before ?? "none"} to ${after ?? "none"})`);
  if (fixed.length > 0)
    throw never(
      "ACCOUNT_FIXED",
      `account ${account.key} keeps its books in what it was opened with: ${fixed.join(", ")}; open another account`,
    );
}

async function refuseNewAssets(pool: Pool, account: Account, file: AccountFile, directory: SymbolDirectory): Promise<void> {
  const assets = await readLiveAssets(pool, { tenantId: account.tenantId, accountId: account.id });
  if (assets === undefined) return;
  const missing = file.settings.instruments.filter((symbol) => {
    const { base, quote } = directory.entryOf(symbol).instrument;
    return !assets.includes(base.code) || !assets.includes(quote.code);
  });
  if (missing.length > 0)
    throw never(
      "ACCOUNT_HOLDS_OTHERS",
      `the open book of account ${account.key} can't hold ${missing.join(", ")}; open another account for them`,
    );
}

const UNTIL_THEN =
  "The rest of the file is valid, and --dry-run checks all of it. To try these settings now, write mode: paper and market: archive (imported bars) or synthetic.";

/** Why a valid file can't be carried out yet. */
async function findGap(pool: Pool, { marketKey, mode }: AccountFile, account: Account | undefined): Promise<AppError | undefined> {
  const isLiveVenue = mode === "live" ? ", and no live account can be opened before it" : "";
  if ((await findMarket(pool, marketKey)) === undefined)
    return never(
      "MARKET_UNKNOWN",
      `there is no market ${marketKey} in this release: the connection to a live venue, which brings such a market, is missing${isLiveVenue}. ${UNTIL_THEN}`,
    );
  if (account !== undefined || mode !== "live") return undefined;
  return never("LIVE_VENUE_MISSING", `this release has no connection to a live venue: a live account can't be opened yet. ${UNTIL_THEN}`);
}

/** Reads what the file would change. Products have to be instruments, the market has to be there and to have the timeframe. */
export async function planApply(
  ports: Pick<Ports, "pool">,
  of: { readonly tenant: Tenant; readonly file: AccountFile; readonly directory: SymbolDirectory },
): Promise<ApplyPlan> {
  const { tenant, file: given, directory } = of;
  for (const symbol of given.settings.instruments) directory.entryOf(symbol);
  const [account] = await findAccounts(ports.pool, { tenantKey: tenant.key, names: [given.key] });
  const gap = await findGap(ports.pool, given, account);
  if (account === undefined) return { file: withOwnProfile(given), tenant, account, changes: [], loosens: [], gap };
  const standing = await loadAccountFile(ports.pool, account);
  const file = withOwnProfile(given, standing);
  const changes = diffAccountFiles(standing, file);
  refuseFixed(account, changes);
  await refuseNewAssets(ports.pool, account, file, directory);
  return { file, tenant, account, changes, loosens: takesTwo(standing) ? loosened(changes) : [], gap };
}

/** Whether one person alone can't let the account risk more: a live one's nature, and the word of every set-up that asks for two. */
function takesTwo({ mode, setUp }: AccountFile): boolean {
  return mode === "live" || setUp.approval.persons === 2;
}

function loosened(changes: readonly AccountChange[]): ApplyPlan["loosens"] {
  const looser = changes.filter(({ isTightening }) => isTightening === false);
  const isLimit = ({ path }: AccountChange): boolean => /^(risk|downtime|fallback)\b/.test(path);
  return [...(looser.some(isLimit) ? (["limits"] as const) : []), ...(looser.every(isLimit) ? [] : (["set-up"] as const))];
}

/** An approval that a plan needs, bound to exactly this change: whoever approves another one approves nothing here. */
export type NeededApproval = { readonly kind: "limit_raise" | "account_change"; readonly changeHash: Uint8Array };

/**
 * The approvals that a plan needs. Limits are approved as a version of their profile, which is written
 * first: nothing decides by it before an account stands on it, and SQL uses that approval up itself.
 */
export async function neededApprovals(ports: Ports, by: By): Promise<readonly NeededApproval[]> {
  const { file, tenant, account, loosens } = by.plan;
  const hashOf = (...words: readonly string[]): Uint8Array => ports.sha256(new TextEncoder().encode(words.join("|")));
  const needed: NeededApproval[] = [];
  const accountId = account?.id ?? "";
  if (loosens.includes("limits")) {
    const body = encodeRiskProfile(file.profile);
    const version = { tenantId: tenant.id, author: by.actor, reason: by.reason, createdAtMs: ports.wallMs() };
    const profile = { ...version, key: file.profileKey, hash: ports.sha256(body), body };
    const n = await inTransaction(ports.pool, (client) => profileVersionOf(client, profile));
    needed.push({ kind: "limit_raise", changeHash: hashOf("limit_raise", tenant.id, accountId, file.profileKey, String(n)) });
  }
  if (loosens.includes("set-up")) {
    const setUp = toHex(ports.sha256(encodeSetUp(file.setUp)));
    needed.push({ kind: "account_change", changeHash: hashOf("account_change", tenant.id, accountId, setUp) });
  }
  return needed;
}

/** The market of an account on it has to seal what its settings read before they count. */
async function prepareMarket(ports: Ports, file: AccountFile): Promise<void> {
  const market = await findMarket(ports.pool, file.marketKey);
  if (market?.isSynthetic !== true) return;
  if (file.settings.timeframeMs !== market.timeframeMs)
    throw never("TIMEFRAME_NOT_SEALED", `market ${market.key} closes every ${market.timeframeMs} ms alone`);
  const { pool, sha256 } = ports;
  const upcomingOpens = upcomingOpensOf(ports.syntheticMarket(market.seed), market.timeframeMs);
  await extendLineage({ pool, sha256, market, universe: syntheticSymbols(), upcomingOpens }, file.settings);
}

type By = { readonly plan: ApplyPlan; readonly actor: string; readonly reason: string };

async function writeSetUp(client: ClientBase, ports: Ports, { plan, actor, reason }: By, accountId: string): Promise<number> {
  const body = encodeSetUp(plan.file.setUp);
  const by = { tenantId: plan.tenant.id, accountId, author: actor, reason, createdAtMs: ports.wallMs() };
  return putSetUp(client, { ...by, hash: ports.sha256(body), body });
}

async function auditApply(
  client: ClientBase,
  ports: Ports,
  of: By & { readonly accountId: string; readonly versions: Readonly<Record<string, string>> },
): Promise<void> {
  const { plan, accountId, actor, reason, versions } = of;
  const changes = plan.changes.map(({ path, before, after }) => `${path}: ${before ?? "none"} to ${after ?? "none"}`).join("; ");
  const entry = { tenantId: plan.tenant.id, atMs: ports.wallMs(), actor, act: "account.apply", subject: accountId };
  await appendAudit(client, { ...entry, facts: { reason, changes: changes === "" ? "opened from a file" : changes, ...versions } });
}

/** Opens the account of the file, with its set-up in the same transaction. */
async function openAccount(ports: Ports, by: By): Promise<void> {
  const { file, tenant } = by.plan;
  await createAccount(ports, {
    tenantId: tenant.id,
    actor: by.actor,
    account: {
      ...{
        key: file.key,
        name: file.name,
        marketKey: file.marketKey,
        baseCurrency: file.baseCurrency,
        startingBalance: file.startingBalance,
      },
      ...{ profileKey: file.profileKey, settingsKey: file.settingsKey, settings: file.settings },
    },
    profileBody: encodeRiskProfile(file.profile),
    fees: file.fees,
    withAct: async (client, { accountId }) => {
      const setUp = await writeSetUp(client, ports, by, accountId);
      await auditApply(client, ports, { ...by, accountId, versions: { setUp: `v${setUp}` } });
    },
  });
}

/** The account on the next versions of its profile, settings and set-up, and its continuous books with it. */
async function changeAccount(client: ClientBase, ports: Ports, by: By, account: Account): Promise<void> {
  const { file, tenant } = by.plan;
  const version = { tenantId: tenant.id, author: by.actor, reason: by.reason, createdAtMs: ports.wallMs() };
  const contentOf = (key: string, body: Uint8Array) => ({ ...version, key, hash: ports.sha256(body), body });
  const profile = contentOf(file.profileKey, encodeRiskProfile(file.profile));
  const settings = contentOf(file.settingsKey, encodeStrategySettings(file.settings));
  const profileVersion = await profileVersionOf(client, profile);
  const settingsVersion = await putVersion(client, "settings", settings);
  await setAccountContent(client, {
    ...{ tenantId: tenant.id, accountId: account.id, name: file.name },
    profile: { ...profile, version: profileVersion },
    settings: { ...settings, version: settingsVersion },
  });
  // Last: whether a raise takes two is for the set-up that stands to say, not for the one that comes with it.
  const setUpVersion = await writeSetUp(client, ports, by, account.id);
  const versions = {
    profile: `${file.profileKey} v${profileVersion}`,
    settings: `${file.settingsKey} v${settingsVersion}`,
    setUp: `v${setUpVersion}`,
  };
  await auditApply(client, ports, { ...by, accountId: account.id, versions });
}

/** Refuses what was not shown: between the difference and the act somebody else may have changed the account. */
async function refuseMoved(client: ClientBase, { file, tenant, changes }: ApplyPlan): Promise<Account> {
  const [account] = await findAccounts(client, { tenantKey: tenant.key, names: [file.key] });
  if (account === undefined) throw never("ACCOUNT_CLOSED", `account ${file.key} was closed meanwhile`);
  const now = diffAccountFiles(await loadAccountFile(client, account), file);
  if (JSON.stringify(now) !== JSON.stringify(changes))
    throw never("ACCOUNT_CHANGED", `account ${file.key} was changed meanwhile; look at the difference again`);
  return account;
}

/**
 * Carries a plan out in one transaction, or nothing of it. `withApproval` uses up what a second person
 * agreed to, in that transaction; a plan that needs one is refused without it.
 */
export async function applyPlan(
  ports: Ports,
  of: By & { readonly pool?: Pool; readonly withApproval?: (client: ClientBase) => Promise<void> },
): Promise<void> {
  const { plan } = of;
  if (plan.gap !== undefined) throw plan.gap;
  if (plan.loosens.length > 0 && of.withApproval === undefined)
    throw never("APPROVAL_NEEDED", `account ${plan.file.key} takes two persons and would risk more: a second person has to agree first`);
  await prepareMarket(ports, plan.file);
  if (plan.account === undefined) return openAccount(ports, of);
  await inTransaction(of.pool ?? ports.pool, async (client) => {
    await lockAccounts(client, plan.tenant.id);
    const account = await refuseMoved(client, plan);
    await of.withApproval?.(client);
    await changeAccount(client, ports, of, account);
  });
}
