/** How the reader wants the panel: light, dark, or as their system has it; and which colour means gain. */
export type ThemeChoice = "light" | "dark" | "system";
export type PnlColours = "usual" | "swapped";
export type ThemeSetting = { readonly theme: ThemeChoice; readonly pnl: PnlColours };

/** Keys in the browser's storage; `public/theme.js` reads the same before the first paint. */
const THEME_KEY = "ballast.theme";
const PNL_KEY = "ballast.pnl";

export const DEFAULT_SETTING: ThemeSetting = { theme: "system", pnl: "usual" };

function toThemeChoice(text: string | null): ThemeChoice {
  return text === "light" || text === "dark" ? text : "system";
}

export function readThemeSetting(storage: Storage): ThemeSetting {
  return { theme: toThemeChoice(storage.getItem(THEME_KEY)), pnl: storage.getItem(PNL_KEY) === "swapped" ? "swapped" : "usual" };
}

/** Keeps the setting and shows it at once. `system` is no attribute at all: the stylesheet then follows the system. */
export function applyThemeSetting(
  setting: ThemeSetting,
  { storage, root }: { readonly storage: Storage; readonly root: HTMLElement },
): void {
  storage.setItem(THEME_KEY, setting.theme);
  storage.setItem(PNL_KEY, setting.pnl);
  if (setting.theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = setting.theme;
  if (setting.pnl === "swapped") root.dataset["pnl"] = "swapped";
  else delete root.dataset["pnl"];
}
