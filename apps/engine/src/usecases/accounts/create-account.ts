import { QUOTE_CURRENCIES } from "@ballast/core/market/universe";
import { deriveId } from "@ballast/core/numeric/hash";
import { parseUnits } from "@ballast/core/numeric/fixed";
import { encodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { RISK_PROFILE_PRESETS } from "@ballast/core/risk/profile-presets";
import {
  decodeStrategySettings,
  defaultEmaAtrSettings,
  encodeStrategySettings,
  strategySettingsSchema,
  type StrategySettings,
} from "@ballast/core/strategy/settings";
import { inTransaction } from "@ballast/db/clients/pool";
import {
  findAccounts,
  findTenant,
  insertAccount,
  lockAccounts,
  putVersion,
  readVersion,
  type ContentVersion,
  type NewAccount,
  type Tenant,
} from "@ballast/db/repositories/accounts";
import { findProfileVersion } from "@ballast/db/repositories/profile-versions";
import { findMarket, type Market } from "@ballast/db/repositories/markets";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { z } from "zod";
import type { EnginePorts } from "../../ports/engine-ports.ts";
import { syntheticSymbols } from "../../marketdata/synthetic/coins.ts";
import { upcomingOpensOf } from "../market/upcoming-opens.ts";
import { extendLineage } from "../market/market-lineage.ts";
import { openLiveBook } from "./open-live-book.ts";
import { paymentWarnings } from "./payment-warning.ts";

const CURRENCY_SCALE = 8;
export const ACCOUNT_NAME_MAX = 60;
const KEY_MAX = 40;

/** Kraken's lowest tier, as a percent of a percent: what a new account pays. */
const MAKER_FEE_BPS = 16;
const TAKER_FEE_BPS = 26;
const SLIPPAGE_BPS = 5;

export const newAccountSchema = z.object({
  /** Stands in every id of its runs; undefined: made from the name. */
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "small letters, digits and dashes")
    .max(KEY_MAX)
    .optional(),
  name: z.string().trim().min(1).max(ACCOUNT_NAME_MAX),
  marketKey: z.string().min(1),
  baseCurrency: z.enum(QUOTE_CURRENCIES),
  startingBalance: z.string(),
  profileKey: z.string().min(1),
  settingsKey: z.string().min(1).optional(),
  /** Undefined: the stored settings of that key, or STR2's defaults over the market's instruments. */
  settings: strategySettingsSchema.optional(),
});
export type NewAccountRequest = z.infer<typeof newAccountSchema>;

export type CreatedAccount = {
  readonly accountId: string;
  readonly accountKey: string;
  /** What it could never pay for; it is opened nevertheless, for settings and market may change. */
  readonly warnings: readonly string[];
};

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, KEY_MAX) || "account";

type CreatePorts = Pick<EnginePorts, "pool" | "sha256" | "wallMs" | "shards" | "instruments" | "syntheticMarket">;

function startingUnits(text: string): bigint {
  const units = parseUnits(text, CURRENCY_SCALE);
  if (units === undefined || units <= 0n)
    throw new AppError(
      "ACCOUNT_BALANCE_INVALID",
      `${text} is no starting balance: an amount above 0 with at most ${CURRENCY_SCALE} decimals`,
      { retry: "never" },
    );
  return units;
}

/**
 * Opens a paper account: its profile and settings versions, its row and its book in the market's
 * continuous run, all in one transaction. An account on imported bars has no continuous book; its
 * runs open their own.
 */
export async function createAccount(
  ports: CreatePorts,
  request: {
    readonly tenantId: string;
    readonly actor: string;
    readonly account: NewAccountRequest;
    /** In place of the workspace's newest version of that profile, which a page offers: the one that holds these limits, or the next. */
    readonly profileBody?: Uint8Array;
    /** In place of the venue's lowest tier. */
    readonly fees?: { readonly makerBps: number; readonly takerBps: number; readonly slippageBps: number };
    /** Written in the same transaction. */
    readonly withAct?: (client: ClientBase, created: CreatedAccount) => Promise<void>;
  },
): Promise<CreatedAccount> {
  const { account, tenantId } = request;
  const { pool, sha256 } = ports;
  const tenant = await findTenant(pool, tenantId);
  if (tenant === undefined) throw new AppError("WORKSPACE_UNKNOWN", `no workspace ${tenantId}`, { retry: "never" });
  const market = await findMarket(pool, account.marketKey);
  if (market === undefined)
    throw new AppError("MARKET_UNKNOWN", `no market named ${account.marketKey}; there are archive and synthetic`, { retry: "never" });
  const key = account.key ?? slugOf(account.name);
  await refuseTaken(pool, tenant, key);
  const startsWith = startingUnits(account.startingBalance);
  const profileBody = request.profileBody ?? (await profileOf(ports, tenantId, account.profileKey));
  const settingsKey = account.settingsKey ?? key;
  const settingsBody = await settingsOf(ports, tenantId, settingsKey, account.settings);
  if (market.isSynthetic) {
    const upcomingOpens = upcomingOpensOf(ports.syntheticMarket(market.seed), market.timeframeMs);
    await extendLineage({ pool, sha256, market, universe: syntheticSymbols(), upcomingOpens }, decodeStrategySettings(settingsBody));
  }
  const id = deriveId(sha256, { kind: "account", accountKey: key, runKey: tenant.key, slotKey: "", n: 0 });
  const created = { accountId: id, accountKey: key, warnings: warningsOf(ports, { key, market, account, settingsBody }) };
  await inTransaction(pool, async (client) => {
    await lockAccounts(client, tenantId);
    await refuseTaken(client, tenant, key);
    const version = { tenantId, author: request.actor, createdAtMs: ports.wallMs(), reason: `account ${key} opened` };
    const contentOf = (contentKey: string, body: Uint8Array) => ({ ...version, key: contentKey, hash: sha256(body), body });
    const row: NewAccount = {
      tenantId,
      id,
      key,
      name: account.name,
      mode: "paper",
      marketKey: market.key,
      baseCurrency: account.baseCurrency,
      startingUnits: startsWith,
      profileKey: account.profileKey,
      profileVersion: await profileVersionOf(client, contentOf(account.profileKey, profileBody)),
      settingsKey,
      settingsVersion: await putVersion(client, "settings", contentOf(settingsKey, settingsBody)),
      takerFeeBps: request.fees?.takerBps ?? TAKER_FEE_BPS,
      makerFeeBps: request.fees?.makerBps ?? MAKER_FEE_BPS,
      slippageBps: request.fees?.slippageBps ?? SLIPPAGE_BPS,
      seed: key,
      createdAtMs: version.createdAtMs,
    };
    await insertAccount(client, row);
    if (market.isSynthetic) {
      const opened = { ...row, tenantKey: tenant.key, profileBody, settingsBody };
      const { instruments, shards } = ports;
      await openLiveBook(client, { account: opened, isDemo: tenant.isDemo, market, instruments, sha256, shards });
    }
    await request.withAct?.(client, created);
  });
  return created;
}

/** The version that holds these limits already, or the next: what was approved keeps its number whoever writes others meanwhile. */
export async function profileVersionOf(client: ClientBase, profile: ContentVersion): Promise<number> {
  return (await findProfileVersion(client, profile)) ?? putVersion(client, "profile", profile);
}

/** What the account could never pay for in its market. */
function warningsOf(
  { instruments }: CreatePorts,
  of: { readonly key: string; readonly market: Market; readonly account: NewAccountRequest; readonly settingsBody: Uint8Array },
): readonly string[] {
  const { baseCurrency } = of.account;
  const symbols = decodeStrategySettings(of.settingsBody).instruments;
  const universe = of.market.isSynthetic ? syntheticSymbols() : [];
  return paymentWarnings({ accountKey: of.key, baseCurrency, symbols, universe, instruments }).warnings;
}

async function refuseTaken(db: ClientBase | Pool, tenant: Tenant, key: string): Promise<void> {
  if ((await findAccounts(db, { tenantKey: tenant.key, names: [key] })).length === 0) return;
  throw new AppError("ACCOUNT_EXISTS", `this workspace has an account ${key} already; choose another name`, { retry: "never" });
}

/** The workspace's newest version of a profile, or the shipped preset of that name. */
async function profileOf(ports: CreatePorts, tenantId: string, profileKey: string): Promise<Uint8Array> {
  const stored = await readVersion(ports.pool, "profile", { tenantId, key: profileKey });
  if (stored !== undefined) return stored;
  const preset = Object.entries(RISK_PROFILE_PRESETS).find(([name]) => name === profileKey)?.[1];
  if (preset === undefined)
    throw new AppError("PROFILE_UNKNOWN", `no risk profile ${profileKey}: use guarded, balanced, or one of the workspace's own`, {
      retry: "never",
    });
  return encodeRiskProfile(preset);
}

async function settingsOf(
  ports: CreatePorts,
  tenantId: string,
  settingsKey: string,
  settings: StrategySettings | undefined,
): Promise<Uint8Array> {
  if (settings !== undefined) return encodeStrategySettings(settings);
  const stored = await readVersion(ports.pool, "settings", { tenantId, key: settingsKey });
  return stored ?? encodeStrategySettings(defaultEmaAtrSettings(syntheticSymbols()));
}
