import { decodeAccountState } from "@ballast/core/decision/account-state";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import type { AccountStanding, StandingPage } from "../contract/halt.ts";
import type { Tx } from "../database.ts";
import { ladderView } from "./ladder-view.ts";

type Row = {
  readonly id: string;
  readonly name: string;
  readonly mode: AccountStanding["mode"];
  readonly base_currency: string;
  readonly profile_key: string;
  readonly profile_version: number;
  readonly profile_body: Uint8Array;
  readonly equity_units: bigint | null;
  readonly horizon_ms: number | null;
  readonly state: Uint8Array | null;
};

function standing(row: Row): AccountStanding {
  const profile = decodeRiskProfile(row.profile_body);
  return {
    accountId: row.id,
    accountName: row.name,
    mode: row.mode,
    profile: { key: row.profile_key, version: row.profile_version },
    decidedToMs: row.horizon_ms ?? undefined,
    ladder:
      row.state === null || row.equity_units === null
        ? undefined
        : ladderView(decodeAccountState(row.state).ladder, { equityUnits: row.equity_units, currency: row.base_currency, profile }),
  };
}

/** Open accounts with where they stand on their ladders, by account. */
export async function listStandings(tx: Tx, of: { readonly limit: number; readonly cursor?: string | undefined }): Promise<StandingPage> {
  const rows = await tx.rows<Row>(
    `select a.id, a.name, a.mode, a.base_currency, a.profile_key, a.profile_version, p.body as profile_body, b.equity_units, b.next_slot_ms as horizon_ms, s.body as state
       from accounts a
       join risk_profile_versions p on p.tenant_id = a.tenant_id and p.profile_key = a.profile_key and p.version = a.profile_version
       left join books b on b.tenant_id = a.tenant_id and b.account_id = a.id and b.track = a.market_key
       left join account_states s on s.tenant_id = b.tenant_id and s.account_id = b.account_id and s.run_id = b.run_id and s.hash = b.state_hash
      where a.tenant_id = (select tenant_id()) and a.closed_at_ms is null and ($1::uuid is null or a.id > $1)
      order by a.id limit $2`,
    [of.cursor ?? null, of.limit + 1],
  );
  const shown = rows.slice(0, of.limit);
  return { items: shown.map(standing), nextCursor: rows.length > of.limit ? shown.at(-1)?.id : undefined };
}
