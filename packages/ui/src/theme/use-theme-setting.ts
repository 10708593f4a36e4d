"use client";

import { useCallback, useSyncExternalStore } from "react";
import { applyThemeSetting, DEFAULT_SETTING, readThemeSetting, type ThemeSetting } from "./theme-setting.ts";

const CHANGED = "ballast-theme";

function subscribe(onChange: () => void): () => void {
  addEventListener(CHANGED, onChange);
  addEventListener("storage", onChange);
  return () => {
    removeEventListener(CHANGED, onChange);
    removeEventListener("storage", onChange);
  };
}

const readTheme = (): ThemeSetting["theme"] => readThemeSetting(localStorage).theme;
const readPnl = (): ThemeSetting["pnl"] => readThemeSetting(localStorage).pnl;
const defaultTheme = (): ThemeSetting["theme"] => DEFAULT_SETTING.theme;
const defaultPnl = (): ThemeSetting["pnl"] => DEFAULT_SETTING.pnl;

/** The reader's setting, the same in every tab, and how to change it. */
export function useThemeSetting(): readonly [ThemeSetting, (setting: ThemeSetting) => void] {
  const theme = useSyncExternalStore(subscribe, readTheme, defaultTheme);
  const pnl = useSyncExternalStore(subscribe, readPnl, defaultPnl);
  const change = useCallback((setting: ThemeSetting) => {
    applyThemeSetting(setting, { storage: localStorage, root: document.documentElement });
    dispatchEvent(new Event(CHANGED));
  }, []);
  return [{ theme, pnl }, change];
}
