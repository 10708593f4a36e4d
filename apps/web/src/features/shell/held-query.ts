import type { Query } from "@tanstack/react-query";

/** Marks a query whose rows the reader holds still: live updates leave it alone. */
export const HELD = { isHeld: true } as const;

export function isHeld(query: Query): boolean {
  return query.meta?.["isHeld"] === true;
}
