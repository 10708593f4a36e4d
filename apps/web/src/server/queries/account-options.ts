import type { AccountOptions } from "../contract/account.ts";
import type { ModelsTx } from "../database.ts";

const VERSIONS_MAX = 200;

async function readMarketOptions({ models }: ModelsTx): Promise<AccountOptions["markets"]> {
  const markets = await models.market.findMany({ orderBy: [{ name: "asc" }, { key: "asc" }] });
  const series = await models.series.findMany({ orderBy: { symbol: "asc" } });
  return markets.map(({ key, name, isSynthetic, source, timeframeMs }) => ({
    key,
    name,
    isSynthetic,
    symbols: series.filter((each) => each.source === source && each.timeframeMs === timeframeMs).map(({ symbol }) => symbol),
  }));
}

/** Markets, and the newest version of every risk profile and strategy setting of the workspace. */
export async function listAccountOptions(tx: ModelsTx): Promise<AccountOptions> {
  const { models, tenantId } = tx;
  const newest = { where: { tenantId }, _max: { version: true }, take: VERSIONS_MAX } as const;
  const profiles = await models.riskProfileVersion.groupBy({ ...newest, by: ["profileKey"], orderBy: { profileKey: "asc" } });
  const settings = await models.strategySettingsVersion.groupBy({ ...newest, by: ["settingsKey"], orderBy: { settingsKey: "asc" } });
  return {
    markets: await readMarketOptions(tx),
    profiles: profiles.map(({ profileKey, _max: { version } }) => ({ key: profileKey, version: version ?? 0 })),
    settings: settings.map(({ settingsKey, _max: { version } }) => ({ key: settingsKey, version: version ?? 0 })),
  };
}
