import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { AccountOptions } from "../contract/account.ts";
import type { ModelsTx, Tx } from "../database.ts";
import { readPairs } from "./instruments.ts";
import { readMarkets, readSeries, type Market } from "./market-series.ts";
import { listProfiles, listVersions } from "./profiles.ts";

/** A workspace has a handful; more are found by the command line. */
const SETTINGS_MAX = 200;

type MarketOption = AccountOptions["markets"][number];

const isMoving = ({ clock }: Market): boolean => clock.clock === "wall" || clock.lastCloseMs > 0;

/** Markets on the wall clock first, then those that move, then those that stand still: the first is what most accounts want. */
function byLiveness(left: Market, right: Market): number {
  const rank = (market: Market): number => (market.clock.clock === "wall" ? 0 : isMoving(market) ? 1 : 2);
  return rank(left) - rank(right);
}

async function readMarketOptions(tx: ModelsTx, wallMs: number): Promise<readonly MarketOption[]> {
  const pairs = await readPairs(tx);
  const markets = [...(await readMarkets(tx, wallMs))].sort(byLiveness);
  const options: MarketOption[] = [];
  for (const market of markets) {
    const { key, name, isSynthetic, rate, timeframeMs, lastCloseMs } = market.clock;
    const series = await readSeries(tx, market);
    const instruments = series.flatMap(({ symbol }) => {
      const pair = pairs.get(symbol);
      return pair === undefined ? [] : [{ symbol, base: pair.base, quote: pair.quote }];
    });
    options.push({ key, name, isSynthetic, isMoving: isMoving(market), rate, timeframeMs, lastCloseMs, instruments });
  }
  return options;
}

async function readProfileOptions(tx: Tx): Promise<AccountOptions["profiles"]> {
  const options: AccountOptions["profiles"][number][] = [];
  for (const { key, version } of await listProfiles(tx)) {
    const [newest] = await listVersions(tx, { key, limit: 1 });
    options.push({ key, version, written: newest?.written });
  }
  return options;
}

/** Stored settings; undefined where this release can't read them, and then no new account may choose them. */
function decoded(body: Uint8Array): StrategySettings | undefined {
  try {
    return decodeStrategySettings(body);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function readSettingsOptions(tx: Tx): Promise<AccountOptions["settings"]> {
  const rows = await tx.rows<{ readonly settings_key: string; readonly version: number; readonly body: Uint8Array }>(
    `select distinct on (v.settings_key) v.settings_key, v.version, v.body from strategy_settings_versions v
      where v.tenant_id = (select tenant_id()) order by v.settings_key, v.version desc limit ${SETTINGS_MAX}`,
  );
  return rows.flatMap(({ settings_key: key, version, body }) => {
    const settings = decoded(body);
    if (settings === undefined) return [];
    const { kind, timeframeMs, instruments } = settings;
    return [{ key, version, kind, timeframeMs, instruments }];
  });
}

/** What a new account chooses from: markets with what they price, and the newest version of every risk profile and strategy setting. */
export async function listAccountOptions(tx: ModelsTx & Tx, wallMs: number): Promise<AccountOptions> {
  return {
    markets: await readMarketOptions(tx, wallMs),
    profiles: await readProfileOptions(tx),
    settings: await readSettingsOptions(tx),
  };
}
