"use client";

import { useState } from "react";

type HeldRows<Row> = {
  readonly rows: readonly Row[];
  /** Spread over the list's element. */
  readonly holders: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
};

/** Rows that stand still while the pointer or the focus is on them: what one is about to click does not become another. */
export function useHeldRows<Row>(rows: readonly Row[]): HeldRows<Row> {
  const [held, setHeld] = useState<readonly Row[] | undefined>(undefined);
  const hold = (): void => setHeld((before) => before ?? rows);
  const release = (): void => setHeld(undefined);
  return { rows: held ?? rows, holders: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release } };
}
