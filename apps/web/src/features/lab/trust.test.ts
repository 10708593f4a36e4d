import { describe, expect, it } from "vitest";
import type { SweepResultView } from "../shell/answers.ts";
import { holdoutFact, trustFacts, trustVerdict } from "./trust.ts";

const HEADLINE = { sharpe: 1.5, deflatedSharpe: null, overfitting: null, maxDrawdown: 0.1, totalReturn: 0.1, trades: 3 };
const STUDY = { headline: HEADLINE, standing: { trials: 30, withSharpe: 30, sharpeVariance: 0.1 }, holdouts: [], toMs: 100 };
const HOLDOUT = {
  ...{ id: "h", source: "archive", instruments: ["BTC/USD"], timeframeMs: 1, declaredBy: "Ada", declaredAtMs: 1, reason: "r", looks: 0 },
  fromMs: Date.UTC(2024, 0, 1),
};

function sweep(probability: number, deflatedSharpe: number | null): SweepResultView {
  const metrics = {
    ...{ bars: 9, trades: 3, stops: 1, winRate: 1, finalEquity: 1, totalReturn: 0.1, cagr: 0.1, maxDrawdown: 0.1, sharpe: 1.5, sortino: 2 },
    ...{ calmar: 1, turnover: 0.1, exposure: 0.5, sharpePerBar: 0.01, observations: 8, skew: 0, kurtosis: 3 },
  };
  return {
    ...{ version: 1, kind: "sweep", grid: {}, points: 20, leftOut: 0 },
    data: { bars: 9, firstMs: 0, lastMs: 8, missingBars: 0 },
    best: [{ point: 0, parameters: { fast: 5 }, metrics, deflatedSharpe }],
    trials: { total: 25, ofThisStudy: 20, sharpeVariance: 0.1 },
    overfitting: { probability, lossProbability: 0.1, degradation: null, trials: 20, blocks: 16, barsPerBlock: 15 },
  };
}

const factsOf = (result: SweepResultView, deflatedSharpe: number | null = null) =>
  trustFacts({ ...STUDY, headline: { ...HEADLINE, deflatedSharpe } }, result);
const factOf = (result: SweepResultView, label: string) => factsOf(result).find((fact) => fact.label === label);

describe.concurrent("reasons to trust a result", () => {
  it("count what was tried on the dataset since, not only by this study", () => {
    expect(factOf(sweep(0.1, 0.99), "Trials on this dataset")).toMatchObject({ value: "30", note: "20 of this study, 5 since" });
  });

  it("deflate by the ledger as it stands, and say what it was when the study was done", () => {
    const fact = factsOf(sweep(0.1, 0.97), 0.4).find(({ label }) => label === "Deflated Sharpe");
    expect(fact).toMatchObject({ tone: "halt", note: expect.stringMatching(/97.0.% when it was run/) });
  });

  it("name the worst one in a sentence", () => {
    expect(trustVerdict(factsOf(sweep(0.6, 0.99), 0.99))).toMatchObject({
      tone: "halt",
      text: expect.stringContaining("Overfitting (PBO) 60.0"),
    });
    expect(trustVerdict(factsOf(sweep(0.1, 0.3), 0.3))).toMatchObject({ tone: "halt", text: expect.stringContaining("Deflated Sharpe") });
    expect(trustVerdict(factsOf(sweep(0.1, 0.99), 0.99)).tone).toBe("good");
    expect(trustVerdict(factsOf(sweep(0.1, null), null)).tone).toBe("neutral");
  });

  it("say of an undefined figure why it is", () => {
    expect(factOf({ ...sweep(0, null), overfitting: null }, "Overfitting (PBO)")).toMatchObject({
      value: "–",
      note: expect.stringContaining("too few"),
    });
  });

  it("tell a closed holdout from an opened one, and from none", () => {
    expect(holdoutFact([], { toMs: 100, looks: [] })).toMatchObject({ value: "None", tone: "warn" });
    expect(holdoutFact([HOLDOUT], { toMs: 100, looks: [] })).toMatchObject({
      value: "Closed",
      note: "unseen from 2024-01-01 on",
      tone: "good",
    });
    const opened = { by: "Ada", atMs: Date.UTC(2024, 5, 1), reason: "final" };
    const [holdouts, toMs] = [[{ ...HOLDOUT, opened, looks: 2 }], Date.UTC(2025, 0, 1)];
    expect(holdoutFact(holdouts, { toMs, looks: [] }).note).toBe("in this period, opened 2024-06-01 by Ada");
    const lookOf = (look: number) =>
      holdoutFact(holdouts, { toMs, looks: [{ id: HOLDOUT.id, fromMs: HOLDOUT.fromMs, openedAtMs: 1, look }] });
    expect(lookOf(1)).toMatchObject({ value: "First look", tone: "good" });
    expect(lookOf(2)).toMatchObject({
      value: "Look 2",
      note: "no longer unseen from 2024-01-01 on, opened 2024-06-01 by Ada",
      tone: "warn",
    });
  });
});
