"use client";

import { useMemo, useState } from "react";
import { steadyRows } from "./steady-rows.ts";

type SteadyRows<Row> = {
  readonly rows: readonly Row[];
  /** Spread over the element whose rows are to stand still. */
  readonly holders: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
};

type Of<Row> = {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What the reader asked for: another filter or sort is another list, and is shown at once. */
  readonly listKey: string;
};

/** Rows that keep their places while the pointer or the focus is on them: what one is about to click does not become another. */
export function useSteadyRows<Row>({ rows, rowKey, listKey }: Of<Row>): SteadyRows<Row> {
  const [seen, setSeen] = useState<{ readonly listKey: string; readonly rows: readonly Row[] } | undefined>(undefined);
  const held = seen?.listKey === listKey ? seen.rows : undefined;
  const steady = useMemo(() => (held === undefined ? rows : steadyRows(held, rows, rowKey)), [held, rows, rowKey]);
  const hold = (): void => setSeen((before) => (before?.listKey === listKey ? before : { listKey, rows }));
  const release = (): void => setSeen(undefined);
  return { rows: steady, holders: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release } };
}
