import { expect, it } from "vitest";
import { NAV_GROUPS } from "./nav-items.ts";
import { SECTION_PATHS } from "./section-paths.ts";
import { sectionsFrom } from "./sections-from.ts";

const ITEMS = NAV_GROUPS.flat();

it("leads to the section of the address first", () => {
  expect(sectionsFrom("/w/demo/profiles", ITEMS).map(({ path }) => path)).toEqual(["profiles", "overview", "accounts", "decisions"]);
  expect(sectionsFrom("/w/demo/accounts/gone", ITEMS)[0]?.path).toBe("accounts");
});

it("leads to the sections of a phone's bar from an address of no section", () => {
  expect(sectionsFrom("/w/demo/nothing", ITEMS).map(({ path }) => path)).toEqual(["overview", "accounts", "decisions", "markets"]);
});

it("names no section that a role may not see", () => {
  expect(
    sectionsFrom(
      "/w/demo/members/gone",
      ITEMS.filter(({ path }) => path !== "members"),
    )[0]?.path,
  ).toBe("overview");
});

it("names every section of the rail, or the proxy would call it lost", () => {
  expect(ITEMS.map(({ path }) => path)).toEqual(SECTION_PATHS);
});
