import { toHex } from "@ballast/core/numeric/hash";
import { decodeRiskProfile } from "@ballast/core/risk/profile-codec";
import { writeRiskProfile } from "@ballast/core/risk/profile-written";
import type { RiskProfile } from "@ballast/core/risk/profile";
import { TRPCError } from "@trpc/server";
import type { ProfileSummary, ProfileVersion } from "../contract/profile.ts";
import type { Tx } from "../database.ts";

/** A workspace has a handful; more are found by the command line. */
const PROFILES_MAX = 200;

type Row = {
  readonly profile_key: string;
  readonly version: number;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly author_name: string;
  readonly reason: string;
  readonly created_at_ms: number;
};
type SummaryRow = Row & { readonly holders: ProfileSummary["holders"] };
type VersionRow = Row & { readonly accounts: number };

const AUTHOR =
  "coalesce((select p.name from member_directory p where p.tenant_id = v.tenant_id and p.person_id::text = v.author), v.author) as author_name";
const COLUMNS = `v.profile_key, v.version, v.hash, v.body, v.reason, v.created_at_ms, ${AUTHOR}`;

function headOf(row: Row) {
  return {
    key: row.profile_key,
    version: row.version,
    author: row.author_name,
    reason: row.reason,
    createdAtMs: row.created_at_ms,
  };
}

/** The profile of stored bytes; undefined where policy has become narrower than what they hold. */
function decoded(body: Uint8Array): RiskProfile | undefined {
  try {
    return decodeRiskProfile(body);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function profileVersion(row: VersionRow): ProfileVersion {
  const profile = decoded(row.body);
  return { ...headOf(row), accounts: row.accounts, hash: toHex(row.hash), written: profile && writeRiskProfile(profile) };
}

/** Every profile by its newest version, by key. */
export async function listProfiles(tx: Tx): Promise<readonly ProfileSummary[]> {
  const rows = await tx.rows<SummaryRow>(
    `select distinct on (v.profile_key) ${COLUMNS},
            (select coalesce(json_agg(h order by h.version desc), '[]')
               from (select a.profile_version as version, count(*) as accounts from accounts a
                      where a.tenant_id = v.tenant_id and a.profile_key = v.profile_key and a.closed_at_ms is null
                      group by a.profile_version) h) as holders
       from risk_profile_versions v where v.tenant_id = (select tenant_id())
      order by v.profile_key, v.version desc limit ${PROFILES_MAX}`,
  );
  return rows.map((row) => ({ ...headOf(row), holders: row.holders }));
}

/** Versions of one profile, newest first; each is immutable. */
export async function listVersions(
  tx: Tx,
  of: { readonly key: string; readonly before?: number | undefined; readonly limit: number },
): Promise<readonly ProfileVersion[]> {
  const rows = await tx.rows<VersionRow>(
    `select ${COLUMNS},
            (select count(*) from accounts a where a.tenant_id = v.tenant_id and a.profile_key = v.profile_key and a.profile_version = v.version and a.closed_at_ms is null) as accounts
       from risk_profile_versions v
      where v.tenant_id = (select tenant_id()) and v.profile_key = $1 and ($2::int4 is null or v.version < $2)
      order by v.version desc limit $3`,
    [of.key, of.before ?? null, of.limit],
  );
  return rows.map(profileVersion);
}

/** The profile of one version, as core has it. */
export async function requireProfile(tx: Tx, of: { readonly key: string; readonly version: number }): Promise<RiskProfile> {
  const rows = await tx.rows<{ readonly body: Uint8Array }>(
    "select body from risk_profile_versions where tenant_id = (select tenant_id()) and profile_key = $1 and version = $2",
    [of.key, of.version],
  );
  const row = rows[0];
  if (row === undefined) throw new TRPCError({ code: "NOT_FOUND", message: `There is no version ${of.version} of ${of.key}.` });
  const profile = decoded(row.body);
  if (profile === undefined)
    throw new TRPCError({ code: "CONFLICT", message: `Version ${of.version} of ${of.key} is not within policy any more.` });
  return profile;
}
