"use client";

import { hasCommandKey, ownsLetters } from "@ballast/ui/keyboard/key-owner";
import { useEffect, useEffectEvent } from "react";

/** A letter that does something from anywhere on a page, but not while one types. */
export function usePageKey(key: string, act: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.defaultPrevented || hasCommandKey(event) || ownsLetters(event.target)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
