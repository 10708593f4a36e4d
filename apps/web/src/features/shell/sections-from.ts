import type { NavItem } from "./nav-items.ts";

const WAYS_MAX = 4;

/** Where to go on from an address without a page: its own section first, then those that stand on a phone's bar. */
export function sectionsFrom(pathname: string, items: readonly NavItem[]): readonly NavItem[] {
  const section = pathname.split("/")[3];
  const own = items.filter(({ path }) => path === section);
  const others = items.filter(({ path, isOnPhone }) => isOnPhone && path !== section);
  return [...own, ...others].slice(0, WAYS_MAX);
}
