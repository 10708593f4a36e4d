import { expect, it } from "vitest";
import { pathsTouchedBy } from "./live-topics.ts";

it("asks each thing again once, however many topics touch it", () => {
  const paths = pathsTouchedBy(["orders", "fills"]).map((path) => path.join("."));
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toEqual(expect.arrayContaining(["account.orders", "account.fills", "overview", "workspace"]));
});

it("asks for nothing when nothing changed", () => {
  expect(pathsTouchedBy([])).toEqual([]);
});
