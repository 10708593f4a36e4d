import type { Halt, HaltPage } from "../contract/halt.ts";
import type { Tx } from "../database.ts";
import { optional } from "../mappers/money.ts";
import { pageOf, readCursor } from "./page.ts";
import { KILL_RELEASE } from "./release-requests.ts";

type Row = {
  readonly id: string;
  readonly scope: Halt["scope"];
  readonly subject: string;
  readonly subject_name: string | null;
  readonly verb: Halt["verb"];
  readonly since_ms: number;
  readonly set_by_name: string;
  readonly reason: string;
  readonly released_ms: number | null;
  readonly released_by_name: string | null;
  readonly release_reason: string | null;
  readonly release_persons: number;
  readonly is_release_agreed: boolean;
  readonly currency: string | null;
  readonly accounts: number | null;
  readonly code: string | null;
  /** Named values, as the engine wrote them. */
  readonly facts: Readonly<Record<string, string>> | null;
  /** Read of halts in force only. */
  readonly open_positions?: number | null;
  readonly stuck_positions?: number | null;
  readonly stuck_of?: string | null;
  readonly place: number;
};

/** Two have approved the release of a halt that is not theirs to release: it waits, unused, for whoever runs the installation. */
const AGREED = `(k.scope = 'all' and k.code is null and k.released_ms is null and exists (
    select from approvals p where p.tenant_id = k.tenant_id and p.subject = '${KILL_RELEASE}|' || k.id
      and p.decision = 'approved' and p.used_at_ms is null and p.expires_at_ms > now_ms()))`;

const COLUMNS = `k.id, k.scope, k.subject, k.verb, k.since_ms, k.reason, k.released_ms, k.release_reason, k.release_persons, ${AGREED} as is_release_agreed, k.accounts, k.code, k.facts,
  case k.scope when 'account' then (select a.base_currency from accounts a where a.tenant_id = k.tenant_id and a.id::text = k.subject) end as currency,
  case k.scope when 'account' then (select a.name from accounts a where a.tenant_id = k.tenant_id and a.id::text = k.subject)
               when 'workspace' then (select t.name from tenants t where t.id = k.tenant_id) end as subject_name,
  coalesce((select p.name from member_directory p where p.tenant_id = k.tenant_id and p.person_id::text = k.set_by), k.set_by) as set_by_name,
  coalesce((select p.name from member_directory p where p.tenant_id = k.tenant_id and p.person_id::text = k.released_by), k.released_by) as released_by_name`;

/** What a flatten reaches: coins held in books that follow their account's market, which alone decide; in broken ones nothing does. */
const flattened = (what: string, books: "sound" | "broken"): string => `case k.verb when 'flatten' then (
  select ${what} from books b
    join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id and a.market_key = b.track
    join balances h on h.tenant_id = b.tenant_id and h.account_id = b.account_id and h.run_id = b.run_id
   where b.tenant_id = k.tenant_id and b.broken_by is ${books === "broken" ? "not null" : "null"} and h.units > 0 and h.asset <> a.base_currency
     and case k.scope when 'account' then b.account_id::text = k.subject
                      when 'instrument' then h.asset = (select i.base from instruments i where i.symbol = k.subject)
                      else k.scope <> 'model' end) end`;
const OPEN_POSITIONS = `${flattened("count(*)", "sound")} as open_positions, ${flattened("count(*)", "broken")} as stuck_positions,
  ${flattened("case count(distinct a.id) when 1 then min(a.name) else count(distinct a.id) || ' accounts' end", "broken")} as stuck_of`;
/**
 * What people set and what the engine set for accounts as a whole, then the triggers that tripped books of
 * continuous runs: those of one close and one reason are one line, however many accounts they reach.
 */
const HALTS = `(
  select tenant_id, id, scope, subject, verb, since_ms, set_by, reason, released_ms, released_by, release_reason, release_persons, null::int8 as accounts, null::uuid[] as account_ids, code, facts
    from kill_switches where tenant_id = tenant_id() and run_id is null
  union all
  select t.tenant_id, min(t.id::text)::uuid, t.scope, t.subject, t.verb, t.since_ms, min(t.set_by), min(t.reason), t.released_ms, t.released_by,
         t.release_reason, max(t.release_persons), count(*), array_agg(t.account_id), t.code, (array_agg(t.facts order by t.id))[1]
    from kill_switches t join runs r on r.tenant_id = t.tenant_id and r.id = t.run_id and r.kind = 'live'
   where t.tenant_id = tenant_id() and t.account_id is not null
   group by t.tenant_id, t.run_id, t.scope, t.subject, t.verb, t.code, t.since_ms, t.released_ms, t.released_by, t.release_reason)`;
const STRENGTH = "case k.verb when 'flatten' then 0 when 'cancel' then 1 when 'reduce_only' then 2 else 3 end";
const REACH =
  "case when k.accounts is not null then 3 when k.scope = 'all' then 0 when k.scope = 'workspace' then 1 when k.scope = 'account' then 2 else 3 end";
const IN_FORCE_MAX = 100;

function halt(row: Row): Halt {
  return {
    id: row.id,
    scope: row.scope,
    subject: row.subject,
    subjectName: row.subject_name ?? row.subject,
    verb: row.verb,
    sinceMs: row.since_ms,
    setBy: row.set_by_name,
    reason: row.reason,
    openPositions: row.open_positions ?? undefined,
    stuck: row.stuck_positions ? { positions: row.stuck_positions, of: row.stuck_of ?? "" } : undefined,
    accounts: row.accounts ?? undefined,
    code: row.code ?? undefined,
    facts: optional(row.facts, (facts) => Object.entries(facts)),
    currency: row.currency ?? undefined,
    releasePersons: row.release_persons === 2 ? 2 : 1,
    isReleaseAgreed: row.is_release_agreed,
    released: optional(row.released_ms, (atMs) => ({ atMs, by: row.released_by_name ?? "", reason: row.release_reason ?? "" })),
  };
}

const IN_FORCE = `from ${HALTS} k where k.released_ms is null order by ${STRENGTH}, ${REACH}, k.since_ms, k.id limit ${String(IN_FORCE_MAX)}`;

/** Halts in force: the strongest verb first, of one verb that which reaches farthest, of one reach the oldest. */
export async function haltsInForce(tx: Tx): Promise<readonly Halt[]> {
  const rows = await tx.rows<Row>(`select ${COLUMNS}, ${OPEN_POSITIONS} ${IN_FORCE}`);
  return rows.map(halt);
}

/** A halt in force with the accounts whose own trigger tripped; undefined: all that its scope says. */
export type HeldHalt = { readonly halt: Halt; readonly accountIds: ReadonlySet<string> | undefined };

/** Halts in force, to be asked whom they reach: what one account's trigger blocks is no matter of its neighbours. */
export async function heldHalts(tx: Tx): Promise<readonly HeldHalt[]> {
  const rows = await tx.rows<Row & { readonly account_ids: readonly string[] | null }>(
    `select ${COLUMNS}, ${OPEN_POSITIONS}, k.account_ids ${IN_FORCE}`,
  );
  return rows.map((row) => ({ halt: halt(row), accountIds: optional(row.account_ids, (ids) => new Set(ids)) }));
}

/** Whether a halt reaches an account: its own, its workspace's, or one of its instruments'; of a trigger's, whether it is the account's. */
export function reachesAccount(
  { halt: of, accountIds }: HeldHalt,
  account: { readonly id: string; readonly instruments: readonly string[] },
): boolean {
  if (accountIds !== undefined && !accountIds.has(account.id)) return false;
  const byScope: Record<Halt["scope"], boolean> = {
    all: true,
    workspace: true,
    model: false,
    account: of.subject === account.id,
    instrument: account.instruments.includes(of.subject),
  };
  return byScope[of.scope];
}

/** In force first, then what was released; each newest first. */
export async function listHalts(tx: Tx, page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<HaltPage> {
  const [offset = 0] = readCursor(page.cursor, 1) ?? [];
  const rows = await tx.rows<Row>(
    `select ${COLUMNS}, row_number() over (order by (k.released_ms is null) desc, k.since_ms desc, k.id) as place
       from ${HALTS} k
      order by (k.released_ms is null) desc, k.since_ms desc, k.id
     offset $1 limit $2`,
    [offset, page.limit + 1],
  );
  return pageOf(rows, { limit: page.limit, item: halt, key: (row) => [row.place] });
}
