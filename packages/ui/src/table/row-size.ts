"use client";

import { useSyncExternalStore } from "react";

/** Height of a row under a pointer and under a finger; the skeletons and the virtual rows count on it. */
const ROW_PX = 32;
const TOUCH_ROW_PX = 40;

const coarse = (): MediaQueryList => matchMedia("(pointer: coarse)");

function subscribe(onChange: () => void): () => void {
  const query = coarse();
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

/** Height of this reader's rows in pixels. */
export function useRowPx(): number {
  return useSyncExternalStore(
    subscribe,
    () => (coarse().matches ? TOUCH_ROW_PX : ROW_PX),
    () => ROW_PX,
  );
}
