import type { SystemPackage } from "@ballast/services";

/** The browser of the end-to-end tests; playwright's own can't be downloaded everywhere, a system's package can. */
export const BROWSER_PACKAGE: SystemPackage = {
  title: "Chromium",
  programs: [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  names: { "apt-get": "chromium", dnf: "chromium", apk: "chromium", pacman: "chromium", brew: "google-chrome" },
  otherwise: "",
};
