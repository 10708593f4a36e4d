"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import type { RefObject } from "react";
import { useRowPx } from "./row-size.ts";

/** Beyond this many rows only those in sight are drawn. */
const VIRTUAL_BEYOND = 200;
const OVERSCAN = 12;

type DrawnRows<Row> = {
  readonly drawn: readonly Row[];
  /** Index of the first drawn row; that many rows of room go above. */
  readonly first: number;
  /** Rows of room below. */
  readonly after: number;
  readonly isVirtual: boolean;
  readonly rowPx: number;
  readonly scrollTo: (index: number) => void;
};

/** The rows that have to be in the page for what is in sight. */
export function useDrawnRows<Row>(rows: readonly Row[], scrollRef: RefObject<HTMLElement | null>): DrawnRows<Row> {
  const rowPx = useRowPx();
  const isVirtual = rows.length > VIRTUAL_BEYOND;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN,
    enabled: isVirtual,
  });
  if (!isVirtual) return { drawn: rows, first: 0, after: 0, isVirtual, rowPx, scrollTo: () => undefined };
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const drawn = rows.slice(first, first + items.length);
  return {
    drawn,
    first,
    after: rows.length - first - drawn.length,
    isVirtual,
    rowPx,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
