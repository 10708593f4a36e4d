import { GOVERNED_PARAMETERS, parameterOf } from "@ballast/core/strategy/governed/parameters";
import { decodeStrategySettings, type StrategySettings } from "@ballast/core/strategy/settings";
import type { SettingsInUse } from "../contract/strategy.ts";
import type { Tx } from "../database.ts";

/** Versions shown at most: a workspace has a handful, and each account may have one of its own. */
const VERSIONS_MAX = 200;
const NAMES_MAX = 5;

type Row = {
  readonly settings_key: string;
  readonly version: number;
  readonly body: Uint8Array;
  readonly author_name: string;
  readonly reason: string;
  readonly created_at_ms: number;
  readonly accounts: number;
  readonly account_names: readonly string[];
};

function parametersOf(settings: StrategySettings): SettingsInUse["parameters"] {
  if (settings.kind !== "governed") return [];
  return GOVERNED_PARAMETERS.map(({ name }) => [name, parameterOf(settings.parameters, name)] as const);
}

function inUse(row: Row): SettingsInUse {
  const settings = decodeStrategySettings(row.body);
  return {
    key: row.settings_key,
    version: row.version,
    kind: settings.kind,
    strategies: settings.kind === "governed" ? settings.strategies : [],
    parameters: parametersOf(settings),
    instruments: settings.instruments,
    timeframeMs: settings.timeframeMs,
    author: row.author_name,
    reason: row.reason,
    createdAtMs: row.created_at_ms,
    accounts: row.accounts,
    accountNames: row.account_names,
  };
}

/** The settings that open accounts stand on, those of the most accounts first. */
export async function readSettingsInUse(tx: Tx): Promise<readonly SettingsInUse[]> {
  const rows = await tx.rows<Row>(
    `select used.settings_key, used.settings_version as version, v.body, v.reason, v.created_at_ms, used.accounts, used.account_names,
            coalesce((select p.name from member_directory p where p.tenant_id = v.tenant_id and p.person_id::text = v.author), v.author) as author_name
       from (
         select a.tenant_id, a.settings_key, a.settings_version, count(*) as accounts, (array_agg(a.name order by a.name))[1:${NAMES_MAX}] as account_names
           from accounts a where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null
          group by a.tenant_id, a.settings_key, a.settings_version
          order by count(*) desc, a.settings_key, a.settings_version limit ${VERSIONS_MAX}) used
       join strategy_settings_versions v on v.tenant_id = used.tenant_id and v.settings_key = used.settings_key and v.version = used.settings_version
      order by used.accounts desc, used.settings_key, used.settings_version`,
  );
  return rows.map(inUse);
}
