import { describe, expect, it } from "vitest";
import { declareInstrument, type InstrumentDeclaration } from "./instrument-declaration.ts";

const FOO: InstrumentDeclaration = {
  symbol: "FOO/USD",
  venueName: undefined,
  priceStep: undefined,
  quantityStep: undefined,
  quantityMin: undefined,
  notionalMin: undefined,
};
const LISTED = { ...FOO, venueName: "FOOUSD", priceStep: "0.01", quantityStep: "0.0001", quantityMin: "0.5", notionalMin: "1" };

describe("a declared instrument", () => {
  it("is history alone without a venue's name, and tradable with one", () => {
    expect(declareInstrument(FOO).instrument).toMatchObject({ symbol: "FOO/USD", venueSymbol: "", tickUnits: 0n, status: "training_only" });
    expect(declareInstrument(LISTED).instrument).toMatchObject({
      venueSymbol: "FOOUSD",
      base: { code: "FOO", scale: 12 },
      quote: { code: "USD", scale: 8 },
      tickUnits: 10_000_000_000n,
      lotUnits: 100_000_000n,
      quantityMinUnits: 500_000_000_000n,
      notionalMinUnits: 100_000_000n,
      status: "online",
    });
  });

  it.each<readonly [Partial<InstrumentDeclaration>, readonly string[]]>([
    [{ symbol: "foo/usd" }, ["symbol"]],
    [{ symbol: "FOO" }, ["symbol"]],
    [{ symbol: "FOO/USD/EUR" }, ["symbol"]],
    [{ symbol: "USD/USD" }, ["symbol"]],
    [{ symbol: "FOO/BAR" }, ["symbol"]],
    [{ symbol: `${"F".repeat(13)}/USD` }, ["symbol"]],
    [{ venueName: "" }, ["venueName"]],
    [{ venueName: "FOO USD" }, ["venueName"]],
    [{ priceStep: undefined, quantityStep: undefined }, ["priceStep", "quantityStep"]],
    [{ priceStep: "0" }, ["priceStep"]],
    [{ priceStep: "-1" }, ["priceStep"]],
    [{ priceStep: "NaN" }, ["priceStep"]],
    [{ quantityStep: "0.0000000000001" }, ["quantityStep"]],
    [{ notionalMin: "1e40", quantityMin: "" }, ["quantityMin", "notionalMin"]],
  ])("with %j is refused for %j", (change, fields) => {
    const { faults } = declareInstrument({ ...LISTED, ...change });
    expect(faults?.map(({ field }) => field)).toEqual(fields);
  });
});
