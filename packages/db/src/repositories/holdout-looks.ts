import type { ClientBase, Pool } from "pg";
import { decodeAuditFacts } from "./audit.ts";
import type { BookId } from "./cycle-rows.ts";
import type { DatasetName } from "./holdouts.ts";

/** Whether two datasets hold bars of one market: an instrument of one source, rolled up to whatever length. */
export function sharesBars(one: DatasetName, other: DatasetName): boolean {
  return one.source === other.source && one.instruments.some((symbol) => other.instruments.includes(symbol));
}

/** The act that the audit log has for each result that was made over an opened holdout. */
export const HOLDOUT_LOOK = "holdout.look";

/** One result over an opened holdout, numbered from 1: only to the first of them was it unseen. */
export type LoggedLook = {
  readonly holdoutId: string;
  readonly number: number;
  /** `study`, `backtest`, `run` or `what-if`. */
  readonly kind: string;
  /** Of a study its id. */
  readonly of: string;
};

const LOOKS_MAX = 10_000;

/** Looks into the holdouts of a workspace, in their order. */
export async function readLooks(db: ClientBase | Pool, tenantId: string): Promise<readonly LoggedLook[]> {
  const { rows } = await db.query<{ holdoutId: string; number: number; body: Uint8Array }>(
    `select subject as "holdoutId", row_number() over (partition by subject order by audit_seq)::int4 as number, body
     from audit_log where tenant_id = $1 and act = $2 order by audit_seq limit ${LOOKS_MAX}`,
    [tenantId, HOLDOUT_LOOK],
  );
  return rows.map(({ body, ...look }) => {
    const facts = new Map(decodeAuditFacts(body));
    return { ...look, kind: facts.get("kind") ?? "", of: facts.get("of") ?? "" };
  });
}

/** Has acts that declare holdouts of a source, or look at its bars, wait for each other until they commit. */
export async function lockSource(client: ClientBase, of: { readonly tenantId: string; readonly source: string }): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended(format('ballast.holdouts %s %s', $1::text, $2::text), 0))", [
    of.tenantId,
    of.source,
  ]);
}

/** Which series a book decides on: those of its track's lineage. Undefined before it has one. */
export async function readBookDataset(db: ClientBase | Pool, { tenantId, accountId, runId }: BookId): Promise<DatasetName | undefined> {
  const { rows } = await db.query<DatasetName>(
    `select l.source, l.universe as instruments, l.timeframe_ms as "timeframeMs"
     from books b join tracks t on t.key = b.track join lineages l on l.id = t.lineage_id
     where b.tenant_id = $1 and b.account_id = $2 and b.run_id = $3`,
    [tenantId, accountId, runId],
  );
  return rows[0];
}

/** The act that the audit log has for each backtest of the command line over stored bars. */
export const BACKTEST_RUN = "backtest.run";

/** What has seen stored bars from a moment on, in words; undefined where nothing is known to have. */
export async function findSeen(
  client: ClientBase,
  of: { readonly tenantId: string; readonly dataset: DatasetName; readonly fromMs: number },
): Promise<string | undefined> {
  const { tenantId, dataset, fromMs } = of;
  const { rows } = await client.query<{ words: string }>(
    `select 'study ' || id as words from studies
       where tenant_id = $1 and to_ms > $4 and spec ->> 'source' = $2 and spec -> 'instruments' ?| $3::text[]
         and (points_done > 0 or state in ('queued', 'running'))
     union all
     select 'run ' || r.key from runs r join lineages l on l.id = r.lineage_id
       where r.tenant_id = $1 and r.kind <> 'live' and r.to_ms > $4 and l.source = $2 and l.universe && $3::text[]
     limit 1`,
    [tenantId, dataset.source, dataset.instruments, fromMs],
  );
  return rows[0]?.words ?? (await findBacktest(client, of));
}

async function findBacktest(
  client: ClientBase,
  { tenantId, dataset, fromMs }: Parameters<typeof findSeen>[1],
): Promise<string | undefined> {
  const { rows } = await client.query<{ body: Uint8Array }>("select body from audit_log where tenant_id = $1 and act = $2", [
    tenantId,
    BACKTEST_RUN,
  ]);
  const seen = rows.some(({ body }) => {
    const facts = new Map(decodeAuditFacts(body));
    const instruments = (facts.get("instruments") ?? "").split(" ");
    const walked = { source: facts.get("source") ?? "", instruments, timeframeMs: 0 };
    return Date.parse(facts.get("to") ?? "") > fromMs && sharesBars(walked, dataset);
  });
  return seen ? "a backtest" : undefined;
}
