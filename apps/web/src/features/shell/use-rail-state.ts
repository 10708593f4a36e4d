"use client";

import { useCallback, useSyncExternalStore } from "react";

const KEY = "ballast.rail";
const CHANGED = "ballast-rail";

function subscribe(onChange: () => void): () => void {
  addEventListener(CHANGED, onChange);
  return () => removeEventListener(CHANGED, onChange);
}

/** Whether the rail shows icons only; kept in this browser. */
export function useRailState(): readonly [boolean, (isCollapsed: boolean) => void] {
  const isCollapsed = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY) === "icons",
    () => false,
  );
  const change = useCallback((next: boolean) => {
    localStorage.setItem(KEY, next ? "icons" : "names");
    dispatchEvent(new Event(CHANGED));
  }, []);
  return [isCollapsed, change];
}
