import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { byWeight, isReasonCode, reasonCodes, wordsOf } from "./reason-codes.ts";

const CORE = join(import.meta.dirname, "..");
const ROOMS = ["strategy", "strategy/governed", "campaign", "risk", "risk/checks", "orders", "execution", "decision"];

/** Tests, the table itself, and why an account idles: that stands in no receipt and comes with words of its own. */
const NO_SOURCES = [".test.ts", "/reason-codes.ts", "/idle.ts"];

/** Codes that the sources write: a text in capitals where a code, a reason or a refusal stands. */
function writtenCodes(): readonly string[] {
  const files = ROOMS.flatMap((room) => readdirSync(join(CORE, room)).map((name) => join(CORE, room, name)));
  const sources = files.filter((file) => file.endsWith(".ts") && !NO_SOURCES.some((end) => file.endsWith(end)));
  const text = sources.map((file) => readFileSync(file, "utf8")).join("\n");
  const written = text.matchAll(/(?:refused\(|code: |reason: |hold\(|exit\(|return )"([A-Z][A-Z_]+)"|\? "([A-Z_]+)" : "([A-Z_]+)"/g);
  return [
    ...new Set([...written].flatMap(([, ...groups]: readonly (string | undefined)[]) => groups.filter((group) => group !== undefined))),
  ];
}

/** Codes of a state or an outcome, which are no reasons. */
const NO_REASONS = new Set([
  "RUN",
  "SKIPPED",
  "LATE",
  "REFUSED",
  "NO_TRADE",
  "INTENTS",
  "ORDER_EVENT_NOT_ADMITTED",
  "CAMPAIGN_EVENT_NOT_ADMITTED",
]);

describe("reason codes", () => {
  it("have words for every code that core writes", () => {
    const codes = writtenCodes().filter((code) => !NO_REASONS.has(code));
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !isReasonCode(code))).toEqual([]);
  });

  it("speak in one sentence with the facts in it", () => {
    const facts = [
      ["wouldBePercent", "23.4"],
      ["limitPercent", "20"],
    ] as const;
    expect(wordsOf("TOTAL_CAP_EXCEEDED", facts)).toBe("Refused: total exposure would be 23.4 % (limit 20 %).");
    for (const code of reasonCodes()) expect(wordsOf(code)).toMatch(/^[A-Z].*\.$/);
  });

  it("read the doubles of a receipt with their sign, their unit and the digits that mean something", () => {
    expect(wordsOf("REVERSION_ENTRY", [["deviation", "-2.0672676810369355"]])).toBe("Mean reversion: far under its mean (−2.07 σ): buy.");
    expect(wordsOf("SWING_ENTRY", [["deviation", "-1.5"]])).toBe("Volatility swing: first rise after a dip (−1.50 σ from its mean): buy.");
    const volatility = [
      ["hourReturn", "0.05819296"],
      ["monthStdev", "0.00913599"],
    ] as const;
    expect(wordsOf("VOLATILITY_HIGH", volatility)).toBe("Refused: the last hour moved +5.82 %, the usual is 0.91 %.");
    expect(wordsOf("SPREAD_WIDE_ESTIMATED", [["widening", "6.5218374"]])).toContain("is 6.5 times its usual");
    const regime = [
      ["regime", "range"],
      ["volatilityIndex", "41.23456789"],
      ["trend", "-0.0001"],
      ["confidence", "0.731"],
    ] as const;
    expect(wordsOf("REGIME_READ", regime)).toBe("The market is range: volatility index 41.2, trend 0.00, confidence 73 %.");
  });

  it("leave a fact that is no number as it is", () => {
    expect(wordsOf("VOLATILITY_HIGH", [["hourReturn", "undefined"]])).toBe("Refused: the last hour moved undefined, the usual is ?.");
  });

  it("are shown as they are where this release does not know them", () => {
    expect(wordsOf("CODE_OF_TOMORROW")).toBe("CODE_OF_TOMORROW");
    expect(wordsOf("TOTAL_CAP_EXCEEDED")).toContain("? %");
  });

  it("are ordered by importance, unknown ones last", () => {
    expect(["CODE_OF_TOMORROW", "NO_CROSS", "TOTAL_CAP_EXCEEDED", "CROSS_UP"].sort(byWeight)).toEqual([
      "CROSS_UP",
      "TOTAL_CAP_EXCEEDED",
      "NO_CROSS",
      "CODE_OF_TOMORROW",
    ]);
  });
});
