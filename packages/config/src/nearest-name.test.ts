import { expect, test } from "vitest";
import { editDistance, nearestName } from "./nearest-name.ts";

test("a swap counts as one edit, and only what is near is suggested", () => {
  expect(editDistance("improt", "import")).toBe(1);
  expect(nearestName("exprot", ["import", "export", "series"])).toBe("export");
  expect(nearestName("ser", ["import", "export", "series"])).toBe("series");
  expect(nearestName("zzzzzzzz", ["import", "export", "series"])).toBeUndefined();
});
