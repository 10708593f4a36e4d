// Runs before the first paint, so that a chosen theme never flashes. Without a choice the stylesheet
// follows the system by itself. Keys and values as in packages/ui/src/theme/theme-setting.ts.
(() => {
  try {
    const root = document.documentElement;
    const theme = localStorage.getItem("ballast.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("ballast.pnl") === "swapped") root.dataset.pnl = "swapped";
  } catch {
    // Storage is closed to us: the system's theme it is.
  }
})();
