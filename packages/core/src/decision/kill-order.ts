import type { KillFact } from "./decide-types.ts";

function inOrder(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Kill switches as every input holds them: the oldest first, so that equal inputs hash equally. */
export function inKillOrder<Kill extends KillFact>(kills: readonly Kill[]): readonly Kill[] {
  if (kills.length < 2) return kills;
  return kills.toSorted(
    (left, right) =>
      left.sinceMs - right.sinceMs ||
      inOrder(left.scope, right.scope) ||
      inOrder(left.subject, right.subject) ||
      inOrder(left.verb, right.verb),
  );
}
