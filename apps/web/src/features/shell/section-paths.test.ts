import { expect, it } from "vitest";
import { hasPage } from "./section-paths.ts";

it.each([
  "/sign-in",
  "/w/demo",
  "/w/demo/",
  "/w/demo/members",
  "/w/demo/accounts/1",
  "/w/demo/accounts/1/parity",
  "/w/demo/decisions/1/2",
  "/w/demo/markets/synthetic/BTC-USD",
  "/w/demo/lab/compare",
  "/w/demo/lab/1/tearsheet",
])("finds a page at %s", (path) => {
  expect(hasPage(path)).toBe(true);
});

it.each([
  "/w/demo/nothing",
  "/w/demo/members/y",
  "/w/demo/accounts/1/2",
  "/w/demo/accounts/1/parity/2",
  "/w/demo/members/1/parity",
  "/w/demo/decisions/1",
  "/w/demo/markets/synthetic",
  "/w/demo/toString",
])("finds none at %s", (path) => {
  expect(hasPage(path)).toBe(false);
});
