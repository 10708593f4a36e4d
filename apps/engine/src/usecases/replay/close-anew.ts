import type { Snapshot } from "@ballast/core/market/snapshot";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { StoredSnapshot } from "@ballast/db/repositories/replay-contents";
import { findLineage } from "@ballast/db/repositories/snapshots";
import { AppError } from "@ballast/jobs/app-error";
import type { ClientBase, Pool } from "pg";
import { recomputeClose } from "../../marketdata/recompute-close.ts";
import { refuseRepaired } from "../seal-snapshots.ts";

/** Instrument-bars that one close is computed from at most: some seconds of work. */
const INSTRUMENT_BARS_MAX = 3_000_000;

type BarsPorts = { readonly db: ClientBase | Pool; readonly sha256: Sha256 };

/** A close as lineage and bars give it, or why they don't. */
export type CloseAnew =
  | { readonly verdict: "made"; readonly snapshot: Snapshot }
  | { readonly verdict: "too_long" | "repaired" | "missing"; readonly snapshot: undefined };

/** Bars that were repaired since belong to another lineage: what this one sealed can't be computed from them. */
async function isRepaired({ db, sha256 }: BarsPorts, lineageId: string): Promise<boolean> {
  try {
    await refuseRepaired(db, { sha256, lineageId });
    return false;
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

/** Makes a sealed close again from its lineage's row and the stored bars since the origin; nothing of its own bytes is read. */
export async function closeAnew(
  ports: BarsPorts,
  { lineageId, closeMs, previousHash }: Pick<StoredSnapshot, "lineageId" | "closeMs" | "previousHash">,
): Promise<CloseAnew> {
  const lineage = await findLineage(ports.db, lineageId);
  if (lineage === undefined) return { verdict: "missing", snapshot: undefined };
  const { timeframeMs, originMs, universe, featureNames, isSynthetic } = lineage;
  if (((closeMs - originMs) / timeframeMs) * universe.length > INSTRUMENT_BARS_MAX) return { verdict: "too_long", snapshot: undefined };
  if (await isRepaired(ports, lineageId)) return { verdict: "repaired", snapshot: undefined };
  const content = await recomputeClose(ports, lineage, { closeMs });
  const head = { lineageId, isSynthetic, timeframeMs, closeMs, originMs, previousHash, featureNames };
  return { verdict: "made", snapshot: { ...head, capabilities: ["bars"], ...content } };
}
