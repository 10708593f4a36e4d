/** Pairs of n instruments. */
export function pairCount(count: number): number {
  return (count * (count - 1)) / 2;
}
