import { expect, it } from "vitest";
import { readFilters } from "./decision-filters.ts";

const readFrom = (text: string) => {
  const search = new URLSearchParams(text);
  return readFilters((name) => search.get(name) ?? undefined);
};

it("reads the filters of an address", () => {
  expect(readFrom("account=0190a1b2-0000-8000-8000-000000000001&symbol=BTC%2FUSD&outcome=REFUSED&reason=NO_CROSS")).toEqual({
    accountId: "0190a1b2-0000-8000-8000-000000000001",
    symbol: "BTC/USD",
    outcome: "REFUSED",
    reasonCode: "NO_CROSS",
  });
});

it("drops what is no filter, so that an old link still opens", () => {
  expect(readFrom("account=me&symbol=btc&outcome=MAYBE&reason=%27--")).toEqual({});
  expect(readFrom("")).toEqual({});
});

it("reads a period as whole UTC days, the last one included", () => {
  expect(readFrom("from=2026-11-01&to=2026-11-01")).toEqual({ fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) - 1 });
  expect(readFrom("from=2026-13-01&to=yesterday")).toEqual({});
});
