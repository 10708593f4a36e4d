import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";
import { bulkInsert } from "./insert-rows.ts";

/** A halt that is exercised and not meant. */
export type HaltDrill = {
  readonly tenantId: string;
  readonly id: string;
  readonly scope: string;
  /** Workspace key or id, account id, symbol or name of a model, as the scope says; empty where it is of all. */
  readonly subject: string;
  readonly verb: string;
  readonly askedMs: number;
  readonly askedBy: string;
  readonly reason: string;
};

export async function insertDrill(db: ClientBase, drill: HaltDrill): Promise<void> {
  await db.query(
    `insert into halt_drills (tenant_id, id, scope, subject, verb, asked_ms, asked_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [drill.tenantId, drill.id, drill.scope, drill.subject, drill.verb, drill.askedMs, drill.askedBy, drill.reason],
  );
}

const DRILLS_MAX = 20;

/** Drills that are not through, the oldest first; of one workspace where it is named. */
export async function findOpenDrills(pool: Pool, tenantId?: string): Promise<HaltDrill[]> {
  const { rows } = await pool.query<{
    tenant_id: string;
    id: string;
    scope: string;
    subject: string;
    verb: string;
    asked_ms: number;
    asked_by: string;
    reason: string;
  }>({
    name: "open drills",
    text: `select tenant_id, id, scope, subject, verb, asked_ms, asked_by, reason from halt_drills
           where finished_ms is null and ($1::uuid is null or tenant_id = $1) order by asked_ms, id limit ${DRILLS_MAX}`,
    values: [tenantId ?? null],
  });
  return rows.map((row) => ({
    ...{ tenantId: row.tenant_id, id: row.id, scope: row.scope, subject: row.subject, verb: row.verb },
    ...{ askedMs: row.asked_ms, askedBy: row.asked_by, reason: row.reason },
  }));
}

/** Says that a drill is under way; the first of those who say it counts. */
export async function beginDrill(pool: Pool, drill: Pick<HaltDrill, "tenantId" | "id"> & { readonly begunMs: number }): Promise<void> {
  await pool.query("update halt_drills set begun_ms = $3 where tenant_id = $1 and id = $2 and begun_ms is null", [
    ...[drill.tenantId, drill.id, drill.begunMs],
  ]);
}

/** Continuous books that the halt would reach and the drill has not been to, with their track. */
export async function findUndrilledBooks(pool: Pool, drill: HaltDrill, limit: number): Promise<(BookId & { readonly track: string })[]> {
  const { rows } = await pool.query<{ tenant_id: string; account_id: string; run_id: string; track: string }>({
    name: "undrilled books",
    text: `select b.tenant_id, b.account_id, b.run_id, b.track from books b
           join runs r on r.tenant_id = b.tenant_id and r.id = b.run_id and r.kind = 'live' and r.state = 'running'
           where b.tenant_id = $1 and b.broken_by is null
             and case $3 when 'account' then b.account_id::text = $4
                         when 'instrument' then (select i.base from instruments i where i.symbol = $4) = any (b.assets)
                         else true end
             and not exists (
               select from halt_drill_books d
               where d.tenant_id = b.tenant_id and d.drill_id = $2 and d.account_id = b.account_id and d.run_id = b.run_id)
           order by b.track, b.account_id, b.run_id limit $5`,
    values: [drill.tenantId, drill.id, drill.scope, drill.subject, limit],
  });
  return rows.map((row) => ({ tenantId: row.tenant_id, accountId: row.account_id, runId: row.run_id, track: row.track }));
}

/** What the halt would have done in a book. */
export type DrilledBook = BookId & {
  readonly drillId: string;
  readonly outcome: "acts" | "nothing_to_do" | "failed";
  readonly cancels: number;
  readonly sales: number;
  readonly blocksEntries: boolean;
  readonly reasonCodes: readonly string[];
  readonly failure: string | null;
  readonly durationMs: number;
};

const drilledBooks = bulkInsert<DrilledBook>(
  "halt_drill_books",
  [
    { name: "tenant_id", type: "uuid", value: ({ tenantId }) => tenantId },
    { name: "drill_id", type: "uuid", value: ({ drillId }) => drillId },
    { name: "account_id", type: "uuid", value: ({ accountId }) => accountId },
    { name: "run_id", type: "uuid", value: ({ runId }) => runId },
    { name: "outcome", type: "text", value: ({ outcome }) => outcome },
    { name: "cancels", type: "int4", value: ({ cancels }) => cancels },
    { name: "sales", type: "int4", value: ({ sales }) => sales },
    { name: "blocks_entries", type: "bool", value: ({ blocksEntries }) => blocksEntries },
    { name: "reason_codes", type: "text", value: ({ reasonCodes }) => reasonCodes.join(","), expression: "string_to_array($, ',')" },
    { name: "failure", type: "text", value: ({ failure }) => failure },
    { name: "duration_ms", type: "int8", value: ({ durationMs }) => durationMs },
  ],
  "on conflict do nothing",
);

export async function insertDrilledBooks(client: ClientBase, rows: readonly DrilledBook[]): Promise<void> {
  await drilledBooks.write(client, rows);
}

/** Ends a drill: passed where every book was decided. The outcome, or undefined where it had ended. */
export async function finishDrill(
  client: ClientBase,
  drill: Pick<HaltDrill, "tenantId" | "id"> & { readonly finishedMs: number },
): Promise<{ readonly outcome: "passed" | "failed"; readonly books: number } | undefined> {
  const { rows } = await client.query<{ outcome: "passed" | "failed"; books: number }>(
    `with drilled as (
       select count(*) as books, count(*) filter (where outcome = 'failed' or not blocks_entries) as failed
       from halt_drill_books where tenant_id = $1 and drill_id = $2)
     update halt_drills h set finished_ms = $3, outcome = case when drilled.failed = 0 then 'passed' else 'failed' end
     from drilled where h.tenant_id = $1 and h.id = $2 and h.finished_ms is null returning h.outcome, drilled.books`,
    [drill.tenantId, drill.id, drill.finishedMs],
  );
  return rows[0];
}

export type DrillResult = Omit<DrilledBook, keyof BookId | "drillId"> & { readonly accountKey: string };

/** What a drill found, book by book. */
export async function readDrillResults(pool: Pool, drill: Pick<HaltDrill, "tenantId" | "id">): Promise<DrillResult[]> {
  const { rows } = await pool.query<{
    key: string;
    outcome: DrilledBook["outcome"];
    cancels: number;
    sales: number;
    blocks_entries: boolean;
    reason_codes: string[];
    failure: string | null;
    duration_ms: number;
  }>(
    `select a.key, d.outcome, d.cancels, d.sales, d.blocks_entries, d.reason_codes, d.failure, d.duration_ms
     from halt_drill_books d join accounts a on a.tenant_id = d.tenant_id and a.id = d.account_id
     where d.tenant_id = $1 and d.drill_id = $2 order by a.key`,
    [drill.tenantId, drill.id],
  );
  return rows.map((row) => ({
    ...{ accountKey: row.key, outcome: row.outcome, cancels: row.cancels, sales: row.sales, blocksEntries: row.blocks_entries },
    ...{ reasonCodes: row.reason_codes, failure: row.failure, durationMs: row.duration_ms },
  }));
}
