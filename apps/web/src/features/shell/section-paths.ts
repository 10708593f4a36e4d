/** How many parts an address has behind its section: none, or as many as its pages of single things take. */
const DEPTHS = {
  overview: [0],
  accounts: [0, 1],
  decisions: [0, 2],
  markets: [0, 2],
  strategies: [0],
  profiles: [0],
  lab: [0, 1, 2],
  "kill-switch": [0],
  members: [0],
  sessions: [0],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** Pages of a single thing that have a name of their own behind it. */
const NAMED: ReadonlyMap<string, readonly string[]> = new Map([["accounts", ["parity"]]]);

/** The sections that a workspace has, as their addresses begin. Apart from their looks, so that the proxy can read it. */
export const SECTION_PATHS: readonly string[] = Object.keys(DEPTHS);

const DEPTH_BY_SECTION: ReadonlyMap<string, readonly number[]> = new Map(Object.entries(DEPTHS));

/** Whether a page may stand at an address: its section is one of a workspace's, and it goes no deeper than that one's pages. Addresses outside a workspace are not judged. */
export function hasPage(pathname: string): boolean {
  const [prefix, workspace, section, ...rest] = pathname.split("/").filter((part) => part !== "");
  if (prefix !== "w" || workspace === undefined || section === undefined) return true;
  const [, name, ...beyond] = rest;
  if (name !== undefined && beyond.length === 0 && NAMED.get(section)?.includes(name) === true) return true;
  return DEPTH_BY_SECTION.get(section)?.includes(rest.length) === true;
}
