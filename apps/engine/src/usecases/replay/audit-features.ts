import { decodeSnapshot } from "@ballast/core/market/snapshot";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { readSnapshotsByHash } from "@ballast/db/repositories/replay-contents";
import { findLineage } from "@ballast/db/repositories/snapshots";
import { AppError } from "@ballast/jobs/app-error";
import type { Pool } from "pg";
import { recomputeClose } from "../../marketdata/recompute-close.ts";
import { refuseRepaired } from "../seal-snapshots.ts";
import { firstDifference, type FieldDifference } from "./first-difference.ts";

/** Instrument-bars that one audit computes: some seconds of work. */
const INSTRUMENT_BARS_MAX = 3_000_000;

/** What computing a sealed close anew has shown. */
export type FeatureAudit =
  | { readonly verdict: "same" | "too_long" | "repaired" | "missing"; readonly difference: undefined }
  | { readonly verdict: "differs"; readonly difference: FieldDifference };

/** Bars that were repaired since belong to another lineage: what this one sealed can't be computed from them. */
async function isRepaired(ports: { readonly pool: Pool; readonly sha256: Sha256 }, lineageId: string): Promise<boolean> {
  try {
    await refuseRepaired(ports.pool, { sha256: ports.sha256, lineageId });
    return false;
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

/**
 * Computes the vectors of a sealed close from the origin of its lineage and compares them with the stored
 * ones. Replay decides from what was stored; this asks whether what was stored is what the bars say.
 */
export async function auditFeatures(
  ports: { readonly pool: Pool; readonly sha256: Sha256 },
  snapshotHash: Uint8Array,
): Promise<FeatureAudit> {
  const [row] = await readSnapshotsByHash(ports.pool, [snapshotHash]);
  const lineage = row === undefined ? undefined : await findLineage(ports.pool, row.lineageId);
  if (row === undefined || lineage === undefined) return { verdict: "missing", difference: undefined };
  const closes = (row.closeMs - lineage.originMs) / lineage.timeframeMs;
  if (closes * lineage.universe.length > INSTRUMENT_BARS_MAX) return { verdict: "too_long", difference: undefined };
  if (await isRepaired(ports, lineage.id)) return { verdict: "repaired", difference: undefined };
  const stored = decodeSnapshot(row.body);
  const recomputed = { ...stored, ...(await recomputeClose(ports, lineage, stored)) };
  const difference = firstDifference(`snapshot ${new Date(row.closeMs).toISOString()}`, stored, recomputed);
  return difference === undefined ? { verdict: "same", difference } : { verdict: "differs", difference };
}
