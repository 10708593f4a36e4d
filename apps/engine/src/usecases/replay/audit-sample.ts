import { deriveId } from "@ballast/core/numeric/hash";
import { readReceiptsByNumber, type ReceiptKey } from "@ballast/db/repositories/replay-receipts";
import { readReplayBooks } from "@ballast/db/repositories/replay-books";
import { drawBatches, type AuditedBatch } from "@ballast/db/repositories/replay-sample";
import { auditFeatures, type FeatureAudit } from "./audit-features.ts";
import { receiptKey } from "./load-page.ts";
import { openIncident, type IncidentPorts } from "./open-incident.ts";
import { subjectOf } from "./replay-findings.ts";
import { replayReceipts } from "./replay-receipts.ts";

/** Commits of one audit: half from all time, half from the last minutes, where most people look. */
const DRAWN = 4;
const RECENT_MS = 600_000;
const RECEIPTS_PER_BATCH = 64;
const INCIDENTS_MAX = 50;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

export type Audited = {
  readonly receipts: number;
  readonly identical: number;
  readonly opened: number;
  readonly features: FeatureAudit["verdict"] | "none";
};

type Draw = { readonly sha256: IncidentPorts["sha256"]; readonly tickMs: number };

/** An id drawn by the tick: the same tick draws the same sample, and nobody can tell the next one's rows apart. */
function drawn({ sha256, tickMs }: Draw, n: number): string {
  return deriveId(sha256, { kind: "replay-audit", accountKey: "", runKey: "", slotKey: String(tickMs), n });
}

/** A whole number below `limit`, drawn by the tick. */
function drawnBelow(draw: Draw, n: number, limit: number): number {
  return Number.parseInt(drawn(draw, n).slice(0, 8), 16) % Math.max(1, limit);
}

async function drawSample(ports: IncidentPorts, tickMs: number): Promise<AuditedBatch[]> {
  const draw = { sha256: ports.sha256, tickMs };
  const places = Array.from({ length: DRAWN }, (_, n) => n);
  const ids = places.map((n) => drawn(draw, n));
  const recordedMs = places.map((n) => tickMs - drawnBelow(draw, DRAWN + n, RECENT_MS));
  const found = await drawBatches(ports.pool, { notBy: ports.workerName, ids, recordedMs });
  // Behind the last id there is nothing: a young database is sampled from its first.
  return found.length > 0 ? found : drawBatches(ports.pool, { notBy: ports.workerName, ids: [FIRST_ID], recordedMs: [] });
}

/** Of a large commit a stretch, from a place that the tick draws. */
function stretchOf(batch: AuditedBatch, draw: Draw, n: number): readonly ReceiptKey[] {
  const from = drawnBelow(draw, 100 + n, batch.receipts.length - RECEIPTS_PER_BATCH + 1);
  return batch.receipts.slice(from, from + RECEIPTS_PER_BATCH);
}

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
 * One round of the auditor (REP3): replays a sample that the tick draws, none of it recorded by this very
 * process, computes the vectors of one of its closes from their origin, and opens an incident for whatever
 * differs. It remembers nothing and writes nothing else, so a round that is lost or done twice costs nothing.
 */
export async function auditSample(ports: IncidentPorts, tickMs: number): Promise<Audited> {
  const draw = { sha256: ports.sha256, tickMs };
  const batches = await drawSample(ports, tickMs);
  const decidedBy = new Map(batches.flatMap(({ worker, receipts }) => receipts.map((key) => [receiptKey(key), worker] as const)));
  const sample = new Map(batches.flatMap((batch, n) => stretchOf(batch, draw, n).map((key) => [receiptKey(key), key] as const)));
  const keys = [...sample.values()];
  const replayed = await replayReceipts(ports.pool, keys);
  let opened = 0;
  for (const difference of replayed.differences.slice(0, INCIDENTS_MAX)) {
    const by = decidedBy.get(receiptKey({ ...difference.id, receiptSeq: difference.receiptSeq ?? 0 })) ?? "unknown";
    if (await openIncident(ports, { kind: "REPLAY_MISMATCH", difference, decidedBy: by })) opened += 1;
  }
  const chosen = keys[drawnBelow(draw, 200, keys.length)];
  if (chosen === undefined) return { receipts: 0, identical: 0, opened, features: "none" };
  const vectors = await auditVectors(ports, chosen, decidedBy.get(receiptKey(chosen)) ?? "unknown");
  return { receipts: replayed.receipts, identical: replayed.identical, opened: opened + vectors.opened, features: vectors.features };
}
