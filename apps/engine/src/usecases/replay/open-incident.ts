import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import { inTransaction } from "@ballast/db/clients/pool";
import { appendAudit } from "@ballast/db/repositories/audit";
import { insertIncident, type IncidentKind } from "@ballast/db/repositories/incidents";
import type { Pool } from "pg";
import type { Log } from "../../log.ts";
import type { ReplayDifference } from "./replay-findings.ts";

export type IncidentPorts = {
  readonly pool: Pool;
  readonly sha256: Sha256;
  readonly wallMs: () => number;
  /** The process that found it. */
  readonly workerName: string;
  readonly log: Pick<Log, "error">;
};

/**
 * Opens an incident with its audit row in one transaction, and says so in the log. One finding is one
 * incident, however often it is found: its id names what differs and where. Answers whether it is new.
 */
export async function openIncident(
  ports: IncidentPorts,
  of: { readonly kind: IncidentKind; readonly difference: ReplayDifference; readonly decidedBy: string },
): Promise<boolean> {
  const { pool, sha256, workerName } = ports;
  const { kind, decidedBy } = of;
  const { id: book, workspace, account, run, receiptSeq, slot, field, stored, replayed } = of.difference;
  const slotText = slot === undefined ? "" : `${slot.kind} ${new Date(slot.atMs).toISOString()}/${slot.seq}`;
  const subject = `${workspace}/${account}/${run} ${slotText}: ${field}`;
  const id = deriveId(sha256, { kind: `incident ${kind}`, accountKey: account, runKey: run, slotKey: subject, n: receiptSeq ?? 0 });
  const facts = {
    ...{ account, run, slot: slotText, receipt: receiptSeq === undefined ? "none" : String(receiptSeq) },
    ...{ field, stored, replayed, decidedBy, foundBy: workerName },
  };
  const openedAtMs = ports.wallMs();
  const { tenantId } = book;
  const isNew = await inTransaction(pool, async (client) => {
    const incident = { ...book, id, kind, openedAtMs, openedBy: workerName, receiptSeq: receiptSeq ?? null, subject, facts };
    if (!(await insertIncident(client, incident))) return false;
    await appendAudit(client, {
      tenantId,
      atMs: openedAtMs,
      actor: workerName,
      act: "incident.open",
      subject: id,
      facts: { kind, ...facts },
    });
    return true;
  });
  if (isNew) ports.log.error({ incident: id, kind, ...facts }, "stored rows are not what replay makes of them: an incident is open");
  return isNew;
}
