"use client";

import { useSyncExternalStore } from "react";

const never = (): (() => void) => () => undefined;

/**
 * Whether the page is alive. A form of the entrance can be typed into before that, so its fields keep
 * their own text, and it is sent from then on only: earlier a browser would send it as an address.
 */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/** The text of a form's field as it stands, typed before or after the page came alive. */
export function fieldText(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value : "";
}
