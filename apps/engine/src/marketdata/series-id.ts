import { deriveId, type Sha256 } from "@ballast/core/numeric/hash";
import type { SeriesKey } from "@ballast/db/repositories/series";

/** A series' id says what it is of, so that two databases name it alike. */
export function seriesIdOf(sha256: Sha256, { source, symbol, timeframeMs }: SeriesKey): string {
  return deriveId(sha256, { kind: "series", accountKey: source, runKey: symbol, slotKey: String(timeframeMs), n: 0 });
}
