import { deriveId } from "@ballast/core/numeric/hash";
import { strategySettingsSchema } from "@ballast/core/strategy/settings";
import { nextMonthStartMs } from "@ballast/core/time/calendar";
import { DAY_MS, HOUR_MS } from "@ballast/core/time/timeframe";
import { inTransaction } from "@ballast/db/clients/pool";
import { findDueShardsOf } from "@ballast/db/repositories/due-work";
import { findMarket, moveCursor, type Market } from "@ballast/db/repositories/markets";
import { ensurePartitions } from "@ballast/db/repositories/partitions";
import { putTrack } from "@ballast/db/repositories/tracks";
import { cycleDecide } from "@ballast/jobs/catalog";
import type { Pool } from "pg";
import { syntheticSymbols } from "../marketdata/synthetic/coins.ts";
import { feedSynthetic, type SyntheticFeed } from "../marketdata/synthetic/feed-synthetic.ts";
import type { EnginePorts } from "../ports/engine-ports.ts";
import { createAccount, type CreatedAccount, type NewAccountRequest } from "../usecases/accounts/create-account.ts";
import { currentLineage } from "../usecases/market/market-lineage.ts";
import { shipMarkets, SYNTHETIC_MARKET } from "../usecases/market/markets.ts";
import { openSyntheticMarket } from "../usecases/market/open-synthetic-market.ts";
import { sealNext } from "../usecases/seal-snapshots.ts";
import type { TestEngine } from "./test-engine.ts";

/** Risk refuses the entries of an instrument that it knows no month of. */
export const WARM_UP_MS = 31 * DAY_MS;

const WARM_MS = SYNTHETIC_MARKET.originMs + WARM_UP_MS;

/** The synthetic market with its warm-up behind it. */
export const TEST_MARKET: Market = { ...SYNTHETIC_MARKET, cursorMs: WARM_MS, pacedFromMs: WARM_MS };

export const TEST_WORKSPACE = "acme";

/** A workspace under a fixed key, so that two databases name all that is in it alike. As the demo it is re-armed by its clock. */
export async function openTestWorkspace(owner: Pool, ports: EnginePorts): Promise<string> {
  const tenantId = deriveId(ports.sha256, { kind: "tenant", accountKey: TEST_WORKSPACE, runKey: "", slotKey: "", n: 0 });
  await owner.query("insert into tenants (id, key, name, is_demo, created_at_ms) values ($1, $2, 'Acme', true, $3)", [
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

/**
 * Closes a market's next intervals up to `hour` hours behind its start as a real feed would: nobody
 * knows the open of a bar before it began, and bars of `without` never come in the last of them.
 */
export async function closeByHand(
  { ports }: TestEngine,
  market: Market,
  to: { readonly hour: number; readonly without?: readonly string[] },
): Promise<void> {
  const { pool, sha256 } = ports;
  const { cursorMs } = (await findMarket(pool, market.key)) ?? market;
  const toMs = market.cursorMs + to.hour * HOUR_MS;
  const lineageId = await currentLineage({ pool, sha256, market, universe: syntheticSymbols() });
  await ensurePartitions(pool, { fromMs: cursorMs, toMs: nextMonthStartMs(toMs) });
  const whole = ports.syntheticMarket(market.seed);
  const printed: SyntheticFeed["market"] = {
    columns: (symbol, range) =>
      whole.columns(symbol, to.without?.includes(symbol) === true ? { ...range, toMs: Math.min(range.toMs, toMs - HOUR_MS) } : range),
  };
  const feed = { sha256, market: printed, source: market.source, originMs: market.originMs };
  await inTransaction(pool, (client) => feedSynthetic(client, feed, { fromMs: cursorMs, toMs }));
  await sealNext(pool, { sha256, lineageId, toMs, closesMax: (toMs - market.originMs) / HOUR_MS });
  await putTrack(pool, { key: market.key, lineageId, horizonMs: toMs });
  await moveCursor(pool, market.key, toMs);
  for (const due of await findDueShardsOf(pool, market.key)) await ports.enqueue(cycleDecide, due);
}
