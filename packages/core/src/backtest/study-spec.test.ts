import { describe, expect, test } from "vitest";
import { HOUR_MS } from "../time/timeframe.ts";
import { setsToTry, settingsAt, studySpecSchema, type StudySpec } from "./study-spec.ts";

const TERMS = { instruments: ["BTC/USD"], timeframeMs: HOUR_MS, fromMs: 0, toMs: 100 * HOUR_MS };
const sweep = (more: object = {}): StudySpec =>
  studySpecSchema.parse({ kind: "sweep", ...TERMS, grid: { fast: [5, 10], slow: [20] }, ...more });
const faultsOf = (given: object): readonly string[] =>
  (studySpecSchema.safeParse(given).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("the terms of a study", () => {
  test("are whole where they are right, with what nobody said at its usual value", () => {
    expect(sweep()).toMatchObject({
      source: "archive",
      strategy: "ema-atr",
      profile: "reference",
      feeBps: 26,
      balance: "10000",
      title: "",
    });
  });

  test.each<[string, object, string]>([
    ["a period that runs backwards", { toMs: -HOUR_MS }, "toMs: must lie after fromMs"],
    ["an end between two bars", { toMs: HOUR_MS + 1 }, "toMs: is not where a bar of this timeframe opens"],
    ["a parameter that is fixed and tried", { parameters: { fast: 5 } }, "parameters: fast stands in the grid too"],
    ["an axis without a value", { grid: { fast: [] } }, "grid.fast: "],
    ["governed strategies without limits", { strategy: "governed" }, "profile: governed strategies trade under guarded or balanced"],
    ["a balance of nothing", { balance: "0" }, "balance: is no amount above 0"],
    ["a fee that is none", { feeBps: Number.NaN }, "feeBps: "],
    ["a word too many", { colour: "red" }, ": Unrecognized key"],
  ])("are refused with %s", (_, wrong, fault) => {
    const found = faultsOf({ kind: "sweep", ...TERMS, grid: { fast: [5, 10], slow: [20] }, ...wrong });
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });
});

describe("the sets of a study", () => {
  test("are those of its grid that make a strategy, and the others are counted", () => {
    expect(setsToTry(sweep({ grid: { fast: [5, 20, 30], slow: [10, 25] } }))).toEqual({
      sets: [
        { fast: 5, slow: 10 },
        { fast: 5, slow: 25 },
        { fast: 20, slow: 25 },
      ],
      leftOut: 3,
    });
  });

  test("are judged with what is fixed: a grid of slow averages alone has the usual fast one", () => {
    expect(setsToTry(sweep({ grid: { slow: [10, 25] } }))).toEqual({ sets: [{ slow: 25 }], leftOut: 1 });
    expect(settingsAt(sweep({ parameters: { atr: 7 } }), { fast: 5, slow: 20 })).toMatchObject({ fast: 5, slow: 20, atr: 7, atrMult: 2 });
  });

  test("refuse the whole study where one of them is out of its range, is unknown, or none makes a strategy", () => {
    expect(setsToTry(sweep({ grid: { fast: [5], slow: [20, 5_000] } }))).toMatchObject({ faults: [{ path: ["slow"] }] });
    expect(setsToTry(sweep({ grid: { fast: [5], slow: [20], wings: [2] } }))).toHaveProperty("faults");
    expect(setsToTry(sweep({ grid: { fast: [50], slow: [20] } }))).toMatchObject({
      faults: [{ message: "fast must be shorter than slow" }],
    });
  });
});
