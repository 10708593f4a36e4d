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
    [
      "governed strategies without limits",
      { strategy: "governed" },
      "profile: governed strategies trade under guarded, balanced or a profile of the workspace",
    ],
    ["a profile that does not ship, without its version", { profile: "careful" }, "profile: name reference, guarded, balanced, or"],
    ["strategies to choose among where one is fixed", { strategies: ["recovery"] }, "strategies: are chosen among by governed alone"],
    ["a strategy that nobody ships", { strategy: "governed", profile: "guarded", strategies: ["hope"] }, "strategies.0: "],
    ["a fill model that needs a ticker", { fillModel: { name: "quote" } }, "fillModel: quote fills at the best bid and ask"],
    ["a fill model that needs books", { fillModel: { name: "book-replay" } }, "fillModel: book-replay fills on recorded order books"],
    ["a fill model out of its bounds", { fillModel: { name: "bar-path", participationBps: 0 } }, "fillModel.participationBps: "],
    ["a balance of nothing", { balance: "0" }, "balance: is no amount above 0"],
    ["a fee that is none", { feeBps: Number.NaN }, "feeBps: "],
    ["a word too many", { colour: "red" }, ": Unrecognized key"],
  ])("are refused with %s", (_, wrong, fault) => {
    const found = faultsOf({ kind: "sweep", ...TERMS, grid: { fast: [5, 10], slow: [20] }, ...wrong });
    expect(found).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });
});

describe("the terms of any strategy", () => {
  const governed = { strategy: "governed", parameters: { swingStopAtr: 2 }, grid: { trendStopAtr: [1, 2], restBars: [6, 12] } };

  test("choose among the strategies that are named, under a profile of the workspace", () => {
    const spec = sweep({
      ...governed,
      profile: "careful@3",
      strategies: ["recovery", "mean-reversion"],
      instruments: ["ETH/USD", "BTC/USD"],
    });
    expect(setsToTry(spec)).toMatchObject({ leftOut: 0, sets: { length: 4 } });
    expect(spec.instruments).toEqual(["BTC/USD", "ETH/USD"]);
    expect(settingsAt(spec, { trendStopAtr: 1, restBars: 12 })).toMatchObject({
      kind: "governed",
      strategies: ["mean-reversion", "recovery"],
      instruments: ["BTC/USD", "ETH/USD"],
      parameters: { trendStopAtr: 1, restBars: 12, swingStopAtr: 2, recoveryStopAtr: 2.5 },
    });
    expect(settingsAt(sweep({ ...governed, profile: "guarded" }), {})).toHaveProperty("strategies.length", 6);
  });

  test("name the governed parameter that is out of its range", () => {
    expect(setsToTry(sweep({ ...governed, profile: "guarded", grid: { restBars: [6, 1_000] } }))).toMatchObject({
      faults: [{ path: ["parameters", "restBars"] }],
    });
  });

  test("hold a fill model with its parameters, and the usual one as nothing", () => {
    expect(sweep({ fillModel: { name: "bar-path", barsMax: 5 } }).fillModel).toEqual({
      ...{ name: "bar-path", version: 1, participationBps: 1_000, barsMax: 5 },
      latencyMs: { min: 50, max: 500 },
    });
    expect(sweep({ fillModel: { name: "next-open" } })).toEqual(sweep());
  });
});

test("terms that were stored before there was a choice read as they did", () => {
  const stored = {
    ...{ kind: "backtest", title: "", source: "archive", ...TERMS, strategy: "ema-atr", parameters: {} },
    ...{ profile: "reference", feeBps: 26, slippageBps: 0, balance: "10000" },
  };
  // They were walked with the seed that is the default since.
  expect(JSON.parse(JSON.stringify(studySpecSchema.parse(stored)))).toEqual({ ...stored, seed: "lab" });
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
