import { deriveId } from "@ballast/core/numeric/hash";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import type { Market } from "@ballast/db/repositories/markets";
import type { Pool } from "pg";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { createAccount, type CreatedAccount, type NewAccountRequest } from "../usecases/accounts/create-account.ts";
import { shipMarkets, SYNTHETIC_MARKET } from "../usecases/market/markets.ts";
import { openSyntheticMarket } from "../usecases/market/open-synthetic-market.ts";

/** The synthetic market with two days behind it: enough for a strategy that looks back a few bars. */
export const TEST_MARKET: Market = {
  ...SYNTHETIC_MARKET,
  cursorMs: SYNTHETIC_MARKET.originMs + 2 * DAY_MS,
  pacedFromMs: SYNTHETIC_MARKET.originMs + 2 * DAY_MS,
};

export const TEST_WORKSPACE = "acme";

/** A workspace under a fixed key, so that two databases name all that is in it alike. */
export async function openTestWorkspace(owner: Pool, ports: EnginePorts): Promise<string> {
  const tenantId = deriveId(ports.sha256, { kind: "tenant", accountKey: TEST_WORKSPACE, runKey: "", slotKey: "", n: 0 });
  await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, 'Acme', false, $3)", [
    tenantId,
    TEST_WORKSPACE,
    ports.wallMs(),
  ]);
  return tenantId;
}

/** A strategy that crosses every few hours, so that a test of a day has entries, stops and exits in it. */
export function briskSettings(instruments: readonly string[]) {
  return strategySettingsSchema.parse({ kind: "ema-atr", fast: 2, slow: 5, atr: 3, atrMult: 1.5, timeframeMs: HOUR_MS, instruments });
}

/** A brisk account; `rest` changes what it is. */
export function briskAccount(key: string, rest: Partial<NewAccountRequest> = {}): NewAccountRequest {
  return {
    key,
    name: key,
    marketKey: SYNTHETIC_MARKET.key,
    baseCurrency: "USD",
    startingBalance: "10000",
    profileKey: "guarded",
    settings: briskSettings(["BTC/USD", "DOGE/USD", "ETH/USD", "SOL/USD"]),
    ...rest,
  };
}

/** The test market, a workspace, and accounts in it. */
export async function seedTestMarket(
  ports: EnginePorts,
  seed: { readonly owner: Pool; readonly market?: Market; readonly accounts: readonly NewAccountRequest[] },
): Promise<{ readonly tenantId: string; readonly accounts: readonly CreatedAccount[] }> {
  await shipMarkets(ports.pool);
  await openSyntheticMarket(ports, seed.market ?? TEST_MARKET);
  const tenantId = await openTestWorkspace(seed.owner, ports);
  const accounts: CreatedAccount[] = [];
  for (const account of seed.accounts) accounts.push(await createAccount(ports, { tenantId, actor: "test", account }));
  return { tenantId, accounts };
}
