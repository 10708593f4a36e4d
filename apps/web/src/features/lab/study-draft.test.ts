import { studySpecSchema } from "@ballast/core/backtest/study-spec";
import { GOVERNED_PARAMETERS } from "@ballast/core/strategy/governed/parameters";
import { describe, expect, it } from "vitest";
import { addressOfDraft, draftOfAddress } from "./draft-address.ts";
import { draftOfSpec, EMPTY_DRAFT, withStrategy, type StudyDraft } from "./study-draft.ts";
import { gridSize, parametersOf, requestOf, typedFaults } from "./study-request.ts";

const DRAFT: StudyDraft = {
  ...EMPTY_DRAFT,
  source: "archive",
  timeframeMs: 3_600_000,
  instruments: ["BTC/USD"],
  from: "2024-01-01",
  to: "2024-01-31",
};
const SWEEP: StudyDraft = { ...DRAFT, kind: "sweep", parameters: { fast: "5:20:5", slow: "50,100", atr: "14", atrMult: "2", tpMult: "" } };
const FOLDED: StudyDraft = { ...SWEEP, kind: "walk-forward", folds: { ...SWEEP.folds, kind: "anchored", inSampleBars: "300" } };
const GOVERNED: StudyDraft = {
  ...SWEEP,
  strategy: "governed",
  strategies: ["trend-follower", "recovery"],
  profile: "careful@3",
  instruments: ["BTC/USD", "ETH/USD"],
  fills: { ...EMPTY_DRAFT.fills, name: "bar-path", barsMax: "5", latencyMinMs: "100" },
  parameters: { ...EMPTY_DRAFT.parameters, trendStopAtr: "1,2", restBars: "6:12:3", recoveryStopAtr: "2" },
};

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

  it("writes any strategy with its own parameters alone, its profile, its fills and all instruments", () => {
    expect(studySpecSchema.parse(requestOf(GOVERNED))).toMatchObject({
      ...{ strategy: "governed", strategies: ["trend-follower", "recovery"], profile: "careful@3", instruments: ["BTC/USD", "ETH/USD"] },
      fillModel: { name: "bar-path", participationBps: 1_000, barsMax: 5, latencyMs: { min: 100, max: 500 } },
      ...{ grid: { trendStopAtr: [1, 2], restBars: [6, 9, 12] }, parameters: { recoveryStopAtr: 2 } },
    });
    const reversion = { ...GOVERNED, strategies: ["mean-reversion"] };
    expect(requestOf(reversion)).toMatchObject({ grid: { restBars: [6, 9, 12] }, parameters: {} });
    expect(requestOf({ ...GOVERNED, strategies: EMPTY_DRAFT.strategies })).not.toHaveProperty("strategies");
  });

  it("shows every governed parameter once, each under a name of its own", () => {
    const shown = parametersOf({ strategy: "governed", strategies: EMPTY_DRAFT.strategies });
    expect(shown.map(({ name }) => name).sort()).toEqual(GOVERNED_PARAMETERS.map(({ name }) => name).sort());
    expect(new Set(shown.map(({ label }) => label)).size).toBe(shown.length);
  });

  it("gives governed strategies limits, and says where none of them may be chosen", () => {
    expect(withStrategy({ ...DRAFT, slippageBps: "0" }, "governed")).toEqual({
      strategy: "governed",
      profile: "guarded",
      slippageBps: "5",
    });
    expect(withStrategy({ ...DRAFT, slippageBps: "3" }, "governed")).toMatchObject({ profile: "guarded", slippageBps: "3" });
    expect(withStrategy(GOVERNED, "governed")).toMatchObject({ profile: "careful@3" });
    expect(typedFaults({ ...GOVERNED, strategies: [] }).get("strategies")).toBe("choose at least one");
  });

  it("counts the sets of a grid as it is typed", () => {
    expect(gridSize(SWEEP)).toEqual({ sets: 8, words: "4 × 2", fault: undefined });
    expect(gridSize({ ...SWEEP, parameters: { fast: "1:900:1", slow: "1:900:1" } }).fault).toMatch(/810000|810,000/);
  });

  it("names what was mistyped at its field", () => {
    expect(typedFaults({ ...DRAFT, parameters: { fast: "5,x" } }).get("parameters.fast")).toMatch(/"x" is no number/);
    expect(typedFaults({ ...DRAFT, parameters: { fast: "5,10" } }).get("parameters.fast")).toMatch(/one value/);
    expect(typedFaults({ ...SWEEP, parameters: { fast: "5:2000:5" } }).get("parameters.fast")).toBe("1,005 is not from 1 to 1,000");
    expect(typedFaults({ ...GOVERNED, parameters: { restBars: "6.5", trendStopAtr: "99" } })).toEqual(
      new Map([
        ["parameters.trendStopAtr", "99 is not from 0.1 to 20"],
        ["parameters.restBars", "6.5 is no whole number"],
      ]),
    );
    expect(typedFaults({ ...DRAFT, kind: "sweep" }).get("grid")).toMatch(/one set only/);
    expect([...typedFaults(DRAFT)]).toEqual([]);
  });

  it.each([DRAFT, SWEEP, FOLDED, GOVERNED])("comes back from its request and from its address", (draft) => {
    const again = draftOfSpec(studySpecSchema.parse(requestOf(draft)));
    expect(requestOf(again)).toEqual(requestOf(draft));
    const parts = new URLSearchParams(addressOfDraft(draft));
    expect(draftOfAddress((name) => parts.get(name) ?? undefined)).toEqual(draft);
  });
});
