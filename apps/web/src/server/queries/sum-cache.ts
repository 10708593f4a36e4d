/** Sums of equity at closes that no receipt can change any more, by the set of books that they are over. */
export type SumCache = {
  readonly get: (bookSet: string, atMs: number) => bigint | undefined;
  readonly set: (bookSet: string, atMs: number, units: bigint) => void;
};

/** Sums kept: a hundred curves of five hundred points. The oldest go first. */
const KEPT_MAX = 50_000;

export function createSumCache(): SumCache {
  const kept = new Map<string, bigint>();
  return {
    get: (bookSet, atMs) => kept.get(`${bookSet} ${atMs}`),
    set: (bookSet, atMs, units) => {
      kept.set(`${bookSet} ${atMs}`, units);
      const oldest = kept.size > KEPT_MAX ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
    },
  };
}
