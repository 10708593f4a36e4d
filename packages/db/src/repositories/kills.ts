import type { ClientBase, Pool } from "pg";
import { binaryArray } from "./binary-array.ts";
import { bookKeys } from "./book-keys.ts";
import type { BookId } from "./cycle-rows.ts";
import { bulkInsert } from "./insert-rows.ts";

/** A kill switch in force. */
export type ActiveKill = {
  readonly tenantId: string;
  /** The only run that it halts; null: every continuous one. */
  readonly runId: string | null;
  /** The only account that it halts in that run; null: whatever its scope says. */
  readonly accountId: string | null;
  readonly scope: string;
  readonly subject: string;
  readonly verb: string;
  readonly sinceMs: number;
  /** Why the engine set it; null: a person did, or a book broke. */
  readonly code: string | null;
  /** How many persons its release takes. */
  readonly releasePersons: number;
};

const COLUMNS = "k.tenant_id, k.run_id, k.account_id, k.scope, k.subject, k.verb, k.since_ms, k.code, k.release_persons";
const ACTIVE = `
  select ${COLUMNS} from kill_switches k where k.tenant_id = any($1::uuid[]) and k.run_id is null and k.released_ms is null
  union all
  select ${COLUMNS} from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as b(tenant_id, account_id, run_id)
  join kill_switches k on k.tenant_id = b.tenant_id and k.run_id = b.run_id and k.account_id = b.account_id and k.released_ms is null
  union all
  select ${COLUMNS} from (select distinct r.tenant_id, r.run_id from unnest($2::uuid[], $4::uuid[]) as r(tenant_id, run_id)) b
  join kill_switches k on k.tenant_id = b.tenant_id and k.run_id = b.run_id and k.account_id is null and k.released_ms is null`;

/** Kill switches in force for these books: those of every continuous run of their workspaces, those of their runs, and their own. */
export async function loadActiveKills(pool: Pool, books: readonly BookId[]): Promise<ActiveKill[]> {
  const tenantIds = [...new Set(books.map(({ tenantId }) => tenantId))];
  const { rows } = await pool.query<{
    tenant_id: string;
    run_id: string | null;
    account_id: string | null;
    scope: string;
    subject: string;
    verb: string;
    since_ms: number;
    code: string | null;
    release_persons: number;
  }>({ name: "active kills", text: ACTIVE, values: [binaryArray("uuid", tenantIds), ...bookKeys(books)] });
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    runId: row.run_id,
    accountId: row.account_id,
    scope: row.scope,
    subject: row.subject,
    verb: row.verb,
    sinceMs: row.since_ms,
    code: row.code,
    releasePersons: row.release_persons,
  }));
}

export type KillRow = Omit<ActiveKill, "runId" | "accountId" | "code" | "releasePersons"> & {
  readonly id: string;
  readonly setBy: string;
  readonly reason: string;
};

/** Puts a halt in force: from this row's commit on every decision of its scope sees it. Answers how many people its release takes. */
export async function insertKill(db: ClientBase, kill: KillRow & { readonly runId?: string | null }): Promise<1 | 2> {
  const { rows } = await db.query<{ persons: 1 | 2 }>(
    `insert into kill_switches (tenant_id, id, run_id, scope, subject, verb, since_ms, set_by, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning release_persons as persons`,
    [kill.tenantId, kill.id, kill.runId ?? null, kill.scope, kill.subject, kill.verb, kill.sinceMs, kill.setBy, kill.reason],
  );
  return rows[0]?.persons ?? 1;
}

/** A halt that the engine sets because a book's profile says so; already released where its run's clock has released it in the same stretch. */
export type EngineKillRow = Omit<ActiveKill, "releasePersons"> & {
  readonly id: string;
  readonly setBy: string;
  readonly reason: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly releasedMs: number | null;
  readonly releasedBy: string | null;
  readonly releaseReason: string | null;
};

const insertEngineRows = bulkInsert<EngineKillRow>("kill_switches", [
  { name: "tenant_id", type: "uuid", value: ({ tenantId }) => tenantId },
  { name: "id", type: "uuid", value: ({ id }) => id },
  { name: "run_id", type: "uuid", value: ({ runId }) => runId },
  { name: "account_id", type: "uuid", value: ({ accountId }) => accountId },
  { name: "scope", type: "text", value: ({ scope }) => scope },
  { name: "subject", type: "text", value: ({ subject }) => subject },
  { name: "verb", type: "text", value: ({ verb }) => verb },
  { name: "since_ms", type: "int8", value: ({ sinceMs }) => sinceMs },
  { name: "set_by", type: "text", value: ({ setBy }) => setBy },
  { name: "reason", type: "text", value: ({ reason }) => reason },
  { name: "code", type: "text", value: ({ code }) => code },
  { name: "facts", type: "text", value: ({ facts }) => JSON.stringify(facts), expression: "$::jsonb" },
  { name: "released_ms", type: "int8", value: ({ releasedMs }) => releasedMs },
  { name: "released_by", type: "text", value: ({ releasedBy }) => releasedBy },
  { name: "release_reason", type: "text", value: ({ releaseReason }) => releaseReason },
]);

/** Puts the halts of many books in force at once. */
export async function insertEngineKills(client: ClientBase, rows: readonly EngineKillRow[]): Promise<void> {
  await insertEngineRows.write(client, rows);
}

/** A halt of a book's own that its run's clock releases. */
export type EngineRelease = BookId & {
  readonly scope: string;
  readonly subject: string;
  readonly verb: string;
  readonly sinceMs: number;
  readonly atMs: number;
};

/** Releases halts of books on their runs' clock. One that a person has released meanwhile stays as it is. */
export async function releaseEngineKills(
  client: ClientBase,
  releases: readonly EngineRelease[],
  by: { readonly name: string; readonly reason: string },
): Promise<void> {
  if (releases.length === 0) return;
  const texts = (of: (release: EngineRelease) => string): string[] => releases.map(of);
  await client.query({
    name: "release engine kills",
    text: `update kill_switches k set released_ms = r.at_ms, released_by = $9, release_reason = $10
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::int8[])
             as r(tenant_id, account_id, run_id, scope, subject, verb, since_ms, at_ms)
           where k.tenant_id = r.tenant_id and k.run_id = r.run_id and (k.account_id = r.account_id or k.account_id is null)
             and k.scope = r.scope and k.subject = r.subject and k.verb = r.verb and k.since_ms = r.since_ms and k.released_ms is null
             and not is_feed_or_data_break(k.code)`,
    values: [
      ...bookKeys(releases),
      ...[texts(({ scope }) => scope), texts(({ subject }) => subject), texts(({ verb }) => verb)],
      ...[releases.map(({ sinceMs }) => sinceMs), releases.map(({ atMs }) => atMs)],
      ...[by.name, by.reason],
    ],
  });
}

/** Releases a halt that is in force; false where there is none. */
export async function releaseKill(
  db: ClientBase,
  release: {
    readonly tenantId: string;
    readonly id: string;
    readonly releasedMs: number;
    readonly releasedBy: string;
    readonly reason: string;
  },
): Promise<boolean> {
  const result = await db.query(
    "update kill_switches set released_ms = $3, released_by = $4, release_reason = $5 where tenant_id = $1 and id = $2 and released_ms is null",
    [release.tenantId, release.id, release.releasedMs, release.releasedBy, release.reason],
  );
  return result.rowCount === 1;
}

/**
 * Who agreed last, as the second of two, to the release of a halt that is still in force; undefined where nobody has,
 * or where what was agreed has expired. A cooling off counts where its member is alone; the checks hold that.
 */
export async function findReleaseAgreement(
  db: ClientBase,
  of: { readonly tenantId: string; readonly haltId: string; readonly wallMs: number },
): Promise<string | undefined> {
  const { rows } = await db.query<{ decided_by: string }>(
    `select decided_by from approvals
     where tenant_id = $1 and change_hash = sha256(convert_to(format('kill_release|%s|%s', $1::uuid, $2::uuid), 'UTF8'))
       and decision = 'approved' and used_at_ms is null and expires_at_ms > $3
     order by decided_at_ms desc, id limit 1`,
    [of.tenantId, of.haltId, of.wallMs],
  );
  return rows[0]?.decided_by;
}

/** A halt in force as people read it: an account by its name. */
export type ListedKill = KillRow & { readonly releasePersons: number };

/** A list for people; ten thousand lines are read by nobody. */
const KILLS_LISTED_MAX = 500;

/** The halts in force in one workspace, oldest first; of triggers that tripped books of a continuous run, one for each book. Those of runs over the past are theirs. */
export async function listKills(db: Pool, tenantId: string): Promise<ListedKill[]> {
  const { rows } = await db.query<{
    id: string;
    scope: string;
    subject: string;
    verb: string;
    since_ms: number;
    set_by: string;
    reason: string;
    release_persons: number;
  }>(
    `select k.id, k.scope, concat_ws(' of ', nullif(coalesce(h.key, k.subject), ''), a.key) as subject, k.verb, k.since_ms, k.set_by, k.reason, k.release_persons
     from kill_switches k
     left join runs r on r.tenant_id = k.tenant_id and r.id = k.run_id
     left join accounts a on a.tenant_id = k.tenant_id and a.id = k.account_id
     left join accounts h on k.scope = 'account' and h.tenant_id = k.tenant_id and h.id::text = k.subject
     where k.tenant_id = $1 and k.released_ms is null and (k.run_id is null or r.kind = 'live') order by k.since_ms, k.id limit ${KILLS_LISTED_MAX}`,
    [tenantId],
  );
  return rows.map((row) => ({
    tenantId,
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    verb: row.verb,
    sinceMs: row.since_ms,
    setBy: row.set_by,
    reason: row.reason,
    releasePersons: row.release_persons,
  }));
}
