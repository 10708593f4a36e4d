import { expect, it } from "vitest";
import { slippageText } from "./slippage.ts";

const price = (units: string) => ({ units, asset: "USD", scale: 2 });
const plain = (text: string): string => text.replaceAll("\u00a0", " ");

it("counts what it cost as positive, whichever the side", () => {
  expect(plain(slippageText({ side: "buy", price: price("10005"), referencePrice: price("10000") }))).toBe("+5 bp");
  expect(plain(slippageText({ side: "sell", price: price("9995"), referencePrice: price("10000") }))).toBe("+5 bp");
  expect(plain(slippageText({ side: "sell", price: price("10005"), referencePrice: price("10000") }))).toBe("\u22125 bp");
});

it("is undefined without a reference", () => {
  expect(slippageText({ side: "buy", price: price("1"), referencePrice: price("0") })).toBe("–");
});
