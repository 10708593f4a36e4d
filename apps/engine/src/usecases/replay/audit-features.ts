import { decodeSnapshot } from "@ballast/core/market/snapshot";
import type { Sha256 } from "@ballast/core/numeric/hash";
import { readSnapshotsByHash } from "@ballast/db/repositories/replay-contents";
import type { Pool } from "pg";
import { closeAnew } from "./close-anew.ts";
import { firstDifference, type FieldDifference } from "./first-difference.ts";

/** What computing a sealed close anew has shown. */
export type FeatureAudit =
  | { readonly verdict: "same" | "too_long" | "repaired" | "missing"; readonly difference: undefined }
  | { readonly verdict: "differs"; readonly difference: FieldDifference };

/**
 * Computes the vectors of a sealed close from the origin of its lineage and compares them with the stored
 * ones. Replay decides from what was stored; this asks whether what was stored is what the bars say.
 */
export async function auditFeatures(
  ports: { readonly pool: Pool; readonly sha256: Sha256 },
  snapshotHash: Uint8Array,
): Promise<FeatureAudit> {
  const [row] = await readSnapshotsByHash(ports.pool, [snapshotHash]);
  if (row === undefined) return { verdict: "missing", difference: undefined };
  const { verdict, snapshot } = await closeAnew({ db: ports.pool, sha256: ports.sha256 }, row);
  if (verdict !== "made") return { verdict, difference: undefined };
  const stored = decodeSnapshot(row.body);
  const difference = firstDifference(`snapshot ${new Date(row.closeMs).toISOString()}`, stored, snapshot);
  return difference === undefined ? { verdict: "same", difference } : { verdict: "differs", difference };
}
