import type { ClientBase, Pool } from "pg";
import type { BookId } from "./cycle-rows.ts";

export type IncidentKind = "REPLAY_MISMATCH" | "FEATURES_MISMATCH" | "BOOK_BROKEN";

/** Stored rows that are not what replay makes of them, or a book that they broke. */
export type Incident = BookId & {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly openedAtMs: number;
  readonly openedBy: string;
  readonly receiptSeq: number | null;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** Opens an incident; false where it was opened before, however that one stands. */
export async function insertIncident(client: ClientBase, incident: Incident): Promise<boolean> {
  const { tenantId, id, kind, openedAtMs, openedBy, accountId, runId, receiptSeq, subject, facts } = incident;
  const result = await client.query(
    `insert into incidents (tenant_id, id, kind, opened_at_ms, opened_by, account_id, run_id, receipt_seq, subject, facts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (tenant_id, id) do nothing`,
    [tenantId, id, kind, openedAtMs, openedBy, accountId, runId, receiptSeq, subject, JSON.stringify(facts)],
  );
  return result.rowCount === 1;
}

export type ListedIncident = Incident & {
  readonly tenantKey: string;
  readonly accountKey: string;
  readonly runKey: string;
  readonly closedAtMs: number | null;
  readonly closedBy: string | null;
  readonly closeReason: string | null;
};

const INCIDENTS_MAX = 1_000;

/** Incidents, the newest first: those still open, or all. */
export async function listIncidents(
  db: ClientBase | Pool,
  filter: { readonly workspace?: string | undefined; readonly isWithClosed: boolean },
): Promise<ListedIncident[]> {
  const { rows } = await db.query<ListedIncident>(
    `select i.tenant_id as "tenantId", i.id, i.kind, i.opened_at_ms as "openedAtMs", i.opened_by as "openedBy", i.account_id as "accountId", i.run_id as "runId",
       i.receipt_seq as "receiptSeq", i.subject, i.facts, t.key as "tenantKey", a.key as "accountKey", r.key as "runKey",
       c.closed_at_ms as "closedAtMs", c.closed_by as "closedBy", c.reason as "closeReason"
     from incidents i join tenants t on t.id = i.tenant_id
     join accounts a on a.tenant_id = i.tenant_id and a.id = i.account_id
     join runs r on r.tenant_id = i.tenant_id and r.id = i.run_id
     left join incident_closures c on c.tenant_id = i.tenant_id and c.incident_id = i.id
     where ($1::text is null or t.key = $1 or t.id::text = $1) and ($2 or c.incident_id is null)
     order by i.opened_at_ms desc, i.id limit ${INCIDENTS_MAX}`,
    [filter.workspace ?? null, filter.isWithClosed],
  );
  return rows;
}

/** How many incidents nobody has closed. */
export async function countOpenIncidents(db: ClientBase | Pool): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int4 as count from incidents i
     where not exists (select from incident_closures c where c.tenant_id = i.tenant_id and c.incident_id = i.id)`,
  );
  return rows[0]?.count ?? 0;
}

/** Closes an open incident; its workspace, or undefined where none of that id is open. */
export async function closeIncident(
  client: ClientBase,
  closing: { readonly id: string; readonly closedAtMs: number; readonly closedBy: string; readonly reason: string },
): Promise<string | undefined> {
  const { rows } = await client.query<{ tenant_id: string }>(
    `insert into incident_closures (tenant_id, incident_id, closed_at_ms, closed_by, reason)
     select tenant_id, id, $2, $3, $4 from incidents where id = $1 on conflict (tenant_id, incident_id) do nothing returning tenant_id`,
    [closing.id, closing.closedAtMs, closing.closedBy, closing.reason],
  );
  return rows[0]?.tenant_id;
}
