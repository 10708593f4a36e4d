import { CHECKS } from "@ballast/core/risk/gate";
import { expect, it } from "vitest";
import { gateAskings } from "./gate-askings.ts";

const SIZED = { symbol: "BTC/USD", code: "SIZED", values: [] };
const NOTE = { symbol: "BTC/USD", code: "CHECKS_NOT_APPLICABLE", values: [["spread", "the market declares no quotes"]] as const };
const REFUSAL = { check: "total_cap", code: "TOTAL_CAP_EXCEEDED", symbol: "BTC/USD", facts: [] };

it("says of a refused entry what passed before, and what was not asked after", () => {
  const [asking] = gateAskings({ facts: [SIZED, NOTE], refusals: [REFUSAL], intents: [] });
  const verdicts = new Map(asking?.verdicts.map(({ check, verdict }) => [check, verdict]));
  expect(verdicts.get("mode")).toBe("passed");
  expect(verdicts.get("spread")).toBe("not_applicable");
  expect(verdicts.get("total_cap")).toBe("refused");
  expect(verdicts.get("free_balance")).toBe("not_asked");
  expect(asking?.verdicts).toHaveLength(CHECKS.filter(({ appliesTo }) => appliesTo.includes("entry")).length);
});

it("claims nothing of an order whose purpose the receipt does not tell", () => {
  const [asking] = gateAskings({ facts: [], refusals: [REFUSAL], intents: [] });
  expect(asking).toMatchObject({ purpose: undefined, verdicts: [], refusal: { check: "total_cap", code: "TOTAL_CAP_EXCEEDED" } });
});
