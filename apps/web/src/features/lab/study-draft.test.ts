import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { describe, expect, it } from "vitest";
import {
  addressOfDraft,
  draftOfAddress,
  draftOfSpec,
  EMPTY_DRAFT,
  gridSize,
  typedFaults,
  requestOf,
  type StudyDraft,
} from "./study-draft.ts";

const DRAFT: StudyDraft = {
  ...EMPTY_DRAFT,
  source: "archive",
  timeframeMs: 3_600_000,
  instrument: "BTC/USD",
  from: "2024-01-01",
  to: "2024-01-31",
};
const SWEEP: StudyDraft = { ...DRAFT, kind: "sweep", parameters: { fast: "5:20:5", slow: "50,100", atr: "14", atrMult: "2", tpMult: "" } };
const FOLDED: StudyDraft = { ...SWEEP, kind: "walk-forward", folds: { ...SWEEP.folds, kind: "anchored", inSampleBars: "300" } };

describe.concurrent("the form of a study", () => {
  it("writes what the engine's own schema takes, the last day whole", () => {
    const written = requestOf(DRAFT);
    expect(studySpecSchema.parse(written)).toMatchObject({
      kind: "backtest",
      fromMs: Date.UTC(2024, 0, 1),
      toMs: Date.UTC(2024, 1, 1),
      parameters: { fast: 20, slow: 50 },
    });
    expect(studySpecSchema.parse(requestOf(SWEEP))).toMatchObject({
      grid: { fast: [5, 10, 15, 20], slow: [50, 100] },
      parameters: { atr: 14, atrMult: 2 },
    });
    expect(studySpecSchema.parse(requestOf(FOLDED))).toMatchObject({ folds: { kind: "anchored", inSampleBars: 300 } });
  });

  it("counts the sets of a grid as it is typed", () => {
    expect(gridSize(SWEEP)).toEqual({ sets: 8, words: "4 × 2", fault: undefined });
    expect(gridSize({ ...SWEEP, parameters: { fast: "1:900:1", slow: "1:900:1" } }).fault).toMatch(/810000|810,000/);
  });

  it("names what was mistyped at its field", () => {
    expect(typedFaults({ ...DRAFT, parameters: { fast: "5,x" } }).get("parameters.fast")).toMatch(/"x" is no number/);
    expect(typedFaults({ ...DRAFT, parameters: { fast: "5,10" } }).get("parameters.fast")).toMatch(/one value/);
    expect(typedFaults({ ...DRAFT, kind: "sweep" }).get("grid")).toMatch(/one set only/);
    expect([...typedFaults(DRAFT)]).toEqual([]);
  });

  it.each([DRAFT, SWEEP, FOLDED])("comes back from its request and from its address", (draft) => {
    const again = draftOfSpec(studySpecSchema.parse(requestOf(draft)));
    expect(requestOf(again)).toEqual(requestOf(draft));
    const parts = new URLSearchParams(addressOfDraft(draft));
    expect(draftOfAddress((name) => parts.get(name) ?? undefined)).toEqual(draft);
  });
});
