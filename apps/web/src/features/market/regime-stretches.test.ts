import { describe, expect, it } from "vitest";
import type { RegimeChange } from "../shell/answers.ts";
import { regimeStretches } from "./regime-stretches.ts";

const HOUR = 3_600_000;
const change = (hour: number, from: string | null, regime: string): RegimeChange => ({
  closeMs: hour * HOUR,
  from,
  regime,
  confidence: 0.26,
  volatilityIndex: 41.5,
  trend: -1,
});

describe.concurrent("the regimes between changes", () => {
  const stretches = regimeStretches([change(9, "PANIC", "RISK_OFF"), change(7, "RISK_ON", "PANIC"), change(2, null, "RISK_ON")], HOUR);

  it("run from the bar whose close changed them to the next such bar, the last on and on", () => {
    expect(
      stretches.map(({ fromMs, toMs, level, word }) => [fromMs / HOUR, toMs === undefined ? undefined : toMs / HOUR, level, word]),
    ).toEqual([
      [1, 6, 1, "Risk on"],
      [6, 8, 4, "Panic"],
      [8, undefined, 3, "Risk off"],
    ]);
  });

  it("say what changed, and of what stood before only that it did", () => {
    expect(stretches.map(({ label }) => label.replaceAll(/\s/g, " "))).toEqual([
      "1970-01-01 02:00:00 Risk on: volatility index 41.5, falling, confidence 26.0 %",
      "1970-01-01 07:00:00 Risk on to Panic: volatility index 41.5, falling, confidence 26.0 %",
      "1970-01-01 09:00:00 Panic to Risk off: volatility index 41.5, falling, confidence 26.0 %",
    ]);
  });

  it("leave out what is no regime", () => {
    expect(regimeStretches([change(1, null, "FOG")], HOUR)).toEqual([]);
  });
});
