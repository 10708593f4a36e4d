import { expect, test } from "vitest";
import { GapMap, GAPS_LISTED_MAX } from "./gap-map.ts";

test("all gaps are counted and the longest are listed in time order", () => {
  const gaps = new GapMap();
  const count = 3 * GAPS_LISTED_MAX;
  for (let n = 0; n < count; n += 1) gaps.add({ fromMs: n * 10, toMs: n * 10 + 1, bars: n % 7 === 0 ? 5 : 1 });
  const { count: counted, isComplete, listed } = gaps.toPassport();
  expect([counted, isComplete, listed.length]).toEqual([count, false, GAPS_LISTED_MAX]);
  expect(listed.filter(([, , bars]) => bars === 5)).toHaveLength(Math.ceil(count / 7));
  expect([...listed].sort((left, right) => left[0] - right[0])).toEqual(listed);
});
