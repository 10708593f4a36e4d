import type { VersionRef } from "../contract/receipt.ts";
import type { Tx } from "../database.ts";

/** Which decision, and when its run's clock stood. */
export type Decided = {
  readonly accountId: string;
  readonly runId: string;
  readonly receiptSeq: number;
  readonly atMs: number;
  readonly nowMs: number;
};

const OWN_KEY = { profile: "profile_key", settings: "settings_key" } as const;

const VERSIONS = {
  profile:
    "select profile_key as key, version, created_at_ms, hash, xmin from risk_profile_versions where tenant_id = (select tenant_id())",
  settings:
    "select settings_key as key, version, created_at_ms, hash, xmin from strategy_settings_versions where tenant_id = (select tenant_id())",
} as const;

/**
 * The version that a receipt was decided under: the newest with its content that was there when it was
 * recorded, for content that was restored later stands under a newer number too. On a wall clock the receipt
 * says when that was. A replay's clock does not; there the transactions say it, whose numbers grow: one that
 * wrote a version before the receipt has the older one. Content of which every version seems newer, as where a
 * dump was loaded, is named by its first. The same content may stand under a key of another account: the one
 * that this account follows comes first. Undefined where none has it.
 */
export async function readDecidingVersion(
  tx: Tx,
  of: { readonly kind: keyof typeof VERSIONS; readonly hash: Uint8Array; readonly decided: Decided },
): Promise<VersionRef | undefined> {
  const { accountId, runId, receiptSeq, atMs, nowMs } = of.decided;
  const rows = await tx.rows<VersionRef & { readonly is_own: boolean; readonly was_there: boolean | null }>(
    `with decided as (
       select t.xmin, r.clock from receipts t join runs r on r.tenant_id = t.tenant_id and r.id = t.run_id
       where t.tenant_id = (select tenant_id()) and t.account_id = $2 and t.run_id = $3 and t.receipt_seq = $4 and t.at_ms = $5
     )
     select v.key, v.version,
       v.key = (select ${OWN_KEY[of.kind]} from accounts where tenant_id = (select tenant_id()) and id = $2) as is_own,
       (select case d.clock when 'wall' then v.created_at_ms <= $6 else age(v.xmin) >= age(d.xmin) end from decided d) as was_there
     from (${VERSIONS[of.kind]} and hash = $1) v
     order by is_own, v.created_at_ms, v.version`,
    [of.hash, accountId, runId, receiptSeq, atMs, nowMs],
  );
  const found = rows.findLast(({ was_there }) => was_there === true) ?? rows.find(({ is_own }) => is_own) ?? rows[0];
  return found && { key: found.key, version: found.version };
}
