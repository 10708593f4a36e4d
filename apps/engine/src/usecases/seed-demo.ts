import { deriveId } from "@ballast/core/numeric/hash";
import { HOUR_MS } from "@ballast/core/time/timeframe";
import { defaultGovernedSettings, strategySettingsSchema, type StrategySettings } from "@ballast/core/strategy/settings";
import { inTransaction } from "@ballast/db/clients/pool";
import { findAccounts } from "@ballast/db/repositories/accounts";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { syntheticSymbols } from "../marketdata/synthetic/coins.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { createAccount, type NewAccountRequest } from "./accounts/create-account.ts";
import { shipMarkets, SYNTHETIC_MARKET } from "./market/markets.ts";
import { openSyntheticMarket } from "./market/open-synthetic-market.ts";

const DEMO_TENANT = { key: "demo", name: "Demo workspace" };
const DEMO_BALANCE = "100000";

type Crossover = { readonly fast: number; readonly slow: number; readonly atrMult: number; readonly instruments: readonly string[] };

function crossover(of: Crossover): StrategySettings {
  return strategySettingsSchema.parse({ ...of, kind: "ema-atr", atr: 14, timeframeMs: HOUR_MS });
}

function demoAccount(of: {
  readonly key: string;
  readonly name: string;
  readonly profileKey: string;
  readonly settings: StrategySettings;
}): NewAccountRequest {
  return {
    key: of.key,
    name: of.name,
    marketKey: SYNTHETIC_MARKET.key,
    baseCurrency: "USD",
    startingBalance: DEMO_BALANCE,
    profileKey: of.profileKey,
    settings: of.settings,
  };
}

/** Four ways to hold the same coins, so that a first look shows what a profile and settings change. */
function demoAccounts(): NewAccountRequest[] {
  const all = syntheticSymbols();
  const majors = all.filter((symbol) => ["BTC/USD", "ETH/USD", "SOL/USD"].includes(symbol));
  const steady = crossover({ fast: 20, slow: 50, atrMult: 2, instruments: all });
  const patient = crossover({ fast: 20, slow: 50, atrMult: 3, instruments: majors });
  const brisk = crossover({ fast: 8, slow: 21, atrMult: 1.5, instruments: all });
  return [
    demoAccount({ key: "steady", name: "Steady trend", profileKey: "guarded", settings: steady }),
    demoAccount({ key: "majors", name: "Majors, balanced", profileKey: "balanced", settings: patient }),
    demoAccount({ key: "brisk", name: "Brisk trend", profileKey: "guarded", settings: brisk }),
    demoAccount({ key: "governed", name: "Six strategies, governed", profileKey: "guarded", settings: defaultGovernedSettings(all) }),
  ];
}

export type SeededDemo = { readonly isNew: boolean; readonly accounts: number };

type Person = { readonly id: string; readonly email: string };

/**
 * Refuses to make a second owner. A workspace that has members takes more by invitation alone: whoever may run
 * this command must not let themselves in, and the database refuses it without saying what to do instead.
 */
async function assertMayOwn(client: ClientBase, tenantId: string, person: Person): Promise<void> {
  const { rows: namesakes } = await client.query("select 1 from people where email = $1 and id <> $2", [person.email, person.id]);
  if (namesakes.length > 0)
    throw new AppError(
      "EMAIL_TAKEN",
      `${person.email} signs in to another workspace here; give the demo an address of its own with --email`,
      {
        retry: "never",
      },
    );
  const { rows: owners } = await client.query<Person>(
    `select p.id, p.email from memberships m join people p on p.id = m.person_id
      where m.tenant_id = $1 and m.removed_at_ms is null order by m.role = 'owner' desc, m.created_at_ms, p.email`,
    [tenantId],
  );
  const [owner] = owners;
  if (owner === undefined || owners.some(({ id }) => id === person.id)) return;
  throw new AppError(
    "DEMO_HAS_OWNER",
    `the demo workspace belongs to ${owner.email} already. Sign in as ${owner.email} and invite ${person.email} on the Members page, ` +
      `or give ${owner.email} a new password: npx ballast seed-demo --email ${owner.email} --password-file <file>`,
    { retry: "never" },
  );
}

/** People and workspaces are made with the owner's connection: the engine has no right to them. */
async function seedOwner(
  ports: EnginePorts,
  demo: { readonly ownerPool: Pool; readonly email: string; readonly passwordHash: string },
): Promise<string> {
  const id = (kind: string, name: string): string => deriveId(ports.sha256, { kind, accountKey: name, runKey: "", slotKey: "", n: 0 });
  const tenantId = id("tenant", DEMO_TENANT.key);
  const email = demo.email.toLowerCase();
  const personId = id("person", email);
  const nowMs = ports.wallMs();
  await inTransaction(demo.ownerPool, async (client) => {
    await assertMayOwn(client, tenantId, { id: personId, email });
    await client.query(
      "insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, $3, true, $4) on conflict (id) do nothing",
      [tenantId, DEMO_TENANT.key, DEMO_TENANT.name, nowMs],
    );
    await client.query(
      "insert into people (id, email, name, password_hash, created_at_ms) values ($1, $2, 'Demo', $3, $4) on conflict (id) do update set password_hash = excluded.password_hash",
      [personId, email, demo.passwordHash, nowMs],
    );
    await client.query(
      "insert into memberships (tenant_id, person_id, role, created_at_ms) values ($1, $2, 'owner', $3) on conflict do nothing",
      [tenantId, personId, nowMs],
    );
  });
  return tenantId;
}

/**
 * Makes the demo: its workspace and owner, the synthetic market with the bars that its strategies warm
 * up on, and its paper accounts. The engine then runs six weeks at once and goes on at one market hour
 * a second. Safe to repeat: what is there stays, but for the password.
 */
export async function seedDemo(
  ports: EnginePorts,
  demo: { readonly ownerPool: Pool; readonly email: string; readonly passwordHash: string },
): Promise<SeededDemo> {
  const { pool } = ports;
  await shipMarkets(pool);
  const tenantId = await seedOwner(ports, demo);
  const there = await findAccounts(pool, { tenantKey: DEMO_TENANT.key });
  await openSyntheticMarket(ports, SYNTHETIC_MARKET);
  const missing = demoAccounts().filter(({ key }) => !there.some((account) => account.key === key));
  for (const account of missing) await createAccount(ports, { tenantId, actor: "demo", account });
  return { isNew: missing.length > 0, accounts: there.length + missing.length };
}
