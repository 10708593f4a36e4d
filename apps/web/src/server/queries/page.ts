import { TRPCError } from "@trpc/server";
import type { Page } from "../contract/money.ts";

/**
 * Keyset pages: a cursor is the sort key of the last row that was shown, as whole numbers joined by
 * dots. Rows that arrive meanwhile never shift a page.
 */
export function readCursor(cursor: string | undefined, parts: number): readonly number[] | undefined {
  if (cursor === undefined) return undefined;
  const numbers = cursor.split(".").map(Number);
  if (numbers.length !== parts || !numbers.every(Number.isSafeInteger))
    throw new TRPCError({ code: "BAD_REQUEST", message: "The page address is not one of ours." });
  return numbers;
}

/** A page of `limit` from `limit + 1` rows: the extra row only tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  of: { readonly limit: number; readonly item: (row: Row) => Item; readonly key: (row: Row) => readonly number[] },
): Page<Item> {
  const shown = rows.slice(0, of.limit);
  const last = shown.at(-1);
  return { items: shown.map(of.item), nextCursor: rows.length > of.limit && last !== undefined ? of.key(last).join(".") : undefined };
}
