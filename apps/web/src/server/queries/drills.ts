import type { DrilledAccount, DrillPage, HaltDrill } from "../contract/halt.ts";
import type { Tx } from "../database.ts";
import { optional } from "../mappers/money.ts";
import { pageOf, readCursor } from "./page.ts";

type Row = {
  readonly id: string;
  readonly scope: HaltDrill["scope"];
  readonly subject: string;
  readonly subject_name: string | null;
  readonly verb: HaltDrill["verb"];
  readonly asked_ms: number;
  readonly asked_by_name: string;
  readonly reason: string;
  readonly finished_ms: number | null;
  readonly outcome: "passed" | "failed" | null;
  readonly accounts: number;
  readonly results: readonly Result[] | null;
};

/** As `json_agg` writes it: numbers of a drill are small. */
type Result = {
  readonly account_id: string;
  readonly name: string;
  readonly outcome: DrilledAccount["outcome"];
  readonly cancels: number;
  readonly sales: number;
  readonly blocks_entries: boolean;
  readonly failure: string | null;
  readonly duration_ms: number;
};

/** Accounts that a drill's line spells out. */
const RESULTS_MAX = 20;

function drilledAccount(row: Result): DrilledAccount {
  return {
    accountId: row.account_id,
    accountName: row.name,
    outcome: row.outcome,
    cancels: row.cancels,
    sales: row.sales,
    blocksEntries: row.blocks_entries,
    failure: row.failure ?? undefined,
    durationMs: row.duration_ms,
  };
}

function haltDrill(row: Row): HaltDrill {
  const { outcome } = row;
  return {
    ...{ id: row.id, scope: row.scope, subject: row.subject, subjectName: row.subject_name ?? row.subject, verb: row.verb },
    ...{ askedMs: row.asked_ms, askedBy: row.asked_by_name, reason: row.reason },
    finished: outcome === null ? undefined : optional(row.finished_ms, (atMs) => ({ atMs, outcome })),
    accounts: row.accounts,
    results: (row.results ?? []).map(drilledAccount),
  };
}

const DRILLS = `
  select d.id, d.scope, d.subject, d.verb, d.asked_ms, d.reason, d.finished_ms, d.outcome,
    case d.scope when 'account' then (select a.name from accounts a where a.tenant_id = d.tenant_id and a.id::text = d.subject)
                 when 'workspace' then (select t.name from tenants t where t.id = d.tenant_id) end as subject_name,
    coalesce((select p.name from member_directory p where p.tenant_id = d.tenant_id and p.person_id::text = d.asked_by), d.asked_by) as asked_by_name,
    (select count(*) from halt_drill_books b where b.tenant_id = d.tenant_id and b.drill_id = d.id) as accounts,
    (select json_agg(r) from (
       select b.account_id, a.name, b.outcome, b.cancels, b.sales, b.blocks_entries, b.failure, b.duration_ms
         from halt_drill_books b join accounts a on a.tenant_id = b.tenant_id and a.id = b.account_id
        where b.tenant_id = d.tenant_id and b.drill_id = d.id
        order by case b.outcome when 'failed' then 0 when 'acts' then 1 else 2 end, a.name, a.id limit ${String(RESULTS_MAX)}) r) as results
    from halt_drills d where d.tenant_id = tenant_id()
   order by d.asked_ms desc, d.id offset $1 limit $2`;

/** Drills of the workspace, newest first, each with what it found. */
export async function listDrills(tx: Tx, page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<DrillPage> {
  const [offset = 0] = readCursor(page.cursor, 1) ?? [];
  const rows = await tx.rows<Row>(DRILLS, [offset, page.limit + 1]);
  const places = new Map(rows.map((row, index) => [row.id, offset + index + 1]));
  return pageOf(rows, { limit: page.limit, item: haltDrill, key: ({ id }) => [places.get(id) ?? 0] });
}
