import { describe, expect, it } from "vitest";
import { formatBasisPoints, formatCount, formatFigure, formatPercent } from "./ratio.ts";

const NBSP = "\u00a0";

describe.concurrent("ratios on the screen", () => {
  it("shows percent with one decimal", () => {
    expect(formatPercent(0.2341)).toBe(`23.4${NBSP}%`);
    expect(formatPercent(-0.05)).toBe(`\u22125.0${NBSP}%`);
    expect(formatPercent(0.05, { sign: "always" })).toBe(`+5.0${NBSP}%`);
    expect(formatPercent(-0.0001)).toBe(`0.0${NBSP}%`);
  });

  it("shows basis points, with a decimal only where there is one", () => {
    expect(formatBasisPoints(0.0026)).toBe(`26${NBSP}bp`);
    expect(formatBasisPoints(0.00065)).toBe(`6.5${NBSP}bp`);
  });

  it("shows an en dash where the ratio is undefined, null, NaN or infinite", () => {
    for (const value of [undefined, null, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect([formatPercent(value), formatBasisPoints(value), formatFigure(value, 2)]).toEqual(["–", "–", "–"]);
    }
  });

  it("groups thousands", () => {
    expect(formatCount(1234567)).toBe("1,234,567");
    expect(formatFigure(-1234.567, 2)).toBe("\u22121,234.57");
  });
});
