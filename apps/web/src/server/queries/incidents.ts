import type { IncidentView } from "../contract/incident.ts";
import type { Tx } from "../database.ts";
import { incidentDetail, incidentTitle } from "./incident-words.ts";

type Row = {
  readonly id: string;
  readonly kind: IncidentView["kind"];
  readonly opened_at_ms: number;
  readonly account_id: string;
  readonly account_name: string;
  readonly run_id: string;
  readonly receipt_seq: number | null;
  readonly facts: Readonly<Record<string, string>>;
};

const OPEN = `incidents i
  join accounts a on a.tenant_id = i.tenant_id and a.id = i.account_id
 where i.tenant_id = (select tenant_id())
   and not exists (select from incident_closures c where c.tenant_id = i.tenant_id and c.incident_id = i.id)`;
const COLUMNS = "i.id, i.kind, i.opened_at_ms, i.account_id, a.name as account_name, i.run_id, i.receipt_seq, i.facts";
const ROWS_MAX = 20;

function incident({ facts, ...row }: Row): IncidentView {
  const found = { kind: row.kind, accountName: row.account_name, facts };
  return {
    ...{ id: row.id, kind: row.kind, openedAtMs: row.opened_at_ms, runId: row.run_id, receiptSeq: row.receipt_seq ?? undefined },
    ...{ accountId: row.account_id, accountName: row.account_name, title: incidentTitle(found), detail: incidentDetail(found) },
  };
}

/** Incidents that nobody has closed, the oldest first: the first twenty, and how many there are. */
export async function openIncidents(tx: Tx): Promise<{ readonly count: number; readonly first: readonly IncidentView[] }> {
  const rows = await tx.rows<Row & { readonly total: number }>(
    `select ${COLUMNS}, count(*) over () as total from ${OPEN} order by i.opened_at_ms, i.id limit ${String(ROWS_MAX)}`,
  );
  return { count: rows[0]?.total ?? 0, first: rows.map(incident) };
}

/** Those that concern one decision. */
export async function incidentsOfReceipt(
  tx: Tx,
  of: { readonly accountId: string; readonly runId: string; readonly receiptSeq: number },
): Promise<readonly IncidentView[]> {
  const rows = await tx.rows<Row>(
    `select ${COLUMNS} from ${OPEN} and i.account_id = $1 and i.run_id = $2 and i.receipt_seq = $3
      order by i.opened_at_ms, i.id limit ${String(ROWS_MAX)}`,
    [of.accountId, of.runId, of.receiptSeq],
  );
  return rows.map(incident);
}
