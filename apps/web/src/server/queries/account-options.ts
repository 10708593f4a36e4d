import type { AccountOptions } from "../contract/account.ts";
import type { Tx } from "../database.ts";

const VERSIONS_MAX = 200;

/** Markets, and the newest version of every risk profile and strategy setting of the workspace. */
export async function listAccountOptions(tx: Tx): Promise<AccountOptions> {
  const markets = await tx.rows<{
    readonly key: string;
    readonly name: string;
    readonly is_synthetic: boolean;
    readonly symbols: readonly string[];
  }>(
    `select m.key, m.name, m.is_synthetic, array(select s.symbol from series s where s.source = m.source and s.timeframe_ms = m.timeframe_ms order by s.symbol) as symbols
       from markets m order by m.name, m.key`,
  );
  const profiles = await tx.rows<{ readonly key: string; readonly version: number }>(
    "select profile_key as key, max(version) as version from risk_profile_versions where tenant_id = tenant_id() group by 1 order by 1 limit $1",
    [VERSIONS_MAX],
  );
  const settings = await tx.rows<{ readonly key: string; readonly version: number }>(
    "select settings_key as key, max(version) as version from strategy_settings_versions where tenant_id = tenant_id() group by 1 order by 1 limit $1",
    [VERSIONS_MAX],
  );
  return {
    markets: markets.map(({ key, name, is_synthetic: isSynthetic, symbols }) => ({ key, name, isSynthetic, symbols })),
    profiles,
    settings,
  };
}
