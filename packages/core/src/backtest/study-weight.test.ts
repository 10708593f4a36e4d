import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../time/timeframe.ts";
import { studySpecSchema, type StudySpec } from "./study-spec.ts";
import { isReferenceStudy, studySteps } from "./study-weight.ts";

const specOf = (more: object): StudySpec =>
  studySpecSchema.parse({ kind: "sweep", instruments: ["BTC/USD"], timeframeMs: HOUR_MS, fromMs: 0, toMs: HOUR_MS, grid: {}, ...more });
const two = { instruments: ["BTC/USD", "ETH/USD"] };

describe("the work of a study", () => {
  test.each([
    ["of the reference strategy is its bars", {}, 1],
    ["of several instruments is what each close of theirs costs", two, 50],
    ["under a profile is that of every check", { profile: "guarded" }, 25],
    ["under a profile of the workspace too", { profile: "careful@2", ...two }, 50],
    ["of the selector likewise", { strategy: "governed", profile: "balanced" }, 25],
  ])("%s", (_, more, weight) => {
    const ranges = [
      { from: 0, to: 100 },
      { from: 50, to: 100 },
    ];
    expect(studySteps(specOf(more), { sets: 3, ranges })).toBe(450 * weight);
    expect(isReferenceStudy(specOf(more))).toBe(weight === 1);
  });
});
