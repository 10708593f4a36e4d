export type RowAct = { readonly kind: "move" | "open"; readonly index: number };

type Pressed = {
  readonly key: string;
  /** Row that is focused, or would be if the table were tabbed into. */
  readonly activeIndex: number;
  readonly count: number;
};

function step(key: string): number {
  if (key === "j" || key === "ArrowDown") return 1;
  if (key === "k" || key === "ArrowUp") return -1;
  return 0;
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}

/** What a key does on a focused row: j and k (or the arrows) move, Home and End go to the ends, Enter opens. */
export function rowAct({ key, activeIndex, count }: Pressed): RowAct | undefined {
  if (count === 0) return undefined;
  if (key === "Enter") return { kind: "open", index: activeIndex };
  if (key === "Home") return { kind: "move", index: 0 };
  if (key === "End") return { kind: "move", index: count - 1 };
  const next = within(activeIndex + step(key), count);
  return next === activeIndex ? undefined : { kind: "move", index: next };
}

/**
 * What a key does while no row has the focus: the first j or k goes to the row that was left, and
 * Enter opens it. Arrows, Home and End scroll the page, as everywhere.
 */
export function pageRowAct({ key, activeIndex, count }: Pressed): RowAct | undefined {
  if (count === 0) return undefined;
  if (key === "Enter") return { kind: "open", index: activeIndex };
  return key === "j" || key === "k" ? { kind: "move", index: activeIndex } : undefined;
}
