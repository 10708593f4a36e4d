import { expect, test } from "vitest";
import { priceWords } from "./price-words.ts";

test.each([
  [{ isSynthetic: true, priceSource: "synthetic" }, "synthetic: generated, not from a venue"],
  [{ isSynthetic: false, priceSource: "archive" }, "imported files, source archive"],
  [{ isSynthetic: false, priceSource: "kraken-csv" }, "imported files, source kraken-csv"],
  [{ isSynthetic: false }, "–"],
] as const)("prices say where they are from: %o", (receipt, words) => {
  expect(priceWords(receipt)).toBe(words);
});
