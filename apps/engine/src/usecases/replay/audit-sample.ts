import { readReceiptsByNumber, type ReceiptKey } from "@ballast/db/repositories/replay-receipts";
import { readReplayBooks } from "@ballast/db/repositories/replay-books";
import { AuditDraw } from "./audit-draw.ts";
import { auditFeatures, type FeatureAudit } from "./audit-features.ts";
import { openIncident, type IncidentPorts } from "./open-incident.ts";
import { subjectOf } from "./replay-findings.ts";
import { replaySamples } from "./replay-receipts.ts";

const INCIDENTS_MAX = 50;

export type Audited = {
  readonly receipts: number;
  readonly identical: number;
  readonly opened: number;
  readonly features: FeatureAudit["verdict"] | "none";
};

export type AuditRound = {
  readonly tickMs: number;
  /** Asked before every draw: a round takes what fits its time, and at least one draw. */
  readonly isTimeLeft: () => boolean;
};

async function auditVectors(
  ports: IncidentPorts,
  key: ReceiptKey,
  decidedBy: string,
): Promise<{ readonly features: Audited["features"]; readonly opened: number }> {
  const [receipt] = await readReceiptsByNumber(ports.pool, [key]);
  const [book] = await readReplayBooks(ports.pool, [key]);
  if (receipt === undefined || book === undefined) return { features: "none", opened: 0 };
  const { verdict, difference } = await auditFeatures(ports, receipt.snapshotHash);
  if (difference === undefined) return { features: verdict, opened: 0 };
  const isNew = await openIncident(ports, {
    kind: "FEATURES_MISMATCH",
    difference: { ...subjectOf(book, receipt), ...difference },
    decidedBy,
  });
  return { features: verdict, opened: isNew ? 1 : 0 };
}

/**
 * One round of the auditor (REP3): replays as many receipts as fit its time, in the order that the tick draws
 * them, none of it recorded by this very process. What each of them names is read and hashed again on the way.
 * Then it computes the vectors of one of its closes from their origin, and opens an incident for whatever
 * differs. It remembers nothing and writes nothing else, so a round that is lost or done twice costs nothing.
 */
export async function auditSample(ports: IncidentPorts, { tickMs, isTimeLeft }: AuditRound): Promise<Audited> {
  const draw = new AuditDraw({ sha256: ports.sha256, tickMs, notBy: ports.workerName });
  const replayed = await replaySamples(ports.pool, async (client) => (draw.count === 0 || isTimeLeft() ? draw.next(client) : undefined));
  let opened = 0;
  for (const difference of replayed.differences.slice(0, INCIDENTS_MAX)) {
    const decidedBy = draw.workerOf({ ...difference.id, receiptSeq: difference.receiptSeq ?? 0 });
    if (await openIncident(ports, { kind: "REPLAY_MISMATCH", difference, decidedBy })) opened += 1;
  }
  const { chosen } = draw;
  if (chosen === undefined) return { receipts: 0, identical: 0, opened, features: "none" };
  const vectors = await auditVectors(ports, chosen, draw.workerOf(chosen));
  return { receipts: replayed.receipts, identical: replayed.identical, opened: opened + vectors.opened, features: vectors.features };
}
