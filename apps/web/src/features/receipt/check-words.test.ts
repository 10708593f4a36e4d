import { CHECKS } from "@ballast/core/risk/gate";
import { expect, it } from "vitest";
import { checkWords } from "./check-words.ts";

it("has words for every check of the gate", () => {
  for (const { name } of CHECKS) expect(checkWords(name), name).toMatch(/^[A-Z]/);
});
