/** The sections that a workspace has, as their addresses begin. Apart from their looks, so that the proxy can read it. */
export const SECTION_PATHS: readonly string[] = [
  "overview",
  "accounts",
  "decisions",
  "markets",
  "strategies",
  "profiles",
  "kill-switch",
  "members",
  "sessions",
];
