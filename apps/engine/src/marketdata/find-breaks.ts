import type { SealedSnapshot } from "@ballast/core/market/snapshot";
import { contentBreak, sequenceBreak } from "@ballast/core/market/snapshot-integrity";
import type { Sha256 } from "@ballast/core/numeric/hash";
import type { IntegrityBreak } from "@ballast/core/risk/kill-triggers";

/** What is broken in a close, and between it and the one that its book was brought to just before. */
export type FindBreaks = (sealed: SealedSnapshot, previous: SealedSnapshot | undefined) => readonly IntegrityBreak[];

const NONE: readonly IntegrityBreak[] = [];

/** A close's own bytes are hashed once, however many books read it; its link is looked at for each book that passes it. */
export function openBreakFinder(sha256: Sha256): FindBreaks {
  const contents = new WeakMap<SealedSnapshot, readonly IntegrityBreak[]>();
  return (sealed, previous) => {
    let broken = contents.get(sealed);
    if (broken === undefined) {
      const content = contentBreak(sha256, sealed);
      broken = content === undefined ? NONE : [{ ...content, symbol: undefined }];
      contents.set(sealed, broken);
    }
    const link = previous === undefined ? undefined : sequenceBreak(previous, sealed);
    return link === undefined ? broken : [...broken, { ...link, symbol: undefined }];
  };
}
