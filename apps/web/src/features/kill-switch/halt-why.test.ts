import { expect, it } from "vitest";
import { haltWhy } from "./halt-why.ts";

it("quotes a person and tells what the engine saw", () => {
  expect(haltWhy({ reason: "looks wrong" })).toBe("“looks wrong”.");
  const facts: [string, string][] = [
    ["failed", "12"],
    ["calls", "50"],
  ];
  expect(haltWhy({ reason: "API_ERRORS: …", code: "API_ERRORS", facts })).toBe("Halted: 12 of the last 50 calls to the venue failed.");
});
