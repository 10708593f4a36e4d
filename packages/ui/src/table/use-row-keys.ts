"use client";

import { useCallback, useState, type KeyboardEvent } from "react";

type RowKeys = {
  /** Index of the row that takes the focus when the table is tabbed into. */
  readonly activeIndex: number;
  readonly setActiveIndex: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
};

type RowKeysInput = { readonly count: number; readonly onMove: (index: number) => void; readonly onOpen: (index: number) => void };

function step(key: string): number {
  if (key === "j" || key === "ArrowDown") return 1;
  if (key === "k" || key === "ArrowUp") return -1;
  return 0;
}

/** Rows by keyboard: j and k (or the arrows) move, enter opens, Home and End go to the ends. One row is in the tab order. */
export function useRowKeys({ count, onMove, onOpen }: RowKeysInput): RowKeys {
  const [wanted, setActiveIndex] = useState(0);
  const activeIndex = Math.min(wanted, Math.max(0, count - 1));
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.metaKey || event.ctrlKey || event.altKey || count === 0) return;
      const isOnRow = event.target instanceof HTMLElement && event.target.matches("[data-row]");
      if (!isOnRow) return;
      const moved = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : activeIndex + step(event.key);
      if (event.key === "Enter") onOpen(activeIndex);
      else if (moved === activeIndex) return;
      else {
        const next = Math.min(count - 1, Math.max(0, moved));
        setActiveIndex(next);
        onMove(next);
      }
      event.preventDefault();
    },
    [activeIndex, count, onMove, onOpen],
  );
  return { activeIndex, setActiveIndex, onKeyDown };
}
